"""What a target tells of its interface: the first is accepted, another holds."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects.postgresql import insert

from asean_sync.connectors.interface import ASKED
from asean_sync.drift.classes import Found, Kind
from asean_sync.drift.queries import rows
from asean_sync.drift.tables import ContractVersion, Drift
from asean_sync.objects.states import State
from asean_sync.objects.tables import Object
from asean_sync.targets.tables import Target
from phohien.db import ReadSession, WriteSession

ROLE = "target"
MOST_NAMED = 50
DEEPEST = 12


async def seen(
    session: WriteSession,
    target_code: str,
    digest: str,
    body: dict[str, Any],
    *,
    at: datetime,
) -> bool:
    """False: it is another than was accepted, and nothing new is sent."""
    await session.execute(
        insert(ContractVersion)
        .values(target_code=target_code, hash=digest, body=body, found_at=at)
        .on_conflict_do_nothing()
    )
    accepted = await session.scalar(
        select(Target.contract_hash).where(Target.code == target_code)
    )
    if accepted is None:
        await accept(session, target_code, digest, by="first seen", at=at)
        return True
    await session.execute(
        update(Target).where(Target.code == target_code).values(contract_found=digest)
    )
    if accepted == digest:
        await _end(session, target_code, by="reconcile", outcome="settled", at=at)
        return True
    fields = changes(await _body(session, target_code, accepted), body)
    if not fields:
        await accept(session, target_code, digest, by="another profile", at=at)
        return True
    found = Found(Kind.CONTRACT, target_code, ROLE, fields=tuple(fields[:MOST_NAMED]))
    await rows.report(session, target_code, found, action="held", run_id=None, at=at)
    return False


async def accept(
    session: WriteSession, target_code: str, digest: str, *, by: str, at: datetime
) -> None:
    await session.execute(
        update(Target)
        .where(Target.code == target_code)
        .values(contract_hash=digest, contract_found=digest)
    )
    await session.execute(
        update(ContractVersion)
        .where(
            ContractVersion.target_code == target_code, ContractVersion.hash == digest
        )
        .values(accepted_at=at, accepted_by=by)
    )
    await _end(session, target_code, by=by, outcome="accepted", at=at)


async def found_last(session: ReadSession, target_code: str) -> str | None:
    return await session.scalar(
        select(Target.contract_found).where(Target.code == target_code)
    )


async def _body(session: ReadSession, target_code: str, digest: str) -> dict[str, Any]:
    found = await session.scalar(
        select(ContractVersion.body).where(
            ContractVersion.target_code == target_code, ContractVersion.hash == digest
        )
    )
    return found or {}


async def _end(
    session: WriteSession, target_code: str, *, by: str, outcome: str, at: datetime
) -> None:
    """The hold is over: what waited for it goes on."""
    await session.execute(
        update(Drift)
        .where(
            Drift.target_code == target_code,
            Drift.kind == Kind.CONTRACT.value,
            Drift.closed_at.is_(None),
        )
        .values(closed_at=at, closed_by=by, outcome=outcome)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Object)
        .where(
            Object.target_code == target_code,
            Object.state == State.HELD.value,
            Object.hold_reason == "contract_changed",
        )
        .values(
            state=case(
                (Object.in_doubt_since.is_not(None), State.IN_DOUBT.value),
                else_=State.PENDING.value,
            ),
            hold_reason=None,
            not_before=func.clock_timestamp(),
            updated_at=func.clock_timestamp(),
        )
        .execution_options(synchronize_session=False)
    )


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What differs, but for what only one of two profiles asked about."""
    aside = {ASKED, *(_asked(before) ^ _asked(now))}

    def is_aside(path: str) -> bool:
        return any(path == one or path.startswith(f"{one}.") for one in aside)

    return sorted({one for one in differing(before, now) if not is_aside(one[1:])})


def _asked(body: dict[str, Any]) -> set[str]:
    listed = body.get(ASKED)
    return set(map(str, listed)) if isinstance(listed, list) else set()


def differing(before: Any, now: Any, at: str = "", depth: int = 0) -> Iterator[str]:
    """Paths, with a sign: `-` was dropped, `+` is new, `~` is another."""
    if isinstance(before, dict) and isinstance(now, dict) and depth < DEEPEST:
        for name in before.keys() | now.keys():
            path = f"{at}.{name}" if at else str(name)
            if name not in now:
                yield f"-{path}"
            elif name not in before:
                yield f"+{path}"
            else:
                yield from differing(before[name], now[name], path, depth + 1)
    elif before != now:
        yield f"~{at}"
