"""Albums: written by the staff of an agency, read by everybody once released."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from assets_api.addresses import Addresses
from assets_api.albums import errors as failures
from assets_api.albums import reading, service
from assets_api.albums.schemas import (
    AlbumContent,
    AlbumDraft,
    AlbumOut,
    AlbumPage,
    PublicAlbum,
)
from assets_api.assets.errors import (
    AgencyRequiredError,
    EtagMismatchError,
    EtagRequiredError,
    UnknownLanguageError,
)
from assets_api.assets.service import agency_of
from assets_api.telling import tells_of_markings
from phohien import auth, clock
from phohien.callers import Caller
from phohien.db import ReadSession
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

Writer = Annotated[Caller, auth.require("officer", "leader", "coordinator")]
Leader = Annotated[Caller, auth.require("leader")]
IfMatch = Annotated[str | None, Header()]
router = APIRouter(
    prefix="/staff/v1/albums",
    tags=["albums"],
    dependencies=[Depends(tells_of_markings, scope="function")],
)
public = APIRouter(prefix="/v1/albums", tags=["albums"])
WORDS = (failures.AlbumMemberUnknownError, UnknownLanguageError, MarkingFoundError)
STATE = (EtagRequiredError, EtagMismatchError)


async def _told(
    session: ReadSession, album_id: UUID, caller: Caller, response: Response
) -> AlbumOut:
    session.expire_all()
    album = await service.find_album(session, album_id, caller=caller)
    response.headers["etag"] = service.etag_of(album)
    return await reading.one(session, album)


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=problems(failures.AlbumAliasTakenError, AgencyRequiredError, *WORDS),
)
async def create_album(
    draft: AlbumDraft, caller: Writer, session: Writing, response: Response
) -> AlbumOut:
    """Put assets of your agency in an order, with words in each language."""
    album_id = await service.add_album(session, draft, caller=caller, at=clock.now())
    response.headers["location"] = f"/staff/v1/albums/{album_id}"
    return await _told(session, album_id, caller, response)


@router.get("", responses=problems(BadCursorError, AgencyRequiredError))
async def list_albums(
    caller: auth.SignedIn,
    session: Reading,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> AlbumPage:
    """Albums of your agency, newest first."""
    after = Cursor.decode(cursor) if cursor is not None else None
    return await reading.page(session, agency_of(caller), after=after, limit=limit)


@router.get("/{album_id}", responses=problems(failures.AlbumNotFoundError))
async def get_album(
    album_id: UUID, caller: auth.SignedIn, session: Reading, response: Response
) -> AlbumOut:
    """One album as it is written now, and what of it was released last."""
    return await _told(session, album_id, caller, response)


@router.put(
    "/{album_id}",
    responses=problems(failures.AlbumNotFoundError, *STATE, *WORDS),
)
async def edit_album(
    album_id: UUID,
    content: AlbumContent,
    caller: Writer,
    session: Writing,
    response: Response,
    if_match: IfMatch = None,
) -> AlbumOut:
    """Write it anew. What was released stays as released until the next release."""
    await service.edit_album(
        session, album_id, content, caller=caller, if_match=if_match, at=clock.now()
    )
    return await _told(session, album_id, caller, response)


@router.post(
    "/{album_id}/release",
    responses=problems(
        failures.AlbumNotFoundError,
        failures.AlbumSecondPersonRequiredError,
        failures.AlbumIncompleteError,
        *STATE,
    ),
)
async def release_album(
    album_id: UUID,
    caller: Leader,
    session: Writing,
    response: Response,
    if_match: IfMatch = None,
) -> AlbumOut:
    """Show the revision you have read to everybody. You may have written none of it."""
    await service.release_album(
        session, album_id, caller=caller, if_match=if_match, at=clock.now()
    )
    return await _told(session, album_id, caller, response)


@router.post("/{album_id}/withdraw", responses=problems(failures.AlbumNotFoundError))
async def withdraw_album(
    album_id: UUID, caller: Leader, session: Writing, response: Response
) -> AlbumOut:
    """Show it to nobody any more, at once."""
    await service.withdraw_album(session, album_id, caller=caller, at=clock.now())
    return await _told(session, album_id, caller, response)


@public.get(
    "/{name}",
    responses=problems(failures.AlbumNotFoundError, failures.AlbumWithdrawnError),
)
async def get_public_album(
    name: str, request: Request, response: Response, _: auth.Anyone, session: Reading
) -> PublicAlbum:
    """A released album by its alias, with those of its files that are public now."""
    album, released = await service.find_released(session, name)
    response.headers["cache-control"] = "public, max-age=60"
    response.headers["access-control-allow-origin"] = "*"
    return await reading.public(session, album, released, Addresses.of(request))
