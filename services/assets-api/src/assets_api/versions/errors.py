"""Why an upload cannot become the next version of an asset."""

from phohien.errors import ConflictError, NotFoundError, Text


class UploadReplacesNothingError(NotFoundError):
    title = "There is nothing to be replaced"
    title_vi = "Không có tệp cần thay"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Cơ quan bạn không có tệp nào với mã ghi ở “replaces”; bỏ mục này để"
                " gửi thành tệp mới.",
                en="Your agency has no asset with the id in `replaces`; leave it out to"
                " send a new one.",
            )
        )


class UploadReplacesWithdrawnError(ConflictError):
    title = "The asset to be replaced has been withdrawn"
    title_vi = "Tệp cần thay đã bị rút"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Tệp đã rút không nhận bản mới; hãy gửi thành tệp mới, không kèm"
                " “replaces”.",
                en="A withdrawn asset takes no new version; send it as a new asset,"
                " without `replaces`.",
            )
        )
