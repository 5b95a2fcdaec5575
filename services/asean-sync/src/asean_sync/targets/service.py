"""Activates profiles, and keeps a target's circuit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping

from asean_sync.profiles import service as profiles
from asean_sync.profiles.document import Profile
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


async def activate_profile(
    session: WriteSession, profile: Profile, *, caller: Caller | str, at: datetime
) -> bool:
    """True when this changed anything. An unknown target code is refused."""
    code = profile.profile.target
    if not await queries.is_published(session, code):
        known = ", ".join(await queries.published_codes(session)) or "-"
        raise UnknownTargetError(
            Text(
                vi=f"Không có đích {code!r}. Các đích đã công bố: {known}.",
                en=f"There is no target {code!r}. Published targets: {known}.",
            )
        )
    slot = Slot()
    await queries.add_unless_there(session, code, profile.profile.connector)
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
    by = caller.username if isinstance(caller, Caller) else caller
    changed = await profiles.activate(session, profile, by=by, at=at)
    if changed:
        await audit.append(
            session,
            service=SERVICE,
            caller=caller,
            action="profile.activate",
            subject=f"target/{code}",
            detail={
                "version": profile.profile.version,
                "sha256": profiles.digest(profile),
            },
        )
    return changed


async def active_codes(session: ReadSession) -> list[str]:
    return await queries.active_codes(session)


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
