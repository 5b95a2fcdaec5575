"""Keeps what is known of a target: its slot and its circuit."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping

from asean_sync.profiles.errors import UnknownTargetError
from asean_sync.targets import queries
from asean_sync.targets.slots import Slot
from asean_sync.targets.tables import Schedule
from phohien import audit
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text

SERVICE = "asean-sync"
FAILURES_IN_A_ROW = 5
UNREACHABLE_SECONDS = 30.0


async def require_published(session: ReadSession, code: str) -> None:
    """A profile for a code nobody published is refused."""
    if await queries.is_published(session, code):
        return
    known = ", ".join(await queries.published_codes(session)) or "-"
    raise UnknownTargetError(
        Text(
            vi=f"Không có đích {code!r}. Các đích đã công bố: {known}.",
            en=f"There is no target {code!r}. Published targets: {known}.",
        )
    )


async def make_known(session: WriteSession, code: str, kind: str) -> None:
    """A row to hang drafts on; without an active profile nothing is done for it."""
    await queries.add_unless_there(session, code, kind)


async def begin(session: WriteSession, code: str, kind: str, *, at: datetime) -> None:
    """From now on it is spoken to in this way, every night."""
    slot = Slot()
    await queries.set_kind(session, code, kind)
    await queries.add_schedule_unless_there(
        session,
        {
            "target_code": code,
            "cron": slot.cron,
            "tz": slot.tz,
            "misfire_until": slot.misfire_until,
            "next_fire_at": slot.after(at),
        },
    )


async def active_codes(session: ReadSession) -> list[str]:
    return list(await queries.active(session))


async def active_kinds(session: ReadSession) -> dict[str, str]:
    """By code."""
    return await queries.active(session)


async def refuse_credentials(
    session: WriteSession, code: str, *, seconds: float, reason: str
) -> None:
    await queries.open_circuit(session, code, seconds=seconds, reason=reason)


async def pause(session: WriteSession, code: str, seconds: float) -> None:
    """The target asked for it."""
    reason = f"the target asked for a pause of {seconds:g} s"
    await queries.open_circuit(session, code, seconds=seconds, reason=reason)


async def note_answer(session: WriteSession, code: str) -> None:
    await queries.note_answer(session, code)


async def note_unreachable(session: WriteSession, code: str, reason: str) -> None:
    await queries.note_unreachable(
        session,
        code,
        most=FAILURES_IN_A_ROW,
        seconds=UNREACHABLE_SECONDS,
        reason=reason,
    )


async def want_plan(session: WriteSession, code: str) -> None:
    await queries.want_plan(session, code)


async def plan_is_wanted(session: ReadSession, code: str) -> bool:
    return await queries.plan_is_wanted(session, code)


async def due_schedules(session: WriteSession, at: datetime) -> Sequence[Schedule]:
    return await queries.due_schedules(session, at)


async def advance(session: WriteSession, schedule: Schedule, at: datetime) -> None:
    slot = Slot(schedule.cron, schedule.tz, schedule.misfire_until)
    await queries.advance(session, schedule.target_code, slot.after(at))


async def page(
    session: ReadSession, *, after: str | None, limit: int
) -> Sequence[RowMapping]:
    return await queries.page(session, after=after, limit=limit)


async def epoch(session: ReadSession, code: str) -> str:
    """Part of every idempotency key; empty until the database was put back."""
    return await queries.epoch(session, code)


async def begin_epoch(
    session: WriteSession, code: str, *, caller: Caller | str, objects: int
) -> None:
    """Keys that the target remembers from before the backup are not used again."""
    begun = f".{secrets.token_hex(4)}"
    await queries.set_epoch(session, code, begun)
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="target.adopt",
        subject=f"target/{code}",
        detail={"epoch": begun, "objects": objects},
    )
