from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from content_api.items.schemas import Language
from phohien.schemas import In, Out


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

    languages: list[Language] = Field(min_length=1, max_length=50)
    if_hash: dict[Language, str] = Field(default={}, max_length=50)


class SubmitOrder(LanguageOrder):
    note: str = Field(default="", max_length=2000)


class ReturnOrder(LanguageOrder):
    note: str = Field(min_length=1, max_length=2000)


class ClearOrder(LanguageOrder):
    """`declaration` is the legal statement at /staff/v1/declaration, made by you."""

    declaration: Literal[True]


class ReleaseOrder(LanguageOrder):
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
