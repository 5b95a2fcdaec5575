"""Why a file cannot be sent in one request."""

from phohien.errors import (
    BadRequestError,
    Text,
    TooLargeError,
    UnsupportedMediaError,
)


class UploadWholeTooLargeError(TooLargeError):
    title = "Too large for one request"
    title_vi = "Tệp quá lớn để gửi trong một yêu cầu"

    def __init__(self, most: int) -> None:
        super().__init__(
            Text(
                vi=f"Một yêu cầu nhận tối đa {most} byte. Tệp lớn hơn gửi bằng tus tại"
                " /staff/v1/uploads, đứt đường truyền vẫn gửi tiếp được.",
                en=f"One request takes at most {most} bytes. Send larger files by tus"
                " at /staff/v1/uploads, which goes on after a broken line.",
            ),
            headers={"link": '</staff/v1/uploads>; rel="alternate"'},
        )


class UploadLengthRequiredError(BadRequestError):
    title = "How long is the file?"
    title_vi = "Thiếu độ dài của tệp"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Gửi kèm Content-Length là số byte của tệp.",
                en="Send Content-Length with the number of bytes of the file.",
            )
        )


class UploadFormBodyError(UnsupportedMediaError):
    title = "A form instead of a file"
    title_vi = "Nhận được biểu mẫu thay vì tệp"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Gửi chính các byte của tệp làm thân yêu cầu (curl --data-binary),"
                " tên tệp ở tham số filename.",
                en="Send the bytes of the file as the body (curl --data-binary) and its"
                " name as the parameter filename.",
            )
        )


class UploadDigestError(BadRequestError):
    title = "A Content-Digest that cannot be read"
    title_vi = "Không đọc được Content-Digest"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Content-Digest cần có sha-256=:…: với 32 byte mã hóa base64.",
                en="Content-Digest needs sha-256=:…: with 32 bytes in base64.",
            )
        )


class UploadCutError(BadRequestError):
    title = "The line went down before the file was whole"
    title_vi = "Đường truyền đứt khi chưa gửi hết tệp"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Chưa có gì được giữ lại; hãy gửi lại cả tệp.",
                en="Nothing was kept; send the whole file again.",
            )
        )
