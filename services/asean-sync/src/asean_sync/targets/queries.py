"""Every statement that touches `target` and `schedule`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, case, func, select, update
from sqlalchemy.dialects.postgresql import insert

from asean_sync.db import from_now
from asean_sync.profiles.tables import ProfileVersion
from asean_sync.targets.tables import Schedule, Target
from phohien import release
from phohien.db import ReadSession, WriteSession


async def is_published(session: ReadSession, code: str) -> bool:
    found = await session.scalar(
        select(release.target.c.code).where(release.target.c.code == code)
    )
    return found is not None


async def published_codes(session: ReadSession) -> list[str]:
    codes = await session.scalars(
        select(release.target.c.code).order_by(release.target.c.code)
    )
    return list(codes)


async def add_unless_there(session: WriteSession, code: str, kind: str) -> None:
    await session.execute(
        insert(Target)
        .values(code=code, kind=kind)
        .on_conflict_do_nothing(index_elements=[Target.code])
    )


async def set_kind(session: WriteSession, code: str, kind: str) -> None:
    await session.execute(update(Target).where(Target.code == code).values(kind=kind))


async def add_schedule_unless_there(session: WriteSession, row: dict[str, Any]) -> None:
    await session.execute(
        insert(Schedule)
        .values(row)
        .on_conflict_do_nothing(index_elements=["target_code"])
    )


async def active(session: ReadSession) -> dict[str, str]:
    """Targets that work may be done for, and the kind of each."""
    rows = await session.execute(
        select(Target.code, Target.kind)
        .join(ProfileVersion, ProfileVersion.target_code == Target.code)
        .where(Target.enabled, ProfileVersion.state == "active")
        .order_by(Target.code)
    )
    return {row.code: row.kind for row in rows}


async def page(
    session: ReadSession, *, after: str | None, limit: int
) -> Sequence[RowMapping]:
    statement = (
        select(
            *(Target.code, Target.kind, Target.enabled, Target.paused_reason),
            *(Target.circuit, Target.circuit_until, Target.circuit_reason),
            *(Target.planned_at, Target.planned_seq, Target.plan_wanted),
            ProfileVersion.version.label("profile_version"),
            ProfileVersion.sha256.label("profile_sha256"),
            *(Schedule.cron, Schedule.tz, Schedule.next_fire_at),
        )
        .outerjoin(
            ProfileVersion,
            (ProfileVersion.target_code == Target.code)
            & (ProfileVersion.state == "active"),
        )
        .outerjoin(Schedule, Schedule.target_code == Target.code)
        .order_by(Target.code)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(Target.code > after)
    return (await session.execute(statement)).mappings().all()


async def open_circuit(
    session: WriteSession, code: str, *, seconds: float, reason: str
) -> None:
    until = from_now(seconds)
    await session.execute(
        update(Target)
        .where(Target.code == code)
        .values(circuit="open", circuit_until=until, circuit_reason=reason)
    )


async def note_answer(session: WriteSession, code: str) -> None:
    """The target answered and knows us: the circuit closes."""
    await session.execute(
        update(Target)
        .where(
            Target.code == code,
            (Target.circuit != "closed") | (Target.consecutive_failures != 0),
            Target.circuit_until.is_(None)
            | (Target.circuit_until <= func.clock_timestamp()),
        )
        .values(
            circuit="closed",
            circuit_until=None,
            circuit_reason=None,
            consecutive_failures=0,
        )
    )


async def note_unreachable(
    session: WriteSession, code: str, *, most: int, seconds: float, reason: str
) -> None:
    """After `most` failures in a row the target is left alone for a while."""
    failures = Target.consecutive_failures + 1
    until = from_now(seconds)
    await session.execute(
        update(Target)
        .where(Target.code == code)
        .values(
            consecutive_failures=failures,
            circuit=case((failures >= most, "open"), else_=Target.circuit),
            circuit_until=case((failures >= most, until), else_=Target.circuit_until),
            circuit_reason=case(
                (failures >= most, reason), else_=Target.circuit_reason
            ),
        )
    )


async def want_plan(session: WriteSession, code: str) -> None:
    await session.execute(
        update(Target).where(Target.code == code).values(plan_wanted=True)
    )


async def plan_is_wanted(session: ReadSession, code: str) -> bool:
    return bool(
        await session.scalar(select(Target.plan_wanted).where(Target.code == code))
    )


async def due_schedules(session: WriteSession, at: datetime) -> Sequence[Schedule]:
    """Locked: of two workers one fires the slot, the other passes it by."""
    rows = await session.scalars(
        select(Schedule)
        .where(Schedule.enabled, Schedule.next_fire_at <= at)
        .order_by(Schedule.next_fire_at)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def advance(session: WriteSession, code: str, next_fire_at: datetime) -> None:
    await session.execute(
        update(Schedule)
        .where(Schedule.target_code == code)
        .values(next_fire_at=next_fire_at)
    )


async def epoch(session: ReadSession, code: str) -> str:
    return await session.scalar(select(Target.epoch).where(Target.code == code)) or ""


async def set_epoch(session: WriteSession, code: str, epoch: str) -> None:
    await session.execute(update(Target).where(Target.code == code).values(epoch=epoch))
