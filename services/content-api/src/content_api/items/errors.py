from phohien.errors import ConflictError, ForbiddenError, NotFoundError, Text


class ItemNotFoundError(NotFoundError):
    title = "No such item"
    title_vi = "Không có mục tin này"


class RevisionNotFoundError(NotFoundError):
    title = "No such revision of this item"
    title_vi = "Mục tin không có phiên bản này"


class LanguageNotFoundError(NotFoundError):
    title = "The item has no text in this language"
    title_vi = "Mục tin chưa có nội dung bằng ngôn ngữ này"


class ItemOfAnotherAgencyError(ForbiddenError):
    title = "The item belongs to another agency"
    title_vi = "Mục tin thuộc cơ quan khác"


class TypeIsFixedError(ConflictError):
    title = "An item keeps its type and its agency"
    title_vi = "Không đổi được loại và cơ quan của mục tin"


class LanguageReleasedError(ConflictError):
    title = "A released language cannot be removed"
    title_vi = "Không bỏ được ngôn ngữ đang công bố"


def language_not_found(lang: str) -> LanguageNotFoundError:
    return LanguageNotFoundError(
        Text(
            vi=f"Mục tin chưa có nội dung bằng ngôn ngữ {lang}.",
            en=f"The item has no text in {lang}.",
        )
    )
