"""What can go wrong with a search."""

from phohien.errors import InvalidError, Text


class SearchTooDeepError(InvalidError):
    title = "A search does not reach so deep"
    title_vi = "Kết quả tìm kiếm không đọc được sâu đến vậy"


def search_too_deep(deepest: int) -> SearchTooDeepError:
    return SearchTooDeepError(
        Text(
            vi=f"Chỉ đọc được {deepest} kết quả đầu. Hãy thêm từ hoặc điều kiện lọc;"
            " cần đủ mọi mục thì dùng /v1/items hoặc /v1/changes.",
            en=f"Only the best {deepest} can be read. Add words or filters; for"
            " everything there is, use /v1/items or /v1/changes.",
        )
    )
