"""Why an album cannot be read, changed or released."""

from phohien.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    GoneError,
    InvalidError,
    NotFoundError,
    Text,
)


class AlbumNotFoundError(NotFoundError):
    title = "No such album"
    title_vi = "Không có bộ sưu tập này"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Địa chỉ không đúng, hoặc bộ sưu tập chưa được công bố.",
                en="The address is wrong, or the album is not published.",
            ),
            headers={"cache-control": "no-store"},
        )


class AlbumWithdrawnError(GoneError):
    title = "The album has been withdrawn"
    title_vi = "Bộ sưu tập đã được rút"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Bộ sưu tập không còn được công bố; hãy gỡ liên kết tới nó.",
                en="It is no longer published; remove links to it.",
            ),
            headers={"cache-control": "no-store"},
        )


class AlbumAliasTakenError(ConflictError):
    title = "Another album has this alias"
    title_vi = "Tên gọi này đã có bộ sưu tập khác dùng"

    def __init__(self, alias: str) -> None:
        super().__init__(
            Text(
                vi=f"“{alias}” đã được dùng; hãy chọn tên khác, ví dụ thêm năm.",
                en=f"“{alias}” is taken; choose another, with a year perhaps.",
            )
        )


class AlbumMemberUnknownError(InvalidError):
    title = "An album holds assets of its own agency"
    title_vi = "Bộ sưu tập chỉ gồm tệp của cơ quan"

    def __init__(self, positions: list[int]) -> None:
        detail = Text(
            vi="Cơ quan bạn không có tệp này, hoặc tệp đã bị rút; hãy bỏ ra.",
            en="Your agency has no such asset, or it was withdrawn; leave it out.",
        )
        super().__init__(
            detail,
            errors=[
                FieldProblem(f"/members/{at}/asset_id", detail.en, "unknown-asset")
                for at in positions
            ],
        )


class AlbumIncompleteError(InvalidError):
    title = "The album is not complete"
    title_vi = "Bộ sưu tập chưa đủ nội dung"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Cần tiêu đề tiếng Việt và ít nhất một tệp trước khi công bố.",
                en="It needs a title in Vietnamese and at least one asset.",
            )
        )


class AlbumSecondPersonRequiredError(ForbiddenError):
    title = "A second person releases an album"
    title_vi = "Người công bố phải là người khác"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Bạn đã soạn nội dung này; hãy để lãnh đạo khác công bố.",
                en="You wrote a part of this; let another leader release it.",
            )
        )
