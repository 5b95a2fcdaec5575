"""Asks for runs, fires the slots, and writes down how a run ended."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import structlog

from asean_sync.evidence import service as evidence
from asean_sync.planning import service as planning
from asean_sync.planning.service import Outlook, Request
from asean_sync.profiles.document import Profile
from asean_sync.runs import queries
from asean_sync.runs.errors import RunNotFoundError, RunOpenError, UnknownItemError
from asean_sync.runs.shown import Ending, looked_at, planned, planned_rows
from asean_sync.runs.tables import Run
from asean_sync.targets import service as targets
from asean_sync.targets.errors import TargetNotFoundError
from asean_sync.targets.slots import Slot
from phohien import audit
from phohien.callers import Caller, name_of
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text, see_list

log = structlog.get_logger()
CHANNEL = queries.CHANNEL
SHOWN = queries.SHOWN
NIGHTLY = "nightly"


@dataclass(frozen=True, slots=True)
class Order:
    """What kind of run is wanted. Without an item: of the whole target."""

    kind: str = "on_demand"
    item_key: str | None = None
    # The plan that was approved, and how many objects go first.
    plan_id: UUID | None = None
    canary: int = 0


async def request_run(
    session: WriteSession,
    target_code: str,
    *,
    caller: Caller | str,
    at: datetime,
    order: Order | None = None,
) -> UUID:
    """A run, or a look, for some worker to carry out."""
    order = order or Order()
    if target_code not in await targets.active_codes(session):
        raise TargetNotFoundError(
            Text(
                vi="Đích chưa có hồ sơ hoạt động; xem GET /staff/v1/sync/targets.",
                en="It has no active profile; see GET /staff/v1/sync/targets.",
            )
        )
    if order.item_key is not None:
        await item_id_of(session, target_code, order.item_key)
    row = _row(target_code, order.kind, at, caller)
    asked = {"item_key": order.item_key, "plan_id": order.plan_id}
    run_id = await queries.add(session, {**row, **asked, "canary": order.canary})
    if run_id is None:
        raise RunOpenError(
            Text(
                vi="Chờ lượt đang chạy kết thúc rồi gửi lại.",
                en="Wait for the run under way, then ask again.",
            )
        )
    await queries.announce(session)
    await audit.append(
        session,
        service=targets.SERVICE,
        caller=caller,
        action="run.request",
        subject=f"run/{run_id}",
        detail={
            "target": target_code,
            "kind": order.kind,
            "item": order.item_key,
            "plan": str(order.plan_id) if order.plan_id else None,
        },
    )
    return run_id


async def item_id_of(session: ReadSession, target_code: str, key: str) -> UUID:
    found = await planning.item_id_of(session, target_code, key)
    if found is None:
        raise UnknownItemError(
            Text(
                vi=f"Kiểm tra mã mục {key!r} và đề cử cho đích {target_code!r}.",
                en=f"Check the key {key!r} and the nomination to {target_code!r}.",
            )
        )
    return found


def _row(
    target_code: str, kind: str, at: datetime, caller: Caller | str
) -> dict[str, Any]:
    return {
        "target_code": target_code,
        "kind": kind,
        "scheduled_for": at,
        "requested_by": name_of(caller),
    }


async def fire_slots(session: WriteSession, at: datetime) -> list[UUID]:
    """Each slot once, whichever worker comes first; a missed one within its window."""
    fired = []
    for schedule in await targets.due_schedules(session, at):
        slot = Slot(schedule.cron, schedule.tz, schedule.misfire_until)
        row = _row(schedule.target_code, NIGHTLY, schedule.next_fire_at, "schedule")
        if not slot.still_open(schedule.next_fire_at, at):
            missed = {"outcome": "missed", "finished_at": at}
            await queries.add(session, {**row, **missed, "note": "no worker was up"})
            log.error("slot_missed", target=schedule.target_code)
        elif await queries.open_run(session, schedule.target_code) is not None:
            # One run a target at a time: the slot waits, as long as it is open.
            continue
        else:
            run_id = await queries.add(session, row)
            if run_id is not None:
                fired.append(run_id)
        await targets.advance(session, schedule, at)
    return fired


async def record_plan(
    session: WriteSession,
    run_id: UUID,
    outlook: Outlook,
    profile: Profile,
    *,
    whole: bool = False,
) -> None:
    """Every planned change; what is as offered is only counted.

    `whole`: for a person who decides, and nothing of an earlier look besides.
    """
    if whole:
        await queries.forget_items(session, run_id)
    found = planned_rows(outlook, profile, whole=whole)
    rows = ({"run_id": run_id, **row} for row in found)
    while some := list(islice(rows, queries.AT_ONCE)):
        await queries.store_items(session, some)


async def record_finished(
    session: WriteSession,
    request: Request,
    outlook: Outlook,
    *,
    by: str = "schedule",
    item_key: str | None = None,
) -> Run:
    """A plan that was only looked at, or withdrawals that went out by themselves."""
    kind = "plan" if request.dry else "prompt"
    ending = looked_at(outlook, request.profile)
    row = _row(request.target_code, kind, request.at, by)
    row |= {
        "item_key": item_key,
        "started_at": request.at,
        "finished_at": request.at,
        "outcome": ending.outcome,
        "counts": dict(ending.counts),
        "note": ending.note,
        **planned(ending),
    }
    run = await queries.add_finished(session, row)
    await record_plan(session, run.id, outlook, request.profile, whole=request.dry)
    return run


async def finish(session: WriteSession, run: Run, ending: Ending, at: datetime) -> bool:
    seq, digest = await evidence.end_of_chain(session, run.target_code)
    values = {
        "finished_at": at,
        "outcome": ending.outcome,
        "counts": dict(ending.counts),
        "note": ending.note,
        **planned(ending),
        "evidence_seq": seq,
        "evidence_hash": digest,
    }
    if not await queries.finish(session, run.id, run.fence, values):
        return False
    # The audit chain remembers where the evidence ended: a cut-off end shows.
    await audit.append(
        session,
        service=targets.SERVICE,
        caller="run",
        action="run.finish",
        subject=f"run/{run.id}",
        detail={
            "target": run.target_code,
            "kind": run.kind,
            "outcome": ending.outcome,
            "counts": dict(ending.counts),
            "evidence_seq": seq,
            "evidence_hash": digest,
        },
    )
    return True


async def plan_named(session: ReadSession, name: str) -> Run:
    """By the id of the run that made it, or by the beginning of the plan's own hash."""
    if "-" in name:
        with suppress(ValueError):
            return await get_run(session, UUID(name))
    found = await queries.by_plan_hash(session, name)
    if len(found) != 1:
        raise RunNotFoundError(
            Text(
                vi="Mã kế hoạch không có hoặc chưa đủ dài; xem `phohien sync plan`.",
                en="No plan, or several, by this name; see `phohien sync plan`.",
            )
        )
    return found[0]


