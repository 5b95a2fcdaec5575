"""What can be wrong with a profile, by name."""

from phohien.errors import ConflictError, InvalidError, NotFoundError


class ProfileRefusedError(InvalidError):
    title = "The profile is refused; nothing was activated"
    title_vi = "Hồ sơ đích bị từ chối; chưa kích hoạt gì"


class UnknownTargetError(NotFoundError):
    title = "No target with this code is published"
    title_vi = "Không có đích nào mang mã này"


class ProfileVersionError(ConflictError):
    title = "This version of the profile is already stored with another text"
    title_vi = "Phiên bản này của hồ sơ đích đã được lưu với nội dung khác"


class NoActiveProfileError(ConflictError):
    title = "The target has no active profile"
    title_vi = "Đích chưa có hồ sơ đang hoạt động"


class SecretMissingError(ConflictError):
    title = "A secret that the profile refers to is not set here"
    title_vi = "Máy này chưa đặt giá trị bí mật mà hồ sơ đích cần"


class CredentialUnusableError(ConflictError):
    title = "A key or certificate that the profile refers to cannot be used"
    title_vi = "Không dùng được khóa hoặc chứng thư mà hồ sơ đích nêu"


class ProfileNotFoundError(NotFoundError):
    title = "No such profile"
    title_vi = "Không có hồ sơ đích này"
