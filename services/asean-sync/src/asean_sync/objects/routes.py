"""Objects over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from asean_sync import cursors
from asean_sync.objects import queries, service
from asean_sync.objects.errors import NothingToTryError, ObjectNotFoundError
from asean_sync.objects.schemas import ObjectList, ObjectOut, TriedAgain
from asean_sync.objects.states import State
from asean_sync.pages import SIGNED_IN, Code, Decider, Page, Watcher
from asean_sync.targets.service import SERVICE
from phohien import audit
from phohien.auth import CsrfTokenError
from phohien.callers import Caller
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/sync/objects", tags=["sync"])


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_objects(
    *,
    page: Page,
    session: Reading,
    state: State | None = None,
    target: Code = None,
    key: Annotated[str | None, Query(max_length=200)] = None,
    _: Caller = Watcher,
) -> ObjectList:
    """What is where, and what waits for whom."""
    filters = {"state": state, "target_code": target, "object_key": key}
    after = cursors.decode(page.cursor, 2)
    rows = await queries.page(
        session,
        filters={name: str(value) for name, value in filters.items() if value},
        after=(after[0], after[1]) if after else None,
        limit=page.rows,
    )
    shown, following = page.cut(
        rows, lambda last: (last["target_code"], last["object_key"])
    )
    return ObjectList(
        data=[ObjectOut.model_validate(dict(row)) for row in shown],
        next_cursor=following,
    )


@router.post(
    "/{object_id}/retry",
    responses=problems(
        *SIGNED_IN, CsrfTokenError, ObjectNotFoundError, NothingToTryError
    ),
)
async def retry_object(
    object_id: UUID, session: Writing, caller: Caller = Decider
) -> TriedAgain:
    """Take up again what was held, rejected, given up, put aside or found changed."""
    key = await service.try_again(session, object_id)
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="object.retry",
        subject=f"object/{key}",
        detail={"id": str(object_id)},
    )
    return TriedAgain(object_key=key)