async def get_run(session: ReadSession, run_id: UUID) -> Run:
    found = await queries.get(session, run_id)
    if found is None:
        raise RunNotFoundError(see_list("/staff/v1/sync/runs"))
    return found


async def open_run(
    session: ReadSession, target_code: str, item_key: str | None = None
) -> Run | None:
    return await queries.open_run(session, target_code, item_key)


async def waiting(session: ReadSession) -> list[UUID]:
    return await queries.waiting(session)


async def take(
    session: WriteSession, run_id: UUID, worker: str, lease: float
) -> Run | None:
    return await queries.take(session, run_id, worker, lease)


async def extend(session: WriteSession, run: Run, lease: float) -> bool:
    return await queries.extend(session, run.id, run.fence, lease)


async def broken_anchor(session: ReadSession, target_code: str) -> str | None:
    """The run that saw an end of the chain which is not in the chain any more."""
    for anchor in await queries.anchors(session, target_code):
        seq = anchor["evidence_seq"]
        if seq == 0:
            continue
        found = await evidence.hash_at(session, target_code, seq)
        if found != anchor["evidence_hash"]:
            return f"run {anchor['id']} saw link {seq} with another hash"
    return None


async def page(
    session: ReadSession,
    *,
    target_code: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
    plans: bool = False,
) -> Sequence[Run]:
    return await queries.page(
        session, target_code=target_code, before=before, limit=limit, plans=plans
    )
