"""Alerts over HTTP: counts for a start page, and the lists behind them."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from content_api.alerts import queries, service
from content_api.alerts.errors import MarkingNotFoundError
from content_api.alerts.schemas import (
    AlertList,
    AlertOut,
    HandledOrder,
    Kind,
    MarkingFilter,
    MarkingList,
    MarkingOut,
    OverdueFilter,
    OverdueList,
    OverdueOut,
    kinds_of,
)
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/alerts", tags=["alerts"])

Watcher = require(*service.WATCH)
SecurityOfficer = require(service.SECURITY)


@router.get("")
async def list_alerts(session: Reading, caller: SignedIn) -> AlertList:
    """How much of what waits for somebody: your agency's, or all for the province."""
    counts = await queries.counts(session, service.scope_of_overdue(caller, None))
    data = [
        AlertOut(
            kind=kind,
            count=counts.get(kind, 0),
            href=f"{router.prefix}/overdue?kind={kind}",
        )
        for kind in Kind
    ]
    if caller.has(*service.WATCH):
        scope = service.scope_of_markings(caller, None)
        count = await queries.count_markings(session, scope)
        href = f"{router.prefix}/markings"
        data.append(AlertOut(kind="marking", count=count, href=href))
    return AlertList(data=data, next_cursor=None)


@router.get("/overdue", responses=problems(BadCursorError))
async def list_overdue(
    session: Reading, caller: SignedIn, wanted: Annotated[OverdueFilter, Query()]
) -> OverdueList:
    """What should have happened by now, the oldest first."""
    rows = await queries.overdue(
        session,
        kind=wanted.kind,
        agency=service.scope_of_overdue(caller, wanted.agency),
        after=Cursor.decode(wanted.cursor) if wanted.cursor else None,
        rows=wanted.limit + 1,
    )
    shown = rows[: wanted.limit]
    more = None
    if len(rows) > len(shown):
        more = Cursor(shown[-1]["since"], shown[-1]["id"]).encode()
    return OverdueList(
        data=[OverdueOut.model_validate(dict(row)) for row in shown], next_cursor=more
    )


@router.get("/markings", responses=problems(RoleRequiredError))
async def list_marking_refusals(
    session: Reading,
    wanted: Annotated[MarkingFilter, Query()],
    caller: Caller = Watcher,
) -> MarkingList:
    """Texts and files that carried a secrecy marking and were refused, newest first."""
    scope = service.scope_of_markings(caller, wanted.agency)
    rows = await queries.markings(session, wanted, agency=scope)
    shown = rows[: wanted.limit]
    more = shown[-1]["id"] if len(rows) > len(shown) else None
    return MarkingList(data=[_line(row) for row in shown], next_cursor=more)


@router.post(
    "/markings/{seq}/handle",
    responses=problems(CsrfTokenError, RoleRequiredError, MarkingNotFoundError),
)
async def handle_marking_refusal(
    seq: Annotated[int, Path(ge=1, le=2**62)],
    body: HandledOrder,
    session: Writing,
    caller: Caller = SecurityOfficer,
) -> MarkingOut:
    """Say that it was dealt with: the sender spoken to, the paper taken back."""
    return _line(await service.handle(session, seq, body.note, caller, at=clock.now()))


def _line(row: Mapping[Any, Any]) -> MarkingOut:
    return MarkingOut.model_validate({**row, "kinds": kinds_of(row["detail"])})
