"""What people may do with objects, and what runs ask about them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asean_sync.objects import queries
from asean_sync.objects.errors import NothingToTryError, ObjectNotFoundError
from asean_sync.objects.states import State
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text, see_list

STUCK = (
    State.DRIFTED,
    State.HELD,
    State.REJECTED,
    State.DEAD,
    State.QUARANTINED,
)


async def counts(
    session: ReadSession, target_code: str, item_id: UUID | None = None
) -> dict[str, int]:
    return await queries.counts(session, target_code, item_id)


async def states_of(
    session: ReadSession, target_code: str, keys: Sequence[str]
) -> dict[str, dict[str, Any]]:
    return await queries.states_of(session, target_code, keys)


async def oldest_seconds(session: ReadSession, target_code: str) -> dict[str, int]:
    return await queries.oldest_seconds(session, target_code)


async def try_again(session: WriteSession, object_id: UUID) -> str:
    """The object's key. Approval is checked again before anything is sent."""
    found = await queries.find(session, object_id)
    if found is None:
        raise ObjectNotFoundError(see_list("/staff/v1/sync/objects"))
    if not await queries.try_again(session, object_id, [one.value for one in STUCK]):
        stuck = ", ".join(one.value for one in STUCK)
        raise NothingToTryError(
            Text(
                vi=f"Chỉ thử lại được khi ở trạng thái {stuck}.",
                en=f"Only what is {stuck} can be tried again.",
            )
        )
    return str(found["object_key"])
