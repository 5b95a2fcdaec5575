"""Passes and findings as rows: who looks, what was seen and since when. Only rows."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from assets_api.fsck.findings import Finding, Scope
from assets_api.fsck.tables import FsckFinding, FsckPass
from phohien.db import ReadSession, WriteSession

LEASE = timedelta(minutes=2)
KEEP = timedelta(days=90)


async def begin(
    session: WriteSession, *, asked_by: str, deep: int, at: datetime
) -> UUID | None:
    """None while another pass runs. One whose process died is ended here."""
    await session.execute(
        update(FsckPass)
        .where(FsckPass.outcome == "running", FsckPass.lease_until < at)
        .values(outcome="failed", finished_at=at)
    )
    statement = (
        insert(FsckPass)
        .values(asked_by=asked_by, deep=deep, started_at=at, lease_until=at + LEASE)
        .on_conflict_do_nothing()
        .returning(FsckPass.id)
    )
    begun: UUID | None = await session.scalar(statement)
    return begun


async def deep_end(session: ReadSession) -> str:
    """Where the last deep pass stopped; empty before the first."""
    statement = (
        select(FsckPass.deep_to)
        .where(FsckPass.outcome == "complete", FsckPass.deep > 0)
        .order_by(FsckPass.started_at.desc())
        .limit(1)
    )
    return await session.scalar(statement) or ""


async def renew(session: WriteSession, ident: UUID, *, at: datetime) -> bool:
    done = await session.scalar(
        update(FsckPass)
        .where(FsckPass.id == ident, FsckPass.outcome == "running")
        .values(lease_until=at + LEASE)
        .returning(FsckPass.id)
    )
    return done is not None


async def note(
    session: WriteSession, ident: UUID, found: Sequence[Finding], *, at: datetime
) -> None:
    """Seen before: the first time stays what it was."""
    rows = [
        asdict(one) | {"pass_id": ident, "first_seen_at": at, "last_seen_at": at}
        for one in {(one.kind, one.subject): one for one in found}.values()
    ]
    if not rows:
        return
    statement = insert(FsckFinding).values(rows)
    fresh = statement.excluded
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[FsckFinding.kind, FsckFinding.subject],
            set_={
                "pass_id": fresh.pass_id,
                "last_seen_at": fresh.last_seen_at,
                "sha256": fresh.sha256,
                "bytes": fresh.bytes,
                "detail": fresh.detail,
            },
        )
    )


async def complete(
    session: WriteSession, ident: UUID, scope: Scope, *, at: datetime
) -> bool:
    """What this pass did not see is not so any more. False when the lease was lost."""
    start, end = scope.window.edges
    done = await session.scalar(
        update(FsckPass)
        .where(FsckPass.id == ident, FsckPass.outcome == "running")
        .values(
            outcome="complete",
            finished_at=at,
            deep_from=start,
            deep_to=end,
            **asdict(scope.tally),
        )
        .returning(FsckPass.id)
    )
    if done is None:
        return False
    await session.execute(delete(FsckFinding).where(FsckFinding.pass_id != ident))
    await session.execute(delete(FsckPass).where(FsckPass.started_at < at - KEEP))
    return True


async def fail(session: WriteSession, ident: UUID, *, at: datetime) -> None:
    await session.execute(
        update(FsckPass)
        .where(FsckPass.id == ident, FsckPass.outcome == "running")
        .values(outcome="failed", finished_at=at)
    )


async def counts(
    session: ReadSession, *, ripe: datetime
) -> list[tuple[str, int, int, int]]:
    """Of each kind: how many, how many bytes, how many seen since before `ripe`."""
    statement = (
        select(
            FsckFinding.kind,
            func.count(),
            func.sum(FsckFinding.bytes),
            func.count().filter(FsckFinding.first_seen_at <= ripe),
        )
        .group_by(FsckFinding.kind)
        .order_by(FsckFinding.kind)
    )
    rows = await session.execute(statement)
    return [(row[0], row[1], int(row[2]), row[3]) for row in rows]


async def examples(session: ReadSession, kind: str, limit: int) -> list[FsckFinding]:
    statement = (
        select(FsckFinding)
        .where(FsckFinding.kind == kind)
        .order_by(FsckFinding.first_seen_at, FsckFinding.subject)
        .limit(limit)
    )
    return list(await session.scalars(statement))


async def ripe_after(
    session: ReadSession, place: tuple[str, str], *, ripe: datetime, limit: int
) -> list[FsckFinding]:
    """Findings old enough to be mended, after this kind and subject."""
    statement = (
        select(FsckFinding)
        .where(
            FsckFinding.first_seen_at <= ripe,
            tuple_(FsckFinding.kind, FsckFinding.subject) > place,
        )
        .order_by(FsckFinding.kind, FsckFinding.subject)
        .limit(limit)
    )
    return list(await session.scalars(statement))


async def mended(session: WriteSession, found: Sequence[FsckFinding]) -> None:
    if found:
        await session.execute(delete(FsckFinding).where(_same(found)))


async def left(session: WriteSession, found: FsckFinding, because: str) -> None:
    await session.execute(
        update(FsckFinding).where(_same([found])).values(left_because=because)
    )


def _same(found: Sequence[FsckFinding]) -> Any:
    return or_(
        *(
            and_(FsckFinding.kind == one.kind, FsckFinding.subject == one.subject)
            for one in found
        )
    )


async def add_repaired(session: WriteSession, ident: UUID, count: int) -> None:
    await session.execute(
        update(FsckPass)
        .where(FsckPass.id == ident)
        .values(repaired=FsckPass.repaired + count)
    )


async def last(session: ReadSession) -> FsckPass | None:
    return await session.scalar(
        select(FsckPass).order_by(FsckPass.started_at.desc()).limit(1)
    )
