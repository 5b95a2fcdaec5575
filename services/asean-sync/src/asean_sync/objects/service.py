"""What people may do with objects, and what runs ask about them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from asean_sync.objects import queries
from asean_sync.objects.errors import NothingToTryError, ObjectNotFoundError
from asean_sync.objects.states import State
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text

STUCK = (
    State.DRIFTED,
    State.HELD,
    State.REJECTED,
    State.DEAD,
    State.QUARANTINED,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a target shows under our keys: how often each."""

    times: Mapping[str, int] = field(default_factory=dict)


async def counts(session: ReadSession, target_code: str) -> dict[str, int]:
    return await queries.counts(session, target_code)


async def oldest_seconds(session: ReadSession, target_code: str) -> dict[str, int]:
    return await queries.oldest_seconds(session, target_code)


async def try_again(session: WriteSession, object_id: UUID) -> str:
    """The object's key. Approval is checked again before anything is sent."""
    found = await queries.find(session, object_id)
    if found is None:
        raise ObjectNotFoundError(
            Text(
                vi="Xem danh sách tại GET /staff/v1/sync/objects.",
                en="See the list at GET /staff/v1/sync/objects.",
            )
        )
    if not await queries.try_again(session, object_id, [one.value for one in STUCK]):
        stuck = ", ".join(one.value for one in STUCK)
        raise NothingToTryError(
            Text(
                vi=f"Chỉ thử lại được khi ở trạng thái {stuck}.",
                en=f"Only what is {stuck} can be tried again.",
            )
        )
    return str(found["object_key"])


async def compare_with_list(
    session: WriteSession, target_code: str, role: str, listed: Listed
) -> dict[str, int]:
    """Duplicates and revived objects are taken up again; missing ones are reported."""
    rows = await queries.at_rest(session, target_code, role)
    again = [
        key
        for key, row in rows.items()
        if _times(listed, key) > 1
        or (row["state"] == State.ABSENT.value and _times(listed, key) > 0)
    ]
    missing = [
        key
        for key, row in rows.items()
        if row["state"] == State.SYNCED.value and _times(listed, key) == 0
    ]
    return {
        "again": await queries.doubt_what_rests(session, target_code, again),
        "missing": await queries.mark_missing(session, target_code, missing),
        "extra": len(_extra(listed.times, rows)),
    }


def _times(listed: Listed, key: str) -> int:
    return listed.times.get(key, 0)


def _extra(times: Mapping[str, int], rows: Collection[str]) -> set[str]:
    return set(times) - set(rows)
