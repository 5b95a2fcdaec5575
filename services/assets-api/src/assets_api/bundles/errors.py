"""Why there is no report of a bundle."""

from phohien.errors import ConflictError, Text


class UploadNotBundleError(ConflictError):
    title = "This upload is a file, not a bundle"
    title_vi = "Lượt tải lên này là một tệp, không phải gói tệp"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Chỉ gói tệp mới có báo cáo từng dòng; kết quả của một tệp xem tại"
                " …/status. Để gửi gói, khai bundle khi tạo lượt tải lên.",
                en="A bundle alone has a report by line; that of a file is at …/status."
                " To send a bundle declare `bundle` at creation.",
            )
        )
