"""Why a link is not given, or not followed."""

from phohien.errors import ForbiddenError, NotFoundError, Text, UnavailableError

NOT_KEPT = {"cache-control": "no-store"}


class LinkRefusedError(ForbiddenError):
    title = "This link is not one of ours"
    title_vi = "Liên kết không hợp lệ"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Liên kết đã bị sửa hoặc dùng khóa cũ; hãy xin liên kết mới từ cơ"
                " quan sở hữu tệp.",
                en="It was changed, or its key is no longer in use; ask the agency for"
                " a new one.",
            ),
            headers=NOT_KEPT,
        )


class LinkExpiredError(ForbiddenError):
    title = "This link has expired"
    title_vi = "Liên kết đã hết hạn"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Liên kết chỉ dùng được tối đa 15 phút; hãy xin liên kết mới.",
                en="Links last 15 minutes at most; ask for a new one.",
            ),
            headers=NOT_KEPT,
        )


class LinksUnavailableError(UnavailableError):
    title = "Links cannot be signed here"
    title_vi = "Hệ thống chưa có khóa ký liên kết"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Đề nghị người vận hành đặt PHOHIEN_ASSETS_LINK_KEYS.",
                en="Ask the operator to set PHOHIEN_ASSETS_LINK_KEYS.",
            )
        )


class LinkFormUnknownError(NotFoundError):
    title = "The file has no such form"
    title_vi = "Tệp không có dạng này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Chọn một dạng có trong danh sách renditions của tệp.",
                en="Choose one that the asset lists among its renditions.",
            )
        )
