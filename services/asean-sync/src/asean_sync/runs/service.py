"""Asks for runs, fires the slots, and writes down how a run ended."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from asean_sync.evidence import service as evidence
from asean_sync.planning.difference import Change, fields
from asean_sync.planning.service import Outlook
from asean_sync.runs import queries
from asean_sync.runs.errors import RunNotFoundError, RunOpenError
from asean_sync.runs.tables import Run
from asean_sync.targets import service as targets
from asean_sync.targets.errors import TargetNotFoundError
from asean_sync.targets.slots import Slot
from phohien import audit
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text

log = structlog.get_logger()
CHANNEL = queries.CHANNEL
NIGHTLY = "nightly"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended."""

    outcome: str
    counts: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    plan_hash: str | None = None
    hold_hash: str | None = None


async def request_run(
    session: WriteSession,
    target_code: str,
    *,
    caller: Caller | str,
    at: datetime,
    approved_hold: str | None = None,
) -> UUID:
    """An on-demand run for some worker to carry out."""
    if target_code not in await targets.active_codes(session):
        raise TargetNotFoundError(
            Text(
                vi="Đích chưa có hồ sơ hoạt động; xem GET /staff/v1/sync/targets.",
                en="It has no active profile; see GET /staff/v1/sync/targets.",
            )
        )
    row = _row(target_code, "on_demand", at, caller)
    run_id = await queries.add(session, {**row, "approved_hold": approved_hold})
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
        detail={"target": target_code, "approved_hold": approved_hold},
    )
    return run_id


def _row(
    target_code: str, kind: str, at: datetime, caller: Caller | str
) -> dict[str, Any]:
    return {
        "target_code": target_code,
        "kind": kind,
        "scheduled_for": at,
        "requested_by": caller.username if isinstance(caller, Caller) else caller,
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


async def record_plan(session: WriteSession, run_id: UUID, outlook: Outlook) -> None:
    """Every planned change; what is as offered is only counted."""
    rows = [
        {
            "run_id": run_id,
            "object_key": one.key,
            "action": one.action.value,
            "reason": one.reason,
            "diff": _told(outlook.diffs.get(one.key, [])),
        }
        for one in outlook.plan.items
        if one.action.value != "noop"
    ]
    await queries.store_items(session, rows)


def _told(changes: Sequence[Change]) -> dict[str, Any]:
    return {
        "changed": fields(changes),
        "changes": [asdict(one) for one in changes],
    }


async def record_finished(
    session: WriteSession, target_code: str, kind: str, at: datetime, outlook: Outlook
) -> UUID | None:
    """A plan that was only looked at, or withdrawals that went out by themselves."""
    row = _row(target_code, kind, at, "schedule" if kind == "prompt" else "operator")
    plan = outlook.plan
    row |= {
        "started_at": at,
        "finished_at": at,
        "outcome": "needs_approval" if plan.ruling.held else "ok",
        "counts": {"plan": plan.counts()},
        "plan_hash": plan.hash,
        "hold_hash": plan.ruling.hold_hash,
    }
    run_id = await queries.add(session, row)
    if run_id is not None:
        await record_plan(session, run_id, outlook)
    return run_id


async def finish(session: WriteSession, run: Run, ending: Ending, at: datetime) -> bool:
    seq, digest = await evidence.end_of_chain(session, run.target_code)
    values = {
        "finished_at": at,
        "outcome": ending.outcome,
        "counts": dict(ending.counts),
        "note": ending.note,
        "plan_hash": ending.plan_hash,
        "hold_hash": ending.hold_hash,
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


async def get_run(session: ReadSession, run_id: UUID) -> Run:
    found = await queries.get(session, run_id)
    if found is None:
        raise RunNotFoundError(
            Text(
                vi="Xem danh sách tại GET /staff/v1/sync/runs.",
                en="See the list at GET /staff/v1/sync/runs.",
            )
        )
    return found


async def open_run(session: ReadSession, target_code: str) -> Run | None:
    return await queries.open_run(session, target_code)


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
) -> Sequence[Run]:
    return await queries.page(
        session, target_code=target_code, before=before, limit=limit
    )
