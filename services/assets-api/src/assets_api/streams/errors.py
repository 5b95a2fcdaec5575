"""What can go wrong with bytes that have nowhere to wait."""

from phohien.errors import Text, UnavailableError


class UploadDiskFullError(UnavailableError):
    title = "The server has no room for bytes on their way right now"
    title_vi = "Máy chủ tạm thời hết chỗ nhận dữ liệu"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Phần đã được xác nhận vẫn còn. Hãy hỏi lại vị trí bằng HEAD và gửi"
                " tiếp sau một phút; nếu vẫn vậy, báo cho quản trị viên.",
                en="What was acknowledged is safe. Ask for the offset with HEAD and go"
                " on in a minute; tell the operator if it stays so.",
            ),
            headers={"retry-after": "60"},
        )
