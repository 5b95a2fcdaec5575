"""Why and why not, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from asean_sync.pages import SIGNED_IN, Watcher
from asean_sync.profiles.errors import NoActiveProfileError
from asean_sync.reasons import service
from asean_sync.reasons.schemas import WhyOut
from phohien.callers import Caller
from phohien.problems import problems

router = APIRouter(prefix="/staff/v1/sync/why", tags=["sync"])
Key = Annotated[
    str, Query(min_length=1, max_length=200, description="Public key of an item.")
]
Target = Annotated[str, Query(max_length=63, description="Code of a target.")]


@router.get(
    "",
    responses=problems(*SIGNED_IN, NoActiveProfileError),
)
async def explain_item(
    key: Key, target: Target, request: Request, _: Caller = Watcher
) -> WhyOut:
    """Each language: approved, selected, sendable, or what stands in the way."""
    async with request.app.state.database.snapshot() as session:
        return await service.explain(session, target, key)
