"""Why a rendition is not here yet."""

from phohien.errors import Text, UnavailableError


class RenditionsBusyError(UnavailableError):
    title = "Too many pictures are waiting to be made"
    title_vi = "Quá nhiều ảnh đang chờ được tạo"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Hãy tải lại ảnh này sau vài giây.",
                en="Ask for this picture again in a few seconds.",
            ),
            headers={"retry-after": "3", "cache-control": "no-store"},
        )


class RenditionNotReadyError(UnavailableError):
    title = "The picture is being made anew"
    title_vi = "Ảnh đang được tạo lại"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Bản nguồn của ảnh đang được khôi phục từ tệp gốc; hãy tải lại sau.",
                en="What it is made from is being restored from the original; ask"
                " again a little later.",
            ),
            headers={"retry-after": "10", "cache-control": "no-store"},
        )


class SourceLostError(Exception):
    """The mezzanine is missing, or is not what was stored."""
