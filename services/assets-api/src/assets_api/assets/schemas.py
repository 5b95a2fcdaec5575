from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out

Line = Annotated[str, Field(max_length=300)]
Paragraph = Annotated[str, Field(max_length=2000)]


class TextEdit(In):
    """Words in one language. What is left out stays as it is."""

    alt: Paragraph | None = None
    caption: Paragraph | None = None


class AssetEdit(In):
    """Rights and words of an asset. What is left out stays as it is."""

    creator: Line | None = None
    rights_holder: Line | None = None
    licence: Line | None = None
    credit: Line | None = None
    source_type: Line | None = None
    rights_end: date | None = None
    texts: Annotated[dict[str, TextEdit], Field(default_factory=dict, max_length=30)]


class TextOut(Out):
    alt: str
    caption: str


class RenditionOut(Out):
    """One public form; `url` answers while a released document shows the asset."""

    preset: str
    url: str
    mime: str
    sha256: str
    bytes: int
    width: int | None
    height: int | None


class UsageOut(Out):
    """A released document that shows the asset."""

    key: str
    lang: str
    title: str
    role: str


class AssetCard(Out):
    """An asset in a list."""

    id: UUID
    asset_version_id: UUID
    kind: str
    format: str
    filename: str
    bytes: int
    sha256: str
    width: int | None
    height: int | None
    pages: int | None
    duration_ms: int | None
    scan: str
    text_quality: str
    archive_only: bool
    creator: str
    rights_holder: str
    licence: str
    credit: str
    source_type: str
    rights_end: date | None
    withdrawn_at: datetime | None
    texts: dict[str, TextOut]
    revision: int
    created_by: str
    created_at: datetime
    updated_at: datetime


class AssetOut(AssetCard):
    """An asset with its public forms and where it is shown."""

    signed: bool
    has_text: bool
    renditions: list[RenditionOut]
    usage: list[UsageOut]


class AssetPage(Out):
    """Newest first."""

    data: list[AssetCard]
    next_cursor: str | None


class Blocker(Out):
    """Why the asset may not be released in this language; `detail` in Vietnamese."""

    code: str
    detail: str


class ManifestRendition(Out):
    preset: str
    url: str
    mime: str
    width: int | None
    height: int | None


class Manifest(Out):
    """What a release of this asset in one language binds to."""

    asset_id: UUID
    asset_version_id: UUID
    kind: str
    path: str
    sha256: str
    bytes: int
    mime: str
    filename: str
    alt: str
    caption: str
    credit: str
    licence: str
    width: int | None
    height: int | None
    renditions: list[ManifestRendition]
    blockers: list[Blocker]
