"""Why an upload cannot begin or go on, each with what to do about it."""

from assets_api.formats.kinds import NAMED_EN, NAMED_VI
from phohien.errors import (
    BadRequestError,
    ConflictError,
    ForbiddenError,
    GoneError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
    Text,
    TooLargeError,
    UnsupportedMediaError,
)


class UploadNotFoundError(NotFoundError):
    title = "No such upload"
    title_vi = "Không có lượt tải lên này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Không có lượt tải lên nào của cơ quan bạn ở địa chỉ này; hãy tạo"
                " lượt mới.",
                en="Your agency has no upload at this address; create a new one.",
            )
        )


class UploadAgencyRequiredError(ForbiddenError):
    title = "Files belong to an agency"
    title_vi = "Tệp phải thuộc về một cơ quan"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Dùng tài khoản của chính cơ quan sở hữu tệp.",
                en="Use an account of the agency that owns the file.",
            )
        )


class UploadGoneError(GoneError):
    title = "The upload has ended"
    title_vi = "Lượt tải lên đã kết thúc"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Lượt tải lên đã hết hạn hoặc đã bị hủy; hãy tạo lượt mới.",
                en="It expired or was cancelled; create a new upload.",
            )
        )


class UploadOffsetMismatchError(ConflictError):
    title = "The upload is at another offset"
    title_vi = "Vị trí tải lên không khớp"

    def __init__(self, offset: int) -> None:
        super().__init__(
            Text(
                vi=f"Máy chủ đã nhận {offset} byte; hãy gửi tiếp từ vị trí đó.",
                en=f"The server has {offset} bytes; go on from there.",
            ),
            headers={"upload-offset": str(offset)},
        )


class UploadTakenOverError(ConflictError):
    title = "Another connection has taken this upload over"
    title_vi = "Một kết nối khác đã tiếp quản lượt tải lên này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Một yêu cầu mới hơn đang gửi tệp này. Hãy hỏi lại vị trí bằng HEAD"
                " rồi gửi tiếp.",
                en="A newer request sends this file. Ask for the offset with HEAD and"
                " go on from there.",
            )
        )


class UploadBusyError(ConflictError):
    title = "The upload is complete and cannot be changed now"
    title_vi = "Tệp đã nhận đủ, không thể thay đổi lúc này"

    def __init__(self, offset: int) -> None:
        super().__init__(
            Text(
                vi="Tệp đã nhận đủ; xem kết quả kiểm tra tại …/status.",
                en="The file has arrived; …/status tells the result of its inspection.",
            ),
            headers={"upload-offset": str(offset)},
        )


class UploadOtherWayError(ConflictError):
    title = "This file is being sent another way"
    title_vi = "Tệp này đang được gửi theo cách khác"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Một lượt tải lên đi một đường từ đầu đến cuối: tus, hoặc thẳng tới"
                " kho theo từng phần. Hãy tiếp tục đường đã chọn khi tạo.",
                en="An upload goes one way from beginning to end: tus, or parts"
                " straight to the store. Go on as it was created.",
            )
        )


class UploadChecksumMismatchError(BadRequestError):
    """Answered with tus's own status 460."""

    title = "The bytes do not match their checksum"
    title_vi = "Dữ liệu không khớp mã kiểm tra"

    def __init__(self, offset: int) -> None:
        super().__init__(
            Text(
                vi="Phần vừa gửi đã bị bỏ; hãy gửi lại chính phần đó.",
                en="This piece was dropped; send the same piece again.",
            ),
            headers={"upload-offset": str(offset)},
        )


class UploadTooManyBytesError(TooLargeError):
    title = "More bytes than the upload declared"
    title_vi = "Nhiều byte hơn kích thước đã khai"

    def __init__(self, size: int) -> None:
        super().__init__(
            Text(
                vi=f"Tệp được khai có {size} byte; phần thừa không được nhận.",
                en=f"The file was declared with {size} bytes; no more are taken.",
            )
        )


