"""Albums as their agency and as the public see them, assembled from rows."""

from uuid import UUID

from assets_api.addresses import Addresses
from assets_api.albums import queries
from assets_api.albums.schemas import (
    AlbumMemberOut,
    AlbumOut,
    AlbumPage,
    AlbumReleaseOut,
    PublicAlbum,
    PublicMember,
)
from assets_api.albums.tables import Album, AlbumRelease
from assets_api.renditions.presets import DOWNLOAD, PLAY
from assets_api.showings import service as showings
from assets_api.showings.service import Words, best
from assets_api.showings.shown import PublicVersion
from phohien.db import ReadSession
from phohien.pagination import Cursor

FORMS = {"image": "large", "document": DOWNLOAD}


def staff(album: Album, last: AlbumRelease | None) -> AlbumOut:
    content = album.content
    return AlbumOut(
        id=album.id,
        alias=album.alias,
        title=content["title"],
        summary=content["summary"],
        members=[AlbumMemberOut(**member) for member in content["members"]],
        revision=album.revision,
        writers=album.writers,
        release=AlbumReleaseOut.model_validate(last) if last else None,
        created_by=album.created_by,
        created_at=album.created_at,
        updated_at=album.updated_at,
    )


async def one(session: ReadSession, album: Album) -> AlbumOut:
    releases = await queries.last_releases(session, [album.id])
    return staff(album, releases.get(album.id))


async def page(
    session: ReadSession, agency_id: UUID, *, after: Cursor | None, limit: int
) -> AlbumPage:
    found = await queries.page_of_agency(session, agency_id, after=after, limit=limit)
    ids = [album.id for album in found.items]
    releases = await queries.last_releases(session, ids)
    return AlbumPage(
        data=[staff(album, releases.get(album.id)) for album in found.items],
        next_cursor=found.next.encode() if found.next else None,
    )


async def public(
    session: ReadSession, album: Album, released: AlbumRelease, places: Addresses
) -> PublicAlbum:
    """The words that were released, and of the files those that are public now."""
    members = released.content["members"]
    shown = await showings.public_of(
        session, [UUID(member["asset_id"]) for member in members]
    )
    return PublicAlbum(
        id=album.id,
        alias=album.alias,
        title=released.content["title"],
        summary=released.content["summary"],
        members=[
            _member(member, *shown[UUID(member["asset_id"])], places)
            for member in members
            if UUID(member["asset_id"]) in shown
        ],
        manifest=places.manifest(album.id),
        released_at=released.released_at,
    )


def _member(
    said: dict[str, dict[str, str]],
    version: PublicVersion,
    words: Words,
    places: Addresses,
) -> PublicMember:
    first = best(words, "vi")
    preset = FORMS.get(version.kind, PLAY)
    return PublicMember(
        asset_id=version.asset_id,
        asset_version_id=version.version_id,
        kind=version.kind,
        title=said["title"],
        caption=said["caption"],
        alt={lang: one.alt for lang, one in words.items() if one.alt},
        credit={lang: one.credit for lang, one in words.items() if one.credit},
        licence=first.licence,
        url=f"{places.media}/a/{version.asset_id}/{preset}",
        item=places.item(first.key),
    )
