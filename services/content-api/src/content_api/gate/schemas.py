from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from content_api.items.schemas import KeptLanguage
from phohien.schemas import In, Out

# What the leader declares; kept word for word with each clearance.
DECLARATION = (
    "Tôi đã đọc toàn bộ nội dung bằng ngôn ngữ này, kể cả số liệu và tệp kèm theo; nội"
    " dung đúng với nguồn đã nêu, không chứa bí mật nhà nước và được phép công khai."
)


class ReasonClass(StrEnum):
    ERROR = "error"
    OUTDATED = "outdated"
    RIGHTS = "rights"
    CONSENT = "consent"
    LEGAL = "legal"
    SECURITY = "security"
    OTHER = "other"


class LanguageOrder(In):
    """Which languages, and for each the `closure_hash` that was read."""

    languages: list[KeptLanguage] = Field(min_length=1, max_length=50)
    if_hash: dict[KeptLanguage, str] = Field(default={}, max_length=50)


class SubmitOrder(LanguageOrder):
    note: str = Field(default="", max_length=2000)


class ReturnOrder(LanguageOrder):
    note: str = Field(min_length=1, max_length=2000)


class AcceptingOrder(LanguageOrder):
    """A leader may let named differences pass; each is kept with who did."""

    accept_differences: dict[KeptLanguage, list[str]] = Field(
        default={},
        max_length=50,
        description="By language: fields whose figures differ from the Vietnamese.",
    )
    accept_terms: dict[KeptLanguage, list[str]] = Field(
        default={},
        max_length=50,
        description="By language: Vietnamese terms in a rendering that is forbidden.",
    )

    def accepted(self, lang: str, kind: str) -> list[str]:
        named = self.accept_terms if kind == "term" else self.accept_differences
        return named.get(lang, [])


class ClearOrder(AcceptingOrder):
    """The leader reads, declares, and answers for it by name."""

    declaration: Literal[True] = Field(description=DECLARATION)


class ReleaseOrder(AcceptingOrder):
    pass


class WithdrawOrder(LanguageOrder):
    reason_class: ReasonClass
    note: str = Field(default="", max_length=2000)


class ClearanceOut(Out):
    """Who answered for which text of which revision, in which words."""

    lang: str
    revision: int
    closure_hash: str
    person_name: str
    signed_for_name: str = Field(
        description="The leader a deputy signed for; empty when they signed themselves."
    )
    declaration: str
    at: datetime


class ClearanceList(Out):
    data: list[ClearanceOut]
    next_cursor: str | None


class ClosureOut(Out):
    """What a leader reads: `hash` is SHA-256 of `text`, byte for byte."""

    lang: str
    hash: str
    text: str