class UploadPieceTooLargeError(TooLargeError):
    title = "A piece with a checksum is too large"
    title_vi = "Phần kèm mã kiểm tra quá lớn"

    def __init__(self, most: int) -> None:
        super().__init__(
            Text(
                vi=f"Gửi mỗi phần kèm Upload-Checksum không quá {most} byte.",
                en=f"Send pieces of at most {most} bytes with Upload-Checksum.",
            )
        )


class UploadFileTooLargeError(TooLargeError):
    title = "The file is larger than this service takes"
    title_vi = "Tệp lớn hơn mức cho phép"

    def __init__(self, most: int) -> None:
        super().__init__(
            Text(
                vi=f"Tối đa {most} byte một tệp; hãy nén ảnh trong tài liệu hoặc chia"
                " nhỏ.",
                en=f"At most {most} bytes a file; shrink its pictures or split it.",
            ),
            headers={"tus-max-size": str(most)},
        )


class UploadQuotaExceededError(TooLargeError):
    title = "Your agency's space is not enough for this file"
    title_vi = "Dung lượng của cơ quan không đủ cho tệp này"

    def __init__(self, *, limit: int, free: int) -> None:
        super().__init__(
            Text(
                vi=f"Hạn mức {limit} byte, còn trống {free} byte. Hãy hủy các lượt tải"
                " dở dang hoặc đề nghị quản trị viên tăng hạn mức.",
                en=f"The quota is {limit} bytes, {free} are free. Cancel unfinished"
                " uploads or ask the operator for more.",
            )
        )


class UploadEmptyError(InvalidError):
    title = "The file is empty"
    title_vi = "Tệp rỗng"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Tệp có 0 byte; hãy mở tệp kiểm tra rồi gửi lại.",
                en="The file has 0 bytes; open it, check it and send it again.",
            )
        )


class UploadBundleReplacesError(InvalidError):
    title = "A bundle replaces nothing"
    title_vi = "Gói tệp không thay được một tệp"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Mỗi tệp trong gói thành một tệp mới; để thay một tệp, hãy gửi riêng"
                " bản mới của nó.",
                en="Each file of a bundle becomes a new one; to replace one send its"
                " next version by itself.",
            )
        )


class UploadTypeNotAcceptedError(UnsupportedMediaError):
    title = "This type of file is not taken"
    title_vi = "Không nhận loại tệp này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi=f"Chỉ nhận {NAMED_VI}; hãy chuyển đổi rồi gửi lại.",
                en=f"Taken are {NAMED_EN}; convert it first.",
            )
        )


class UploadBodyTypeError(UnsupportedMediaError):
    title = "Bytes of an upload need their own content type"
    title_vi = "Sai kiểu nội dung của phần tải lên"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Gửi với Content-Type: application/offset+octet-stream.",
                en="Send it with Content-Type: application/offset+octet-stream.",
            )
        )


class UploadTusVersionError(PreconditionFailedError):
    title = "Another version of tus"
    title_vi = "Sai phiên bản giao thức tus"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Gửi kèm tiêu đề Tus-Resumable: 1.0.0.",
                en="Send the header Tus-Resumable: 1.0.0.",
            ),
            headers={"tus-version": "1.0.0"},
        )


class UploadHeaderError(BadRequestError):
    title = "A tus header is missing or wrong"
    title_vi = "Thiếu hoặc sai tiêu đề tus"

    def __init__(self, header: str, *, vi: str, en: str) -> None:
        super().__init__(Text(vi=f"{header}: cần {vi}.", en=f"{header}: needs {en}."))


class UploadExtensionRefusedError(BadRequestError):
    title = "This tus extension is not offered"
    title_vi = "Không hỗ trợ phần mở rộng tus này"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                vi=f"Không hỗ trợ {name}: khai Upload-Length ngay khi tạo và gửi một"
                " tệp một lượt.",
                en=f"No {name} here: declare Upload-Length at creation and send one"
                " file as one upload.",
            )
        )
