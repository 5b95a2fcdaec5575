"""The glossary over HTTP: read by all staff, kept by the province."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from content_api.glossary import service
from content_api.glossary.errors import (
    TermNotFoundError,
    TermRefusedError,
    TermTakenError,
)
from content_api.glossary.schemas import (
    CheckOrder,
    CheckOut,
    GlossaryTermList,
    GlossaryTermOut,
    TermDraft,
    TermFilter,
)
from content_api.items import checks
from content_api.items.aggregates.bodies import strings
from content_api.items.marked import refuse_markings
from content_api.items.schemas import FindingOut
from content_api.preconditions import IfMatchRequiredError, StaleStateError, etag
from content_api.translations import service as translations
from content_api.translations.tables import GlossaryTerm
from content_api.translations.terms import UNVERIFIED
from content_api.types.errors import ContentRefusedError
from content_api.web import IfMatch, OwnDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["glossary"])

Keeper = require("coordinator", "approver")
WRITES = (
    CsrfTokenError,
    RoleRequiredError,
    MarkingFoundError,
    TermRefusedError,
    TermTakenError,
)


@router.get("/glossary", responses=problems(BadCursorError))
async def list_terms(
    session: Reading, _: SignedIn, wanted: Annotated[TermFilter, Query()]
) -> GlossaryTermList:
    """Terms by their Vietnamese name; past and future ones included."""
    found = await service.list_terms(session, wanted)
    return GlossaryTermList(
        data=[_shown(term) for term in found.rows], next_cursor=found.next_cursor
    )


@router.post("/glossary", status_code=201, responses=problems(*WRITES))
async def add_term(
    body: TermDraft,
    response: Response,
    database: OwnDatabase,
    session: Writing,
    caller: Caller = Keeper,
) -> GlossaryTermOut:
    """A name in one more language."""
    await refuse_markings(database, caller, "glossary", _texts(body))
    term = await service.add_term(session, body, caller, at=clock.now())
    response.headers["Location"] = f"/staff/v1/glossary/{term.id}"
    response.headers["ETag"] = etag(service.version(term))
    return _shown(term)


@router.post("/glossary-check", responses=problems(CsrfTokenError, ContentRefusedError))
async def check_texts(body: CheckOrder, session: Reading, _: SignedIn) -> CheckOut:
    """What the glossary says of texts that are not stored yet."""
    texts = {checks.tag(lang): words for lang, words in body.languages.items()}
    found = await translations.findings(session, texts, on=clock.now().date())
    return CheckOut(
        findings={
            lang: [FindingOut.model_validate(each) for each in findings]
            for lang, findings in found.items()
        }
    )


@router.get("/glossary/{term_id}", responses=problems(TermNotFoundError))
async def get_term(
    term_id: UUID, response: Response, session: Reading, _: SignedIn
) -> GlossaryTermOut:
    """One term, with the ETag that a change of it names."""
    term = await service.get_term(session, term_id)
    response.headers["ETag"] = etag(service.version(term))
    return _shown(term)


@router.put(
    "/glossary/{term_id}",
    responses=problems(
        *WRITES, TermNotFoundError, IfMatchRequiredError, StaleStateError
    ),
)
async def replace_term(  # noqa: PLR0913 -- what FastAPI hands in
    *,
    term_id: UUID,
    body: TermDraft,
    response: Response,
    database: OwnDatabase,
    session: Writing,
    if_match: IfMatch = None,
    caller: Caller = Keeper,
) -> GlossaryTermOut:
    """The whole term anew. An end is set by `valid_to`; nothing is deleted."""
    await refuse_markings(database, caller, str(term_id), _texts(body))
    term = await service.replace_term(
        session, term_id, body, caller, if_match=if_match, at=clock.now()
    )
    response.headers["ETag"] = etag(service.version(term))
    return _shown(term)


def _texts(body: TermDraft) -> dict[str, str]:
    return dict(strings(body.model_dump(mode="json")))


def _shown(term: GlossaryTerm) -> GlossaryTermOut:
    names = set(GlossaryTermOut.model_fields) - {"verified"}
    kept = {name: getattr(term, name) for name in names}
    return GlossaryTermOut.model_validate(
        {**kept, "verified": term.source != UNVERIFIED}
    )
