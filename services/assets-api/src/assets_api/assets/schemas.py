from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from assets_api.metadata import licences, sources
from phohien.schemas import In, Out

Line = Annotated[str, Field(max_length=300)]
Paragraph = Annotated[str, Field(max_length=2000)]


def _term(said: str) -> str:
    """As IPTC writes it; photo, scan and other plain words are understood."""
    if not said:
        return said
    term = sources.term_of(said)
    if term is None:
        message = (
            "name a digital source type of IPTC, such as digitalCapture, print,"
            " digitalCreation or trainedAlgorithmicMedia"
        )
        raise ValueError(message)
    return term


def _address(said: str) -> str:
    if said and not licences.is_address(said):
        message = "write a whole address that begins with https://"
        raise ValueError(message)
    return said


SourceType = Annotated[Line, AfterValidator(_term)]
Address = Annotated[str, Field(max_length=500), AfterValidator(_address)]


class TextEdit(In):
    """Words in one language. What is left out stays as it is."""

    alt: Paragraph | None = None
    caption: Paragraph | None = None


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Point(In):
    """Across from the left edge and down from the upper one, as shares of the whole."""

    x: Share
    y: Share


class AssetEdit(In):
    """Rights and words of an asset. What is left out stays as it is."""

    creator: Line | None = None
    rights_holder: Line | None = None
    licence: Line | None = None
    credit: Line | None = None
    source_type: Annotated[
        SourceType | None,
        Field(description="A term of IPTC's digital source types, or a plain word."),
    ] = None
    web_statement: Annotated[
        Address | None, Field(description="A page about its rights and terms.")
    ] = None
    rights_end: date | None = None
    focal: Annotated[
        Point | None,
        Field(description="What a cut keeps in its middle; null: where the eye goes."),
    ] = None
    texts: Annotated[dict[str, TextEdit], Field(default_factory=dict, max_length=30)]


class TextOut(Out):
    alt: str
    caption: str


class RenditionOut(Out):
    """One public form; `url` answers while a released document shows the asset.

    Without `sha256` and `bytes` it is made when it is asked for.
    """

    preset: str
    url: str
    mime: str
    sha256: str | None
    bytes: int | None
    width: int | None
    height: int | None


class PictureVariant(Out):
    url: str
    width: int
    height: int


class PictureSource(Out):
    """The same sizes in one format: a `<source>` with its `srcset`."""

    mime: str
    variants: list[PictureVariant]


class Picture(Out):
    """For `<picture>` with nothing else to ask for: sources, the lightest format first.

    `url`, `width` and `height` are those of its `<img>`; `colour` and `placeholder`, a
    tiny picture as a data address, stand in for it until it arrives. AVIF is made for
    pictures that many look at; until then its address answers with WebP.
    """

    width: int
    height: int
    colour: str
    placeholder: str
    url: str
    sources: list[PictureSource]


class UsageOut(Out):
    """A released document that shows the asset."""

    key: str
    lang: str
    title: str
    role: str


class GapOut(Out):
    """Something that should still be said; `lang` is null when it is of no language."""

    code: str
    lang: str | None
    detail: str


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
    web_statement: str
    people: str
    consent_until: date | None
    rights_end: date | None
    withdrawn_at: datetime | None
    texts: dict[str, TextOut]
    revision: int
    created_by: str
    created_at: datetime
    updated_at: datetime


class FocalOut(Out):
    """`by` is `person`, or `eye` for the most striking place, found in the pixels."""

    x: float
    y: float
    by: Literal["person", "eye"]


class AssetOut(AssetCard):
    """An asset with its public forms and where it is shown."""

    signed: bool
    has_text: bool
    focal: FocalOut | None
    picture: Picture | None
    renditions: list[RenditionOut]
    usage: list[UsageOut]
    gaps: list[GapOut]


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
    picture: Picture | None
    blockers: list[Blocker]
