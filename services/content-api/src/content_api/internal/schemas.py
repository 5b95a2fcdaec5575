from enum import StrEnum
from uuid import UUID

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
