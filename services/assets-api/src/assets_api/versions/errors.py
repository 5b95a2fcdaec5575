"""Why a version is not shown, or why an upload cannot become the next one."""

from phohien.errors import ConflictError, GoneError, NotFoundError, Text


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


class MediaNotFoundError(NotFoundError):
    title = "No such file"
    title_vi = "Không có tệp này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Địa chỉ không đúng hoặc tệp chưa được công bố.",
                en="The address is wrong, or the file is not published.",
            ),
            headers={"cache-control": "no-store"},
        )


class MediaWithdrawnError(GoneError):
    title = "The file has been withdrawn"
    title_vi = "Tệp đã được rút khỏi công bố"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Tệp không còn được công bố; hãy gỡ bản sao và liên kết tới tệp.",
                en="It is no longer published; remove copies of it and links to it.",
            ),
            headers={"cache-control": "no-store"},
        )
