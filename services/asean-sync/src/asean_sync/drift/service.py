"""Writes differences down, and does about each what the profile says."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from asean_sync.drift.classes import Found, Kind, Resting
from asean_sync.drift.errors import DriftClosedError, DriftNotFoundError
from asean_sync.drift.queries import objects, rows
from asean_sync.drift.tables import Drift
from asean_sync.objects.tables import Object
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text, see_list

log = structlog.get_logger()
BY_ITSELF = "reconcile"
# A target that shows thousands of things of others needs one alarm, not all of them.
MOST_EXTRAS = 1000
# Whatever the policy: two of one, one that came back, ours under another id.
ALWAYS = {Kind.DUPLICATE, Kind.REVIVED}
WHY = {
    Kind.MISSING: "the target does not show it any more",
    Kind.CHANGED: "the target shows other values in: {fields}",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """Where it was found, and what the profile says about it."""

    target_code: str
    policy: str
    run_id: UUID | None
    at: datetime


async def act(
    session: WriteSession, found: Sequence[Found], terms: Terms
) -> Counter[str]:
    """How many of each kind, and under `again` how many are put right by sending."""
    told = Counter(one.kind.value for one in found)
    extras = [one for one in found if one.kind is Kind.EXTRA]
    ours = [one for one in found if one.kind is not Kind.EXTRA]
    for one in [*ours, *extras[:MOST_EXTRAS]]:
        action = _action(one, terms.policy)
        new = await rows.report(
            session,
            terms.target_code,
            one,
            action=action,
            run_id=terms.run_id,
            at=terms.at,
        )
        if new and one.kind is not Kind.EXTRA:
            log.error(
                "drift_found",
                target=terms.target_code,
                key=one.key,
                kind=one.kind.value,
                action=action,
            )
        if action == "reasserted" and one.object_id is not None:
            told["again"] += 1
            await objects.take_up(session, one.object_id)
        elif one.object_id is not None and one.kind in WHY:
            why = WHY[one.kind].format(fields=", ".join(one.fields))
            await objects.leave_to_a_person(session, one.object_id, one.kind.value, why)
    return told


def _action(one: Found, policy: str) -> str:
    moved = one.kind is Kind.CHANGED and one.fields == ("id",)
    if one.kind in ALWAYS or moved:
        return "reasserted"
    ours = one.kind in {Kind.MISSING, Kind.CHANGED}
    return "reasserted" if ours and policy == "reassert" else "reported"


async def explain(session: WriteSession, terms: Terms) -> None:
    """A difference for what a worker gave up on, as the target alters what it gets."""
    for row in await objects.unexplained(session, terms.target_code):
        found = Found(
            Kind.CHANGED,
            row["object_key"],
            row["role"],
            row["id"],
            (row["remote_id"],) if row["remote_id"] else (),
            tuple(row["differing"] or ()),
        )
        await rows.report(
            session,
            terms.target_code,
            found,
            action="reported",
            run_id=terms.run_id,
            at=terms.at,
        )


async def settle(session: WriteSession, target_code: str, at: datetime) -> None:
    await rows.settle(session, target_code, by=BY_ITSELF, at=at)


async def get(session: ReadSession, drift_id: UUID) -> Drift:
    found = await rows.get(session, drift_id)
    if found is None:
        raise DriftNotFoundError(see_list("/staff/v1/sync/drift"))
    return found


async def close(
    session: WriteSession, drift: Drift, *, by: str, outcome: str, at: datetime
) -> None:
    if not await rows.close(session, drift.id, by=by, outcome=outcome, at=at):
        raise _closed(drift)


def demand_open(drift: Drift) -> None:
    if drift.closed_at is not None:
        raise _closed(drift)


def _closed(drift: Drift) -> DriftClosedError:
    return DriftClosedError(
        Text(
            vi=f"Sai khác này đã được xử lý: {drift.outcome or ''}.",
            en=f"It is settled already: {drift.outcome or ''}.",
        )
    )


async def resting(
    session: ReadSession, target_code: str, role: str
) -> dict[str, Resting]:
    return await objects.resting(session, target_code, role)


async def close_unseen(
    session: WriteSession, target_code: str, role: str, *, at: datetime
) -> None:
    await rows.close_unseen(session, target_code, role, by=BY_ITSELF, at=at)


async def oldest_looks(
    session: ReadSession, target_code: str, before: datetime, limit: int
) -> Sequence[Object]:
    return await objects.oldest_looks(session, target_code, before, limit)


async def looked_at(
    session: WriteSession, object_ids: Collection[UUID], at: datetime
) -> None:
    """As it should be: the row says when it was seen last."""
    await objects.looked_at(session, object_ids, at)


async def counts(session: ReadSession, target_code: str) -> dict[str, int]:
    """Open differences by kind."""
    return await rows.counts(session, target_code)


async def page(
    session: ReadSession,
    *,
    filters: dict[str, str],
    only_open: bool,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Drift]:
    return await rows.page(
        session, filters=filters, only_open=only_open, before=before, limit=limit
    )


async def doubt_all(session: WriteSession, target_code: str) -> int:
    return await objects.doubt_all(session, target_code)
