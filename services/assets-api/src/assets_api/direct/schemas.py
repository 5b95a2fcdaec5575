from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from assets_api.uploads.schemas import UploadOut
from phohien.schemas import In, Out

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
MOST_AT_ONCE = 100
MOST_PARTS = 10_000


class DirectDraft(In):
    """A file that is to be sent in parts. With `sha256` it is compared at the end."""

    filename: str = Field(default="", max_length=255)
    filetype: str = Field(default="", max_length=255)
    size: int = Field(ge=0, le=2**62)
    sha256: Sha256 | None = None
    replaces: UUID | None = Field(
        default=None, description="The asset whose next version this is."
    )
    bundle: bool = Field(
        default=False, description="A ZIP of files, each to be an asset of its own."
    )


class DirectOut(UploadOut):
    """Every part has `part_size` bytes but the last, which has the rest."""

    part_size: int
    parts: int


class PartWanted(In):
    """A part about to be sent, and the SHA-256 of its bytes in hexadecimal."""

    number: int = Field(ge=1, le=MOST_PARTS)
    sha256: Sha256


class PartsWanted(In):
    parts: list[PartWanted] = Field(min_length=1, max_length=MOST_AT_ONCE)


class PartsSent(In):
    """All parts of the file."""

    parts: list[PartWanted] = Field(min_length=1, max_length=MOST_PARTS)


class SignedPart(Out):
    """PUT these bytes to `url` with exactly these headers, before `expires_at`."""

    number: int
    url: str
    headers: dict[str, str]
    expires_at: datetime


class SignedParts(Out):
    data: list[SignedPart]


class StoredPartOut(Out):
    number: int
    size: int


class StoredParts(Out):
    """What the store has already; the rest is still to be sent."""

    data: list[StoredPartOut]
