"""What an item said before: its revisions, what differs, and back again."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from content_api.items import queries, service, shapes
from content_api.items.aggregates.diff import differences
from content_api.items.errors import (
    ItemNotFoundError,
    ItemOfAnotherAgencyError,
    LanguageReleasedError,
    RevisionNotFoundError,
)
from content_api.items.routes import EDITS, Editor, Key
from content_api.items.schemas import (
    DiffOut,
    ItemOut,
    RestoreOrder,
    RevisionLine,
    RevisionList,
    RevisionOut,
)
from content_api.items.service import Writer
from content_api.preconditions import etag
from content_api.web import IfMatch
from phohien import clock
from phohien.auth import SignedIn
from phohien.callers import Caller
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/items/{key}", tags=["items"])

Number = Annotated[int, Query(ge=1, le=2_000_000_000)]
READS = (ItemNotFoundError, ItemOfAnotherAgencyError)


@router.get("/revisions", responses=problems(*READS))
async def list_revisions(
    key: Key,
    session: Reading,
    caller: SignedIn,
    cursor: Annotated[int | None, Query(ge=1, le=2_000_000_000)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RevisionList:
    """Who wrote what when, newest first."""
    item = await service.item_for_reader(session, key, caller)
    rows = await queries.revisions_of(session, item.id, before=cursor, limit=limit)
    lines = [RevisionLine.model_validate(row) for row in rows[:limit]]
    more = str(lines[-1].number) if len(rows) > limit else None
    return RevisionList(data=lines, next_cursor=more)


@router.get("/revisions/{number}", responses=problems(*READS, RevisionNotFoundError))
async def get_revision(
    key: Key,
    number: Annotated[int, Path(ge=1, le=2_000_000_000)],
    session: Reading,
    caller: SignedIn,
) -> RevisionOut:
    """One revision, whole."""
    item = await service.item_for_reader(session, key, caller)
    body = await service.body_at(session, item, number)
    row = await queries.get_revision(session, item.id, number)
    line = RevisionLine.model_validate(row)
    return RevisionOut(**line.model_dump(), body=body)


@router.get("/diff", responses=problems(*READS, RevisionNotFoundError))
async def compare_revisions(
    key: Key,
    session: Reading,
    caller: SignedIn,
    from_: Annotated[int, Query(alias="from", ge=1, le=2_000_000_000)],
    to: Number,
) -> DiffOut:
    """What differs between two revisions, place by place."""
    item = await service.item_for_reader(session, key, caller)
    before = await service.body_at(session, item, from_)
    after = await service.body_at(session, item, to)
    return DiffOut.model_validate(
        {
            "from_revision": from_,
            "to_revision": to,
            "differences": list(differences(before, after)),
        }
    )


@router.post(
    "/restore",
    responses=problems(*EDITS, RevisionNotFoundError, LanguageReleasedError),
)
async def restore_revision(
    key: Key,
    body: RestoreOrder,
    response: Response,
    session: Writing,
    if_match: IfMatch = None,
    caller: Caller = Editor,
) -> ItemOut:
    """A new revision that says what an old one said."""
    writer = Writer(caller, clock.now(), if_match)
    item = await service.restore_revision(session, key, body.revision, writer)
    response.headers["ETag"] = etag(item.hash)
    return await shapes.shown(session, item)
