"""Why public bytes are not handed out."""

from phohien.errors import GoneError, NotFoundError, Text


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
