"""Every statement that touches rows of differences."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from asean_sync.drift.classes import Found
from asean_sync.drift.tables import Drift
from asean_sync.objects.states import State
from asean_sync.objects.tables import Object
from phohien.db import ReadSession, WriteSession


async def report(
    session: WriteSession,
    target_code: str,
    found: Found,
    *,
    action: str,
    run_id: UUID | None,
    at: datetime,
) -> bool:
    """True: it was not open yet."""
    row = {
        "target_code": target_code,
        "object_id": found.object_id,
        "object_key": found.key,
        "role": found.role,
        "kind": found.kind.value,
        "found_at": at,
        "seen_at": at,
        "run_id": run_id,
        "remote_ids": list(found.remote_ids),
        "fields": list(found.fields),
        "theirs": found.theirs,
        "action": action,
    }
    again = {name: row[name] for name in ("seen_at", "remote_ids", "fields", "theirs")}
    statement = insert(Drift).values(row)
    stored = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["target_code", "object_key", "kind"],
            index_where=Drift.closed_at.is_(None),
            set_=again,
        ).returning(Drift.found_at)
    )
    return bool(stored.scalar_one() == at)


async def settle(
    session: WriteSession, target_code: str, *, by: str, at: datetime
) -> None:
    """Closes what was put right meanwhile: the object was seen as it should be."""
    seen_since = Object.verified_at >= Drift.seen_at
    fine = or_(
        and_(Object.state == State.SYNCED.value, seen_since),
        # What came back was absent all the while to us: it must be seen gone since.
        and_(
            Object.state == State.ABSENT.value,
            or_(Drift.kind != "revived", seen_since),
        ),
    )
    right = select(Object.id).where(Object.id == Drift.object_id, fine).exists()
    await session.execute(
        update(Drift)
        .where(
            Drift.target_code == target_code,
            Drift.closed_at.is_(None),
            right,
        )
        .values(closed_at=at, closed_by=by, outcome="settled")
        .execution_options(synchronize_session=False)
    )


async def close_unseen(
    session: WriteSession, target_code: str, role: str, *, by: str, at: datetime
) -> None:
    """What the list does not show any more: their staff saw to it."""
    await session.execute(
        update(Drift)
        .where(
            Drift.target_code == target_code,
            Drift.role == role,
            Drift.kind == "extra",
            Drift.closed_at.is_(None),
            Drift.seen_at < at,
        )
        .values(closed_at=at, closed_by=by, outcome="gone")
        .execution_options(synchronize_session=False)
    )


async def page(
    session: ReadSession,
    *,
    filters: dict[str, str],
    only_open: bool,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Drift]:
    columns = Drift.__table__.c
    statement = (
        select(Drift)
        .where(*(columns[name] == value for name, value in filters.items()))
        .order_by(Drift.found_at.desc(), Drift.id.desc())
        .limit(limit)
    )
    if only_open:
        statement = statement.where(Drift.closed_at.is_(None))
    if before is not None:
        statement = statement.where(tuple_(Drift.found_at, Drift.id) < before)
    return (await session.scalars(statement)).all()


async def get(session: ReadSession, drift_id: UUID) -> Drift | None:
    return await session.scalar(select(Drift).where(Drift.id == drift_id))


async def close(
    session: WriteSession, drift_id: UUID, *, by: str, outcome: str, at: datetime
) -> bool:
    """False: it is closed already."""
    row = await session.execute(
        update(Drift)
        .where(Drift.id == drift_id, Drift.closed_at.is_(None))
        .values(closed_at=at, closed_by=by, outcome=outcome)
        .returning(Drift.id)
        .execution_options(synchronize_session=False)
    )
    return row.first() is not None


async def counts(session: ReadSession, target_code: str) -> dict[str, int]:
    """Open differences by kind."""
    rows: Any = await session.execute(
        select(Drift.kind, func.count())
        .where(Drift.target_code == target_code, Drift.closed_at.is_(None))
        .group_by(Drift.kind)
    )
    return {kind: number for kind, number in rows}  # noqa: C416 -- rows are no pairs to mypy
