"""Packages as they are shown, and what a person says who brought one there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Base64Bytes, Field

from asean_sync.packages.options import Refused
from phohien.schemas import In, Moment, Out

MOST_SCAN_BYTES = 10 * 1024 * 1024


class PackageOut(Out):
    """One package: when it was made and fetched, and what came back for it."""

    id: UUID
    target_code: str
    number: int
    name: str
    sha256: str
    bytes: int
    made_at: datetime
    delivered_at: datetime | None
    received_at: datetime | None
    receipt_sha256: str | None
    problem: str | None
    entries: int
    refused: int


class PackageList(Out):
    """Packages, newest first."""

    data: list[PackageOut]
    next_cursor: str | None


class EntryOut(Out):
    """One change in a package."""

    id: UUID
    object_key: str
    op: str
    sha256: str
    verdict: str | None
    reason: str | None
    remote_url: str | None


class PackageDetail(Out):
    """A package with everything in it and its receipt."""

    id: UUID
    name: str
    sha256: str
    receipt: dict[str, Any] | None
    entries: list[EntryOut]


class StampedDraft(In):
    """What stands on the stamped paper, with its scan (PDF, JPEG or PNG, 10 MB)."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    received_at: Moment
    received_by: str = Field(min_length=1, max_length=300)
    refused_all: str = Field(default="", max_length=2000)
    refused: list[Refused] = Field(default_factory=list, max_length=5000)
    scan: Base64Bytes = Field(max_length=MOST_SCAN_BYTES * 4 // 3 + 8)


class Stamped(Out):
    """The receipt is kept; its objects are looked at within seconds."""

    name: str
    receipt_sha256: str
    accepted: int
    refused: int
