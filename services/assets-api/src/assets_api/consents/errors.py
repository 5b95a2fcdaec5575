"""Why a consent is not recorded, or does not end."""

from phohien.errors import ConflictError, InvalidError, NotFoundError, Text


class ConsentNotFoundError(NotFoundError):
    title = "No such consent"
    title_vi = "Không có văn bản đồng ý này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Tệp này không có ghi nhận đồng ý nào với mã đã cho.",
                en="The asset has no consent with this id.",
            )
        )


class ConsentWithdrawnError(ConflictError):
    title = "The consent has been withdrawn already"
    title_vi = "Sự đồng ý đã được rút trước đó"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Không cần làm gì thêm; muốn dùng lại ảnh phải có đồng ý mới và tải"
                " ảnh lên lại.",
                en="Nothing is left to do; to use the picture again, get a new consent"
                " and upload it again.",
            )
        )


class ConsentOverError(InvalidError):
    title = "The consent is over on the day it is recorded"
    title_vi = "Thời hạn đồng ý đã hết khi ghi nhận"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Ngày hết hạn phải từ hôm nay trở đi và không trước ngày bắt đầu;"
                " hãy xem lại văn bản đồng ý.",
                en="Its last day must be today or later and not before its first day;"
                " look at the paper again.",
            )
        )


class ConsentEvidenceUnknownError(InvalidError):
    title = "The evidence is no file of your agency"
    title_vi = "Không có tệp minh chứng này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Tải bản quét văn bản đồng ý lên trước, rồi gửi mã của tệp đó; ảnh"
                " được đồng ý không tự làm minh chứng cho mình.",
                en="Upload the scan of the paper first and send its id; a picture is"
                " no evidence for itself.",
            )
        )


class TerritoryUnknownError(InvalidError):
    title = "An unknown territory"
    title_vi = "Phạm vi lãnh thổ không hợp lệ"

    def __init__(self, said: str) -> None:
        super().__init__(
            Text(
                vi=f"“{said[:20]}” không phải mã nước (VN, LA…) hay “world”.",
                en=f"“{said[:20]}” is no two-letter country (VN, LA…) and not “world”.",
            )
        )


class PeopleAreShownError(ConflictError):
    title = "Consents name people in this picture"
    title_vi = "Đã có văn bản đồng ý của người trong ảnh"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Ảnh có người đã ký đồng ý nên không thể khai là không có người; nếu"
                " ghi nhầm tệp, hãy xóa tệp và tải lên lại.",
                en="Somebody has agreed to be shown in it; if that was written to the"
                " wrong file, delete the file and upload it again.",
            )
        )
