from phohien.errors import ConflictError, InvalidError, NotFoundError, Text


class TermNotFoundError(NotFoundError):
    title = "No such term"
    title_vi = "Không có thuật ngữ này"


class TermTakenError(ConflictError):
    title = "The glossary has this term in this language already"
    title_vi = "Bảng thuật ngữ đã có mục này bằng ngôn ngữ này"


class TermRefusedError(InvalidError):
    title = "The term cannot be kept as it is"
    title_vi = "Chưa lưu được thuật ngữ"


def term_not_found() -> TermNotFoundError:
    return TermNotFoundError(
        Text(
            vi="Tìm thuật ngữ tại /staff/v1/glossary?q=…",
            en="Find the term at /staff/v1/glossary?q=…",
        )
    )


def term_taken(source_vi: str, lang: str) -> TermTakenError:
    return TermTakenError(
        Text(
            vi=f"Hãy sửa mục “{source_vi}” ({lang}) đã có, hoặc đặt valid_from khác.",
            en=f"Change “{source_vi}” ({lang}) that is there, or set another"
            " valid_from.",
        )
    )
