from phohien.errors import (
    ConflictError,
    NotFoundError,
    TooManyRequestsError,
    UnauthenticatedError,
)


class WrongCredentialsError(UnauthenticatedError):
    title = "The user name or the password is wrong"
    title_vi = "Sai tên đăng nhập hoặc mật khẩu"


class TooManyLoginsError(TooManyRequestsError):
    title = "Too many failed sign-ins"
    title_vi = "Đăng nhập sai quá nhiều lần"


class UsernameTakenError(ConflictError):
    title = "Another account has this user name"
    title_vi = "Tên đăng nhập đã có người dùng"


class AccountNotFoundError(NotFoundError):
    title = "No such account"
    title_vi = "Không có tài khoản này"


class ApiKeyNotFoundError(NotFoundError):
    title = "No such key"
    title_vi = "Không có khóa này"
