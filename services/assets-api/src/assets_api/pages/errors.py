"""Why a page is not shown."""

from phohien.errors import NotFoundError, Text, UnavailableError


class PageNotFoundError(NotFoundError):
    title = "No such page"
    title_vi = "Không có trang này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Tài liệu không có trang này, hoặc tệp không có trang.",
                en="The document has no such page, or the file has no pages.",
            ),
            headers={"cache-control": "no-store"},
        )


class PageNotDrawnError(NotFoundError):
    title = "The page cannot be drawn"
    title_vi = "Không dựng được ảnh của trang"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Ảnh của trang này không dựng được; hãy đọc phần chữ hoặc tải tài"
                " liệu.",
                en="There is no picture of this page; read its text, or download the"
                " document.",
            ),
            headers={"cache-control": "no-store"},
        )


class PagesBusyError(UnavailableError):
    title = "Too many pages are being drawn"
    title_vi = "Đang dựng quá nhiều trang"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Ảnh của trang đang được dựng; hãy thử lại sau vài giây.",
                en="The page is being drawn; try again in a few seconds.",
            ),
            headers={"retry-after": "2", "cache-control": "no-store"},
        )
