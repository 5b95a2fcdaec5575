"""Items over HTTP, for the staff of the agencies."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from content_api.items import checks, queries, service, shapes
from content_api.items.aggregates.bodies import strings
from content_api.items.errors import (
    ItemNotFoundError,
    ItemOfAnotherAgencyError,
    LanguageReleasedError,
    TypeIsFixedError,
)
from content_api.items.marked import refuse_markings
from content_api.items.queries import Filter, Stale
from content_api.items.schemas import (
    ItemDraft,
    ItemLineList,
    ItemOut,
    TextsDraft,
)
from content_api.items.service import SEE_ALL, Writer
from content_api.preconditions import IfMatchRequiredError, StaleStateError, etag
from content_api.types.errors import ContentRefusedError, ContentTypeNotFoundError
from content_api.web import IfMatch, OwnDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/items", tags=["items"])

Editor = require("officer", "leader")
Key = Annotated[
    str, Path(pattern=r"^[a-z0-9-]{1,100}$", description="The item's public key.")
]
Lang = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9-]{2,35}$", description="A BCP 47 tag: vi, en, zh-Hans."),
]
Word = Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
STALE = (
    "Only items with translations behind their source (`texts`), with other figures"
    " than their source (`figures`), or with facts past their clock (`facts`)."
)
WRITES = (
    CsrfTokenError,
    RoleRequiredError,
    ItemOfAnotherAgencyError,
    ContentRefusedError,
    MarkingFoundError,
)
EDITS = (*WRITES, ItemNotFoundError, IfMatchRequiredError, StaleStateError)


@router.post("", status_code=201, responses=problems(*WRITES, ContentTypeNotFoundError))
async def create_item(
    body: ItemDraft,
    request: Request,
    response: Response,
    database: OwnDatabase,
    session: Writing,
    caller: Caller = Editor,
) -> ItemOut:
    """A new item of your agency, as a draft in each of its languages."""
    await refuse_markings(database, caller, "new item", _texts(body))
    writer = Writer(caller, clock.now())
    province = request.app.state.settings.province
    item = await service.create_item(session, body, writer, province=province)
    response.headers["Location"] = f"/staff/v1/items/{item.key}"
    response.headers["ETag"] = etag(item.hash)
    return await shapes.shown(session, item)


@router.get("", responses=problems(BadCursorError))
async def list_items(  # noqa: PLR0913 -- the filters of a list
    *,
    session: Reading,
    caller: SignedIn,
    agency: Word = None,
    type: Word = None,  # noqa: A002 -- its name on the wire
    status: Word = None,
    lang: Word = None,
    stale: Annotated[Stale | None, Query(description=STALE)] = None,
    q: Annotated[str | None, Query(pattern=r"^[^\x00]{1,200}$")] = None,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> ItemLineList:
    """Items you may see, last changed first: your agency's, or all for the province."""
    sees_all = caller.has(*SEE_ALL)
    wanted = Filter(
        agency_code=agency if sees_all else caller.agency_code,
        type=type,
        status=status,
        lang=lang,
        stale=stale,
        on=clock.day_of(clock.now()),
        q=q,
    )
    after = Cursor.decode(cursor) if cursor else None
    page = await queries.page_of_items(session, wanted, after=after, limit=limit)
    lines = await shapes.listed(session, page.items)
    return ItemLineList(
        data=lines, next_cursor=page.next.encode() if page.next else None
    )


@router.get("/{key}", responses=problems(ItemNotFoundError, ItemOfAnotherAgencyError))
async def get_item(
    key: Key, response: Response, session: Reading, caller: SignedIn
) -> ItemOut:
    """The item as it stands, with the state of each language."""
    item = await service.item_for_reader(session, key, caller)
    response.headers["ETag"] = etag(item.hash)
    return await shapes.shown(session, item)


@router.put(
    "/{key}", responses=problems(*EDITS, TypeIsFixedError, LanguageReleasedError)
)
async def replace_item(  # noqa: PLR0913 -- what FastAPI hands in
    *,
    key: Key,
    body: ItemDraft,
    response: Response,
    database: OwnDatabase,
    session: Writing,
    if_match: IfMatch = None,
    caller: Caller = Editor,
) -> ItemOut:
    """The whole item anew. Languages whose content changes become drafts."""
    await refuse_markings(database, caller, key, _texts(body))
    writer = Writer(caller, clock.now(), if_match)
    item = await service.replace_item(session, key, body, writer)
    response.headers["ETag"] = etag(item.hash)
    return await shapes.shown(session, item)


@router.put("/{key}/languages/{lang}", responses=problems(*EDITS))
async def put_language(  # noqa: PLR0913 -- what FastAPI hands in
    *,
    key: Key,
    lang: Lang,
    body: TextsDraft,
    response: Response,
    database: OwnDatabase,
    session: Writing,
    if_match: IfMatch = None,
    caller: Caller = Editor,
) -> ItemOut:
    """The texts of one language; `If-Match` is that language's `closure_hash`.

    A language the item does not have yet takes the ETag of the item.
    """
    await refuse_markings(database, caller, key, dict(strings(body.texts, "/texts")))
    writer = Writer(caller, clock.now(), if_match)
    lang = checks.tag(lang)
    item = await service.put_language(session, key, lang, body, writer)
    out = await shapes.shown(session, item)
    response.headers["ETag"] = etag(out.languages[lang].closure_hash)
    return out


def _texts(body: ItemDraft) -> dict[str, str]:
    """Every text of a draft, names and codes included."""
    return dict(strings(body.model_dump(mode="json")))
