from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from phohien.schemas import Out


class TusHeaders(BaseModel):
    """What every request of tus but OPTIONS carries."""

    model_config = ConfigDict(frozen=True)

    tus_resumable: str | None = Field(default=None, description="Always `1.0.0`.")


class CreationHeaders(TusHeaders):
    """Of the declaration of a file."""

    upload_length: str | None = Field(default=None, description="Size in bytes.")
    upload_metadata: str | None = Field(
        default=None,
        description="Pairs of a key (filename, filetype, sha256, agency, replaces) and"
        " base64.",
    )
    upload_checksum: str | None = Field(
        default=None, description="`sha256` and the base64 digest of this body."
    )
    upload_defer_length: str | None = Field(default=None, description="Refused.")
    upload_concat: str | None = Field(default=None, description="Refused.")


class PieceHeaders(TusHeaders):
    """Of a piece of a file."""

    upload_offset: str | None = Field(
        default=None, description="Where this piece begins."
    )
    upload_checksum: str | None = Field(
        default=None, description="`sha256` and the base64 digest of this body."
    )


class UploadOut(Out):
    """How far an upload is. `reason` is a code, `detail` says it in words."""

    id: UUID
    state: str
    reason: str | None
    type: str | None = Field(description="`/problems/upload-<reason>`.")
    detail: str | None
    facts: list[str]
    filename: str
    size: int
    offset: int
    asset_id: UUID | None
    way: str = Field(description="`tus`, `whole`, `direct`, or `member` of a bundle.")
    bundle: bool = Field(description="A ZIP of files: see `/lines` for each of them.")
    looks_like: list[UUID] = Field(
        description="Assets of your agency with nearly the same picture."
    )
    scan: str | None = Field(description="`clean`, `not-scanned`, or not known yet.")
    cpu_ms: int = Field(description="Time of the processor the inspection took.")
    peak_kib: int = Field(description="Most memory of a child of the inspection.")
    decision_note: str | None = Field(description="What a reviewer said about it.")
    created_at: datetime
    expires_at: datetime
