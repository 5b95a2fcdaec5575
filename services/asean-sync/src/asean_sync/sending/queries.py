"""Claims and settles objects: every statement that moves a row under a lease."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    RowMapping,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from asean_sync.db import from_now
from asean_sync.mapping.render import RemoteMedia
from asean_sync.objects.states import WORKABLE, State
from asean_sync.objects.tables import (
    Dependency,
    Object,
    Payload,
    Tombstone,
)
from asean_sync.stops.tables import any_stop, halts
from asean_sync.targets.tables import Target
from phohien.db import ReadSession, WriteSession


async def lock_target(session: WriteSession, code: str) -> RowMapping | None:
    """The target and the database's time. Claims at one target follow each other."""
    statement = (
        select(
            *(Target.enabled, Target.circuit, Target.circuit_until),
            Target.consecutive_failures,
            *(Target.tokens, Target.refilled_at, any_stop(code).label("stopped")),
            (Target.contract_found != Target.contract_hash).label("altered"),
            func.clock_timestamp().label("now"),
        )
        .where(Target.code == code)
        .with_for_update(key_share=True)
    )
    return (await session.execute(statement)).mappings().first()


async def spend(session: WriteSession, code: str, tokens: float, at: datetime) -> None:
    await session.execute(
        update(Target).where(Target.code == code).values(tokens=tokens, refilled_at=at)
    )


CODE = bindparam("code", type_=Text)
ITEM = bindparam("item", type_=Uuid)


@cache
def _workable(*, one: bool) -> tuple[ColumnElement[bool], ...]:
    """Not waiting for media that is still to be uploaded; a takedown waits for none."""
    media = aliased(Object)
    there = and_(
        media.desired == "present",
        media.observed == "present",
        media.observed_hash == media.desired_hash,
        media.verified_at.is_not(None),
        media.in_doubt_since.is_(None),
    )
    missing = (
        select(Dependency.object_id)
        .join(media, media.id == Dependency.needs_object_id)
        .where(Dependency.object_id == Object.id, ~func.coalesce(there, False))
        .exists()
    )
    return (
        Object.target_code == CODE,
        Object.state.in_([state.value for state in WORKABLE]),
        or_(Object.desired == "absent", ~missing),
        *([Object.item_id == ITEM] if one else []),
    )


@cache
def _next_due(*, stopped: bool, one: bool) -> Select[Object]:
    now = func.clock_timestamp()
    return (
        select(Object)
        .where(
            *_workable(one=one),
            Object.not_before <= now,
            or_(Object.lease_until.is_(None), Object.lease_until < now),
            *([~halts(Object)] if stopped else []),
        )
        .order_by(Object.priority, Object.not_before, Object.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )


async def next_due(
    session: WriteSession,
    code: str,
    *,
    stopped: bool,
    most: int = 1,
    item_id: UUID | None = None,
) -> Sequence[Object]:
    """Withdrawals first; rows other workers hold or are settling are passed by."""
    statement = _next_due(stopped=stopped, one=item_id is not None)
    given = {"code": code, "most": most, **_item(item_id)}
    return list(await session.scalars(statement, given))


def _item(item_id: UUID | None) -> dict[str, UUID]:
    return {} if item_id is None else {"item": item_id}


@cache
def _seconds_until_due(*, one: bool) -> Select[Any]:
    free_at = func.greatest(Object.not_before, Object.lease_until)
    left = func.extract("epoch", func.min(free_at) - func.clock_timestamp())
    return select(left).where(*_workable(one=one), ~halts(Object))


async def seconds_until_due(
    session: ReadSession, code: str, item_id: UUID | None = None
) -> float | None:
    """None: nothing is left to do or to wait for."""
    statement = _seconds_until_due(one=item_id is not None)
    found = await session.scalar(statement, {"code": code, **_item(item_id)})
    return None if found is None else max(float(found), 0.0)


async def lease(
    session: WriteSession, ids: Collection[UUID], worker: str, length: float
) -> None:
    """Rows that are locked: each under a new fence."""
    await session.execute(
        update(Object)
        .where(Object.id.in_(ids))
        .values(
            state=State.LEASED.value,
            fence=Object.fence + 1,
            lease_owner=worker,
            lease_until=from_now(length),
            claims_without_result=Object.claims_without_result + 1,
            updated_at=func.clock_timestamp(),
        )
        .execution_options(synchronize_session=False)
    )


async def payloads(
    session: ReadSession, digests: Collection[str]
) -> dict[str, dict[str, Any]]:
    rows = await session.execute(
        select(Payload.sha256, Payload.body).where(Payload.sha256.in_(digests))
    )
    return {row.sha256: row.body for row in rows}


async def remotes(
    session: ReadSession, ids: Collection[UUID]
) -> dict[UUID, dict[str, RemoteMedia]]:
    """What the target calls the media each of these shows, by our key."""
    media = aliased(Object)
    rows = await session.execute(
        select(
            Dependency.object_id, media.object_key, media.remote_id, media.remote_url
        )
        .join(media, Dependency.needs_object_id == media.id)
        .where(Dependency.object_id.in_(ids), media.remote_id.is_not(None))
    )
    found: dict[UUID, dict[str, RemoteMedia]] = {}
    for row in rows:
        there = RemoteMedia(row.remote_id, row.remote_url)
        found.setdefault(row.object_id, {})[row.object_key] = there
    return found


async def write(
    session: WriteSession, object_id: UUID, fence: int, values: dict[str, Any]
) -> bool:
    """False: the lease is lost and nothing was written."""
    result = await session.execute(
        update(Object)
        .where(Object.id == object_id, Object.fence == fence)
        .values(**values, updated_at=func.clock_timestamp())
        .returning(Object.id)
        .execution_options(synchronize_session=False)
    )
    return result.first() is not None


async def owners_of(
    session: ReadSession, code: str, role: str, named: Collection[str]
) -> Sequence[Row[UUID, str | None, str]]:
    """Our objects that are at the target under these ids."""
    rows = await session.execute(
        select(Object.id, Object.remote_id, Object.object_key).where(
            Object.target_code == code,
            Object.role == role,
            Object.remote_id.in_(named),
            Object.observed == "present",
        )
    )
    return rows.all()


async def send_again_where_shown(session: WriteSession, media_id: UUID) -> None:
    """The target has another id for the file now: items that show it go again."""
    showing = select(Dependency.object_id).where(Dependency.needs_object_id == media_id)
    await session.execute(
        update(Object)
        .where(
            Object.id.in_(showing),
            Object.desired == "present",
            Object.observed == "present",
        )
        .values(
            observed_hash=None,
            verified_at=None,
            desired_generation=Object.desired_generation + 1,
        )
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Object)
        .where(
            Object.id.in_(showing),
            Object.state.in_(["synced", "drifted"]),
            Object.desired == "present",
        )
        .values(state="pending", not_before=func.clock_timestamp())
        .execution_options(synchronize_session=False)
    )


async def add_tombstone(session: WriteSession, row: Object) -> None:
    await session.execute(
        insert(Tombstone)
        .values(
            target_code=row.target_code,
            object_key=row.object_key,
            generation=row.desired_generation,
            reason=row.withdrawn_reason or "",
            remote_id=row.remote_id,
        )
        .on_conflict_do_nothing()
    )
