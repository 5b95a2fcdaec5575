from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out


class AssetReason(StrEnum):
    RIGHTS = "rights"
    CONSENT = "consent"
    LEGAL = "legal"
    SECURITY = "security"
    ERROR = "error"
    OTHER = "other"


class AssetWithdrawal(In):
    asset_id: UUID
    asset_version_id: UUID
    reason_class: AssetReason


class AssetUse(Out):
    """An item that shows the asset, the state of its languages, and its targets."""

    key: str
    title: str
    agency_code: str
    languages: dict[str, str]
    targets: list[str]


class AssetUsage(Out):
    data: list[AssetUse]


class WithdrawnLanguage(Out):
    key: str
    locale: str


class AssetWithdrawn(Out):
    """What went down because of this call; nothing when it was down already."""

    withdrawn: list[WithdrawnLanguage]


class Correction(In):
    """Words of one language as a target shows them, by the names of our texts."""

    key: str = Field(max_length=100)
    locale: str = Field(max_length=35)
    texts: dict[str, Annotated[str, Field(max_length=200_000)]] = Field(
        min_length=1, max_length=50
    )
    target: str = Field(max_length=63)


class CorrectionKept(Out):
    """The revision that has them; `changed`: there was none with them before."""

    key: str
    revision: int
    changed: bool
