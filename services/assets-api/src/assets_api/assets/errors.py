"""Why an asset cannot be read or changed."""

from phohien.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
    PreconditionRequiredError,
    Text,
)


class AssetNotFoundError(NotFoundError):
    title = "No such asset"
    title_vi = "Không có tệp này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Cơ quan bạn không có tệp nào với mã này.",
                en="Your agency has no asset with this id.",
            )
        )


class AssetWithdrawnError(ConflictError):
    title = "The asset has been withdrawn"
    title_vi = "Tệp đã bị rút"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Quyền sử dụng đã hết; hãy tải lên bản mới nếu đã được phép lại.",
                en="Its rights have ended; upload it again if there is new consent.",
            )
        )


class AgencyRequiredError(ForbiddenError):
    title = "Files belong to an agency"
    title_vi = "Tệp phải thuộc về một cơ quan"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Dùng tài khoản của chính cơ quan sở hữu tệp.",
                en="Use an account of the agency that owns the file.",
            )
        )


class EtagRequiredError(PreconditionRequiredError):
    title = "Say which state you are changing"
    title_vi = "Cần nêu phiên bản đang sửa"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Gửi kèm If-Match với ETag nhận được khi đọc tệp.",
                en="Send If-Match with the ETag you got when reading the asset.",
            )
        )


class EtagMismatchError(PreconditionFailedError):
    title = "The asset has changed since you read it"
    title_vi = "Thông tin tệp đã thay đổi từ lúc bạn đọc"

    def __init__(self, etag: str) -> None:
        super().__init__(
            Text(
                vi=f"Bản hiện tại là {etag}; hãy đọc lại, sửa rồi gửi lại.",
                en=f"It is now {etag}; read it again, edit and send again.",
            ),
            headers={"etag": etag},
        )


class AltIsFilenameError(InvalidError):
    title = "The alternative text is the name of a file"
    title_vi = "Văn bản thay thế chỉ là tên tệp"

    def __init__(self, pointer: str) -> None:
        detail = Text(
            vi="Hãy tả điều nhìn thấy trong ảnh, như kể cho người không nhìn thấy nó.",
            en="Say what can be seen in it, as you would to somebody who cannot.",
        )
        super().__init__(
            detail, errors=[FieldProblem(pointer, detail, "alt-is-filename")]
        )


class UnknownLanguageError(InvalidError):
    title = "An unknown language"
    title_vi = "Mã ngôn ngữ không hợp lệ"

    def __init__(self, lang: str) -> None:
        super().__init__(
            Text(
                vi=f"“{lang[:40]}” không phải mã ngôn ngữ (vi, en, zh-Hans…).",
                en=f"“{lang[:40]}” is not a language in use (vi, en, zh-Hans…).",
            )
        )
