from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out

Line = Annotated[str, Field(min_length=1, max_length=300)]
Paragraph = Annotated[str, Field(min_length=1, max_length=2000)]
Lines = Annotated[dict[str, Line], Field(default_factory=dict, max_length=30)]
Paragraphs = Annotated[dict[str, Paragraph], Field(default_factory=dict, max_length=30)]


class MemberDraft(In):
    """An asset of the agency, and what the album says about it in each language."""

    asset_id: UUID
    title: Lines
    caption: Paragraphs


class AlbumContent(In):
    """The whole of an album: what is left out is not in it."""

    title: Lines
    summary: Paragraphs
    members: Annotated[list[MemberDraft], Field(default_factory=list, max_length=200)]


class AlbumDraft(AlbumContent):
    """A new album; `alias` is its address for ever."""

    alias: Annotated[
        str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=3, max_length=80)
    ]


class AlbumMemberOut(Out):
    asset_id: UUID
    title: dict[str, str]
    caption: dict[str, str]


class AlbumReleaseOut(Out):
    """Which revision the public sees, and since when."""

    revision: int
    released_by: str
    released_at: datetime
    ended_at: datetime | None


class AlbumOut(Out):
    """An album as its agency writes it."""

    id: UUID
    alias: str
    title: dict[str, str]
    summary: dict[str, str]
    members: list[AlbumMemberOut]
    revision: int
    writers: list[str]
    release: AlbumReleaseOut | None
    created_by: str
    created_at: datetime
    updated_at: datetime


class AlbumPage(Out):
    """Newest first."""

    data: list[AlbumOut]
    next_cursor: str | None


class PublicMember(Out):
    """A file that is public now. `alt` and `credit` are as released with it."""

    asset_id: UUID
    asset_version_id: UUID
    kind: str
    title: dict[str, str]
    caption: dict[str, str]
    alt: dict[str, str]
    credit: dict[str, str]
    licence: str
    url: str
    item: str


class PublicAlbum(Out):
    """A released album with those of its files that are public at this moment."""

    id: UUID
    alias: str
    title: dict[str, str]
    summary: dict[str, str]
    members: list[PublicMember]
    manifest: str
    released_at: datetime
