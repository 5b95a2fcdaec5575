"""Who may write an album and who may show it to the public."""

from datetime import datetime
from typing import Any
from uuid import UUID

from assets_api.albums import queries
from assets_api.albums.errors import (
    AlbumAliasTakenError,
    AlbumIncompleteError,
    AlbumMemberUnknownError,
    AlbumNotFoundError,
    AlbumSecondPersonRequiredError,
    AlbumWithdrawnError,
)
from assets_api.albums.schemas import AlbumContent, AlbumDraft
from assets_api.albums.tables import Album, AlbumRelease
from assets_api.assets.errors import (
    EtagMismatchError,
    EtagRequiredError,
    UnknownLanguageError,
)
from assets_api.assets.service import SERVICE, agency_of
from phohien import audit, languages, markings
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession


def etag_of(album: Album) -> str:
    return f'"{album.id.hex}-{album.revision}"'


async def find_album(session: ReadSession, album_id: UUID, *, caller: Caller) -> Album:
    """Another agency's album is as unknown as none."""
    album = await queries.get_of_agency(session, album_id, agency_of(caller))
    if album is None:
        raise AlbumNotFoundError
    return album


async def add_album(
    session: WriteSession, draft: AlbumDraft, *, caller: Caller, at: datetime
) -> UUID:
    agency_id = agency_of(caller)
    content = await _checked(session, draft, agency_id)
    album_id = await queries.insert_unless_alias_taken(
        session,
        agency_id=agency_id,
        agency_code=caller.agency_code,
        alias=draft.alias,
        content=content,
        writers=[caller.username],
        created_by=caller.username,
        created_at=at,
        updated_at=at,
    )
    if album_id is None:
        raise AlbumAliasTakenError(draft.alias)
    await _note(session, caller, "album.created", album_id)
    return album_id


async def edit_album(
    session: WriteSession,
    album_id: UUID,
    given: AlbumContent,
    *,
    caller: Caller,
    if_match: str | None,
    at: datetime,
) -> None:
    """What was released stays as released."""
    album = await find_album(session, album_id, caller=caller)
    _require_match(album, if_match)
    content = await _checked(session, given, album.agency_id)
    if not await queries.change(
        session,
        album_id,
        revision=album.revision,
        content=content,
        writers=sorted({*album.writers, caller.username}),
        updated_at=at,
    ):
        raise EtagMismatchError(etag_of(album))
    await _note(session, caller, "album.edited", album_id)


async def release_album(
    session: WriteSession,
    album_id: UUID,
    *,
    caller: Caller,
    if_match: str | None,
    at: datetime,
) -> None:
    """Exactly the revision that was read, by somebody who wrote nothing of it."""
    await queries.lock(session, album_id)
    album = await find_album(session, album_id, caller=caller)
    _require_match(album, if_match)
    if caller.username in album.writers:
        raise AlbumSecondPersonRequiredError
    if not album.content["title"].get("vi") or not album.content["members"]:
        raise AlbumIncompleteError
    await queries.end_release(session, album_id, by=caller.username, at=at)
    await queries.insert_release(
        session,
        album_id=album_id,
        revision=album.revision,
        content=album.content,
        writers=album.writers,
        released_by=caller.username,
        released_at=at,
    )
    # The next release is of what is written from now on.
    await queries.change(
        session,
        album_id,
        revision=album.revision,
        writers=[],
    )
    await _note(session, caller, "album.released", album_id)


async def withdraw_album(
    session: WriteSession, album_id: UUID, *, caller: Caller, at: datetime
) -> None:
    """Twice is harmless. What it shows elsewhere stays where it is."""
    await queries.lock(session, album_id)
    await find_album(session, album_id, caller=caller)
    if await queries.end_release(session, album_id, by=caller.username, at=at):
        await _note(session, caller, "album.withdrawn", album_id)


async def find_released(session: ReadSession, name: str) -> tuple[Album, AlbumRelease]:
    """By alias or id. Raises AlbumNotFoundError, AlbumWithdrawnError."""
    try:
        album_id = UUID(name)
    except ValueError:
        album_id = None
    found = await queries.find_released(session, album_id=album_id, alias=name)
    if found is None:
        raise AlbumNotFoundError
    if found[1].ended_at is not None:
        raise AlbumWithdrawnError
    return found


def _require_match(album: Album, if_match: str | None) -> None:
    if if_match is None:
        raise EtagRequiredError
    if etag_of(album) not in {tag.strip() for tag in if_match.split(",")}:
        raise EtagMismatchError(etag_of(album))


async def _checked(
    session: ReadSession, given: AlbumContent, agency_id: UUID
) -> dict[str, Any]:
    """As it is stored: known languages, own assets, no marking in any word."""
    content = {
        "title": _by_language(given.title),
        "summary": _by_language(given.summary),
        "members": [
            {
                "asset_id": str(member.asset_id),
                "title": _by_language(member.title),
                "caption": _by_language(member.caption),
            }
            for member in given.members
        ],
    }
    markings.refuse(dict(_texts(content)))
    wanted = [member.asset_id for member in given.members]
    own = await queries.own_assets(session, wanted, agency_id)
    strange = [
        at
        for at, asset_id in enumerate(wanted)
        if asset_id not in own or asset_id in wanted[:at]
    ]
    if strange:
        raise AlbumMemberUnknownError(strange)
    return content


def _by_language(words: dict[str, str]) -> dict[str, str]:
    found = {}
    for lang, text in words.items():
        known = languages.resolve(lang)
        if known is None:
            raise UnknownLanguageError(lang)
        found[known] = text
    return found


def _texts(content: dict[str, Any]) -> list[tuple[str, str]]:
    parts = [("", content)] + [
        (f"/members/{at}", member) for at, member in enumerate(content["members"])
    ]
    return [
        (f"{place}/{name}/{lang}", text)
        for place, part in parts
        for name in ("title", "summary", "caption")
        for lang, text in part.get(name, {}).items()
    ]


async def _note(
    session: WriteSession, caller: Caller, action: str, album_id: UUID
) -> None:
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action=action,
        subject=f"album:{album_id}",
    )
