"""What can go wrong for a reader."""

from phohien.errors import (
    FieldProblem,
    GoneError,
    InvalidError,
    NotFoundError,
    Text,
    UnavailableError,
)


class ItemNotFoundError(NotFoundError):
    title = "No such released item"
    title_vi = "Không có mục nào như vậy đã được công bố"


class LanguageNotReleasedError(NotFoundError):
    title = "The item is not released in this language"
    title_vi = "Mục này chưa được công bố bằng ngôn ngữ đã chọn"


class ItemWithdrawnError(GoneError):
    title = "The item was withdrawn"
    title_vi = "Mục này đã được gỡ xuống"


class NothingToSearchError(InvalidError):
    title = "There is no word to search for in q"
    title_vi = "Tham số q không có từ nào để tìm"


class UnknownLanguageTagError(InvalidError):
    title = "The locale is not a language tag"
    title_vi = "Tham số locale không phải là mã ngôn ngữ"


class QueryTooSlowError(UnavailableError):
    title = "The answer took too long to find"
    title_vi = "Tìm quá lâu mà chưa có kết quả"


class DatabaseUnreachableError(UnavailableError):
    title = "The database does not answer right now"
    title_vi = "Cơ sở dữ liệu tạm thời không phản hồi"


def item_not_found(name: str) -> ItemNotFoundError:
    return ItemNotFoundError(
        Text(
            vi=f"Không có khóa hoặc đường dẫn «{name}». Xem danh sách tại /v1/items.",
            en=f"There is no key or slug “{name}”. See the list at /v1/items.",
        )
    )


def language_not_released(available: list[str]) -> LanguageNotReleasedError:
    tags = ", ".join(available)
    return LanguageNotReleasedError(
        Text(
            vi=f"Hiện có: {tags}. Bỏ fallback=none để nhận bản thay thế.",
            en=f"There is: {tags}. Leave fallback=none out to get one of these.",
        )
    )


def item_withdrawn(reason_class: str, withdrawn_at: str) -> ItemWithdrawnError:
    return ItemWithdrawnError(
        Text(
            vi="Hãy gỡ mọi bản sao của mục này; xem lý do trong errors.",
            en="Take down every copy of this item; the reason is in errors.",
        ),
        errors=[
            FieldProblem(
                pointer="/",
                detail=Text(
                    vi=f"Gỡ xuống lúc {withdrawn_at}.", en=f"Withdrawn {withdrawn_at}."
                ),
                code=reason_class,
            )
        ],
    )


def nothing_to_search() -> NothingToSearchError:
    return NothingToSearchError(
        Text(
            vi="Nhập ít nhất một chữ hoặc số, ví dụ q=nhãn lồng.",
            en="Send at least one letter or digit, such as q=nhan long.",
        )
    )


def unknown_language_tag() -> UnknownLanguageTagError:
    return UnknownLanguageTagError(
        Text(
            vi="Dùng mã BCP 47, ví dụ vi, en, zh-Hans; xem /v1/languages.",
            en="Use a BCP 47 tag such as vi, en, zh-Hans; see /v1/languages.",
        )
    )


def query_too_slow() -> QueryTooSlowError:
    return QueryTooSlowError(
        Text(
            vi="Hãy thu hẹp điều kiện tìm rồi gửi lại.",
            en="Narrow the question and send it again.",
        ),
        headers={"retry-after": "5"},
    )


def database_unreachable() -> DatabaseUnreachableError:
    return DatabaseUnreachableError(
        Text(
            vi="Hãy gửi lại sau vài giây.",
            en="Send it again in a few seconds.",
        ),
        headers={"retry-after": "2"},
    )
