"""What a reader may ask, and the shape of what comes back.

Answers leave as the bytes the release wrote; these models describe them to clients.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out

Code = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z_.-]+$")]
Locale = Annotated[str, Field(min_length=2, max_length=35, pattern=r"^[0-9A-Za-z_-]+$")]
Question = Annotated[str, Field(min_length=1, max_length=5000)]
Token = Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[0-9A-Za-z_-]+$")]
HASH = r"^[0-9a-f]{64}$"


class Fallback(StrEnum):
    """`any`: another language stands in, marked as such. `none`: never."""

    ANY = "any"
    NONE = "none"


class ChangeKind(StrEnum):
    """What happened to one language of an item."""

    RELEASED = "released"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class ItemFilter(In):
    """Which items to list; every condition given must hold."""

    type: Code | None = Field(None, description="A content type; see `/v1/types`.")
    agency: Code | None = Field(None, description="Code of the owning agency.")
    unit: Code | None = Field(None, description="Code of an administrative unit.")
    topic: Code | None = Field(None, description="Code of a topic.")
    fi_category: Code | None = Field(None, description="Foreign-information category.")
    locale: Locale | None = Field(
        None, description="Language of the list; else `Accept-Language`, else `vi`."
    )
    fallback: Fallback = Field(
        Fallback.NONE,
        description="`any` lists items not released in that language in another one.",
    )
    q: Question | None = Field(
        None, description="Words that must all occur; tones count where typed."
    )
    limit: int = Field(20, ge=1, le=200)
    cursor: Token | None = Field(
        None, description="`next_cursor` of the page before, with the same query."
    )


class ItemQuery(In):
    """In which language to read an item."""

    locale: Locale | None = Field(None, description="Wins over `Accept-Language`.")
    fallback: Fallback = Field(
        Fallback.ANY, description="`none`: 404 rather than another language."
    )


class ChangeQuery(In):
    """From where to read on."""

    since: int = Field(
        0, ge=0, le=2**63 - 1, description="`seq` of the last line you have."
    )
    limit: int = Field(500, ge=1, le=1000)


class NoQuery(In):
    """An address without parameters."""


class AgencyName(Out):
    """Who answers for an item."""

    code: str
    name: str


class Rendition(Out):
    """One size of a picture."""

    preset: str
    url: str
    mime: str
    width: int | None
    height: int | None


class PictureVariant(Out):
    """One width of a picture in one format."""

    url: str
    width: int
    height: int


class PictureSource(Out):
    """A `<source>`: its `type`, and the addresses and widths of its `srcset`."""

    mime: str
    variants: list[PictureVariant]


class Picture(Out):
    """For `<picture>` with no other request: sources, the lightest format first.

    `url`, `width` and `height` are those of its `<img>`; `colour` and `placeholder`, a
    tiny picture as a data address, stand in for it until it arrives.
    """

    width: int
    height: int
    colour: str
    placeholder: str
    url: str
    sources: list[PictureSource]


class Thumbnail(Out):
    """A picture small enough for a list."""

    url: str
    mime: str
    width: int | None
    height: int | None
    alt: str | None


class Medium(Out):
    """A picture or a file of an item, as released."""

    asset_id: UUID
    asset_version_id: UUID
    kind: str
    role: str
    ordinal: int
    url: str
    sha256: str = Field(pattern=HASH)
    bytes: int
    mime: str
    filename: str
    alt: str
    caption: str
    credit: str
    licence: str
    width: int | None
    height: int | None
    renditions: list[Rendition]
    picture: Picture | None


class Relation(Out):
    """Another item this one speaks of."""

    kind: str
    key: str


class ItemCard(Out):
    """One item in a list."""

    key: str
    type: str
    locale: str
    slug: str
    title: str
    summary: str
    agency: AgencyName
    fi_category: str
    topics: list[str]
    units: list[str]
    thumbnail: Thumbnail | None
    released_at: datetime
    hash: str = Field(pattern=HASH)


class ListedCard(ItemCard):
    """One item in a list, and in which languages it can be read."""

    available_locales: list[str]


class CardList(Out):
    """A page of items, newest first."""

    data: list[ListedCard]
    next_cursor: str | None


class Item(Out):
    """One item in one language, as it was released."""

    key: str
    id: UUID
    type: str
    locale: str
    slug: str
    title: str
    summary: str
    agency: AgencyName
    fi_category: str
    topics: list[str]
    units: list[str]
    texts: dict[str, Any] = Field(description="Every translated field of the type.")
    fields: dict[str, Any] = Field(description="Every neutral field of the type.")
    relations: list[Relation]
    media: list[Medium]
    revision: int
    hash: str = Field(pattern=HASH)
    released_at: datetime
    visible_from: datetime
    expires_at: datetime | None
    stale_after: dict[str, date] = Field(
        description="By JSON Pointer of a fact in `fields`: the last day on which it"
        " counts as fresh. After it, show the figure with its date, or not at all.",
    )
    available_locales: list[str]
    fallback: bool = Field(description="True when `locale` is not what was asked for.")


class Change(Out):
    """One line of the change log.

    `hash` is SHA-256 over the 32 bytes of `prev_hash` and the canonical JSON (keys
    sorted, no spaces, UTF-8) of this line without `prev_hash` and `hash`.
    """

    seq: int
    at: datetime = Field(description="When the line was written.")
    effective_at: datetime = Field(description="Since when it holds.")
    kind: ChangeKind
    reason_class: str = Field(description="Why it was withdrawn; else empty.")
    id: UUID
    key: str
    type: str
    locale: str
    agency: str
    revision: int
    closure_hash: str = Field(pattern=HASH, description="`hash` of the document.")
    prev_hash: str = Field(pattern=HASH)
    hash: str = Field(pattern=HASH)


class ChangeList(Out):
    """Lines in order, without a gap."""

    data: list[Change]
    next_cursor: str | None = Field(description="The next `since`; null at the end.")


class Language(Out):
    """A language something is released in."""

    tag: str
    name: str


class LanguageList(Out):
    """Every language something is released in."""

    data: list[Language]
    next_cursor: str | None
