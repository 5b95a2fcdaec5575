"""Receipts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from asean_sync import cursors
from asean_sync.evidence import service
from asean_sync.evidence.errors import ReceiptNotFoundError
from asean_sync.evidence.schemas import ReceiptDetail, ReceiptList, ReceiptOut
from asean_sync.pages import SIGNED_IN, Code, Page, Watcher
from phohien.callers import Caller
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1/sync/receipts", tags=["sync"])


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_receipts(
    *,
    page: Page,
    request: Request,
    session: Reading,
    key: Annotated[
        str | None, Query(max_length=200, description="Key at the target.")
    ] = None,
    target: Code = None,
    _: Caller = Watcher,
) -> ReceiptList:
    """Every attempt at a target, with the answer and the read-back."""
    filters = {"object_key": key, "target_code": target}
    rows = await service.receipts(
        session,
        service.vault_of(request.app.state.settings),
        filters={name: value for name, value in filters.items() if value},
        before=cursors.numbered(page.cursor),
        limit=page.rows,
    )
    shown, following = page.cut(
        rows, lambda last: (last["target_code"], str(last["chain_seq"]))
    )
    return ReceiptList(
        data=[ReceiptOut.model_validate(row) for row in shown],
        next_cursor=following,
    )


@router.get(
    "/{attempt_id}",
    responses=problems(*SIGNED_IN, ReceiptNotFoundError),
)
async def get_receipt(
    attempt_id: UUID, request: Request, session: Reading, _: Caller = Watcher
) -> ReceiptDetail:
    """One attempt with the very bytes that were sent."""
    vault = service.vault_of(request.app.state.settings)
    return ReceiptDetail.model_validate(
        await service.receipt(session, vault, attempt_id)
    )
