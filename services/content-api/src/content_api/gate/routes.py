"""The steps of an item over HTTP."""

from fastapi import APIRouter, Request

from content_api.gate import attached, queries, service
from content_api.gate.errors import (
    IfHashRequiredError,
    LanguageChangedError,
    LanguageMissingError,
    TranslationDiffersError,
    WrongStepError,
)
from content_api.gate.schemas import (
    ClearanceList,
    ClearanceOut,
    ClearOrder,
    ClosureOut,
    LanguageOrder,
    ReleaseOrder,
    ReturnOrder,
    SubmitOrder,
    WithdrawOrder,
)
from content_api.gate.service import Step
from content_api.items import checks, languages, shapes
from content_api.items import service as items
from content_api.items.errors import (
    ItemNotFoundError,
    ItemOfAnotherAgencyError,
    LanguageNotFoundError,
    language_not_found,
)
from content_api.items.routes import Key, Lang
from content_api.items.schemas import ItemOut
from content_api.releases import refusals
from content_api.releases import service as releases
from content_api.releases.client import AssetsClient, Manifests
from content_api.releases.errors import AssetsUnavailableError, MediaNotReadyError
from content_api.types.errors import ContentRefusedError
from content_api.web import OwnDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.db import Database
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/items/{key}", tags=["gate"])

Officer = require("officer", "leader")
Leader = require("leader")
Withdrawer = require("leader", "coordinator", "approver")
STEP = (
    CsrfTokenError,
    RoleRequiredError,
    ItemNotFoundError,
    ItemOfAnotherAgencyError,
    LanguageMissingError,
    LanguageChangedError,
    IfHashRequiredError,
    WrongStepError,
)
MEDIA = (AssetsUnavailableError, MediaNotReadyError)
GATE = (
    refusals.GateRoleError,
    refusals.AuthorMayNotClearError,
    refusals.NotClearedError,
    refusals.ReadAnotherTextError,
    refusals.AgencyEndedError,
    TranslationDiffersError,
)


@router.post("/submit", responses=problems(*STEP, *MEDIA, ContentRefusedError))
async def submit_item(
    key: Key,
    body: SubmitOrder,
    request: Request,
    database: OwnDatabase,
    caller: Caller = Officer,
) -> ItemOut:
    """Hand languages to the leader. What a release needs has to be there."""
    step = Step(key, caller, clock.now())
    manifests = await _manifests(request, database, step, body)
    async with database.writing() as session:
        await service.submit(session, body, step, manifests)
    return await _shown(database, step)


@router.post("/return", responses=problems(*STEP))
async def return_item(
    key: Key, body: ReturnOrder, session: Writing, caller: Caller = Leader
) -> ItemOut:
    """Give languages back to the officer with a note."""
    step = Step(key, caller, clock.now())
    await service.send_back(session, body, step)
    return await shapes.shown(session, await items.item_for_update(session, key))


@router.post("/clear", responses=problems(*STEP, *MEDIA, *GATE))
async def clear_item(
    key: Key,
    body: ClearOrder,
    request: Request,
    database: OwnDatabase,
    caller: Caller = Leader,
) -> ItemOut:
    """Answer for languages, exactly as read. Nobody clears their own words."""
    step = Step(key, caller, clock.now())
    manifests = await _manifests(request, database, step, body)
    releases.refuse_blocked(manifests, manifests)
    await attached.remember(database, step, manifests)
    async with database.writing() as session:
        await service.clear(session, body, step)
    return await _shown(database, step)


@router.post("/release", responses=problems(*STEP, *MEDIA, *GATE))
async def release_item(
    key: Key,
    body: ReleaseOrder,
    request: Request,
    database: OwnDatabase,
    caller: Caller = Leader,
) -> ItemOut:
    """Make cleared languages public, now or at their `visible_from`."""
    step = Step(key, caller, clock.now())
    manifests = await _manifests(request, database, step, body)
    releases.refuse_blocked(manifests, manifests)
    await attached.remember(database, step, manifests)
    async with database.writing() as session:
        await service.release(session, body, step, manifests)
    return await _shown(database, step)


@router.post("/withdraw", responses=problems(*STEP, *GATE))
async def withdraw_item(
    key: Key, body: WithdrawOrder, database: OwnDatabase, caller: Caller = Withdrawer
) -> ItemOut:
    """Take released languages down, at once and for every target."""
    step = Step(key, caller, clock.now())
    async with database.writing() as session:
        await service.withdraw(session, body, step)
    return await _shown(database, step)


@router.get(
    "/clearances", responses=problems(ItemNotFoundError, ItemOfAnotherAgencyError)
)
async def list_clearances(
    key: Key, session: Reading, caller: SignedIn
) -> ClearanceList:
    """Who answered for what, the latest hundred, newest first."""
    item = await items.item_for_reader(session, key, caller)
    rows = await queries.clearances_of(session, item.id, limit=100)
    lines = [ClearanceOut.model_validate(row) for row in rows]
    return ClearanceList(data=lines, next_cursor=None)


@router.get(
    "/languages/{lang}/closure",
    responses=problems(
        ItemNotFoundError, ItemOfAnotherAgencyError, LanguageNotFoundError
    ),
)
async def get_closure(
    key: Key, lang: Lang, session: Reading, caller: SignedIn
) -> ClosureOut:
    """The exact text a clearance of this language binds to."""
    item = await items.item_for_reader(session, key, caller)
    row = (await languages.languages_of(session, item)).get(checks.tag(lang))
    if row is None:
        raise language_not_found(lang)
    return ClosureOut(lang=row.lang, hash=row.closure_hash, text=row.closure)


async def _manifests(
    request: Request, database: Database, step: Step, order: LanguageOrder
) -> Manifests:
    assets = request.app.state.assets
    assert isinstance(assets, AssetsClient)  # noqa: S101 -- app.state is untyped
    return await attached.manifests_of(assets, database, step, order.languages)


async def _shown(database: Database, step: Step) -> ItemOut:
    async with database.reading() as session:
        item = await items.item_for_reader(session, step.key, step.caller)
        return await shapes.shown(session, item)
