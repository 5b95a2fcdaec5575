from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out


class TakedownReason(StrEnum):
    RIGHTS = "rights"
    CONSENT = "consent"
    LEGAL = "legal"
    SECURITY = "security"
    ERROR = "error"
    OTHER = "other"


class TakedownOrder(In):
    """Why a file has to go, for ever. `note` stays in the audit."""

    reason_class: TakedownReason
    note: Annotated[str, Field(max_length=1000)] = ""


class RemovedForm(Out):
    """A public form there was, by the hash of its bytes."""

    preset: str
    epoch: int
    format: str
    sha256: str
    bytes: int


class TakedownOut(Out):
    """What was done about one version, and when. A step not done yet is null.

    `scope` `asset`: withdrawn for ever. `release`: no document shows it at present.
    `purged_at` stays null where no purge hook is set.
    """

    id: UUID
    asset_id: UUID
    asset_version_id: UUID
    agency_code: str
    scope: str
    reason_class: str | None
    refused_at: datetime
    original_sha256: str
    original_held: bool
    removed: list[RemovedForm]
    removed_at: datetime | None
    purged_at: datetime | None
    told_at: datetime | None
    attempts: int
    last_error: str
    next_attempt_at: datetime | None
    ended_at: datetime | None


class TakedownPage(Out):
    """Newest first."""

    data: list[TakedownOut]
    next_cursor: str | None


class TakedownAccepted(Out):
    """The file answers 410 from now on; the other steps follow within seconds."""

    asset_id: UUID
    reason_class: str
    withdrawn_at: datetime
