"""Receipts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from asean_sync import cursors
from asean_sync.evidence import service
from asean_sync.evidence.errors import ReceiptNotFoundError
from asean_sync.evidence.schemas import ReceiptDetail, ReceiptList, ReceiptOut
from asean_sync.pages import Code, CursorToken, Limit, Watcher, link_next
from phohien.auth import RoleRequiredError, SignInRequiredError
from phohien.callers import Caller
from phohien.pagination import BadCursorError, bad_cursor
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1/sync/receipts", tags=["sync"])


@router.get(
    "", responses=problems(SignInRequiredError, RoleRequiredError, BadCursorError)
)
async def list_receipts(  # noqa: PLR0913 -- what a page is asked by
    *,
    request: Request,
    response: Response,
    session: Reading,
    key: Annotated[
        str | None, Query(max_length=200, description="Key at the target.")
    ] = None,
    target: Code = None,
    cursor: CursorToken = None,
    limit: Limit = 50,
    _: Caller = Watcher,
) -> ReceiptList:
    """Every attempt at a target, with the answer and the read-back."""
    filters = {"object_key": key, "target_code": target}
    rows = await service.receipts(
        session,
        service.vault_of(request.app.state.settings),
        filters={name: value for name, value in filters.items() if value},
        before=_before(cursor),
        limit=limit + 1,
    )
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        last = shown[-1]
        following = cursors.encode(last["target_code"], str(last["chain_seq"]))
    link_next(request, response, following)
    return ReceiptList(
        data=[ReceiptOut.model_validate(row) for row in shown],
        next_cursor=following,
    )


@router.get(
    "/{attempt_id}",
    responses=problems(SignInRequiredError, RoleRequiredError, ReceiptNotFoundError),
)
async def get_receipt(
    attempt_id: UUID, request: Request, session: Reading, _: Caller = Watcher
) -> ReceiptDetail:
    """One attempt with the very bytes that were sent."""
    vault = service.vault_of(request.app.state.settings)
    return ReceiptDetail.model_validate(
        await service.receipt(session, vault, attempt_id)
    )


def _before(cursor: str | None) -> tuple[str, int] | None:
    parts = cursors.decode(cursor, 2)
    if parts is None:
        return None
    # Beyond what PostgreSQL counts with, it is no cursor of ours.
    if not parts[1].isdecimal() or len(parts[1]) > 18:  # noqa: PLR2004 -- digits of a bigint
        raise bad_cursor()
    return parts[0], int(parts[1])
