"""Claims and settles objects: every statement that moves a row under a lease."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    and_,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from asean_sync.objects.states import WORKABLE
from asean_sync.objects.tables import (
    Dependency,
    Object,
    Payload,
    Tombstone,
    parts_of,
)
from asean_sync.stops.tables import any_stop, halts
from asean_sync.targets.tables import Target
from phohien import release
from phohien.db import ReadSession, WriteSession

OFFER, DOCUMENT, MEDIA = release.offer.c, release.document.c, release.media.c


def seconds(count: float) -> ColumnElement[Any]:
    return func.make_interval(0, 0, 0, 0, 0, 0, count)


async def lock_target(session: WriteSession, code: str) -> RowMapping | None:
    """The target and the database's time. Claims at one target follow each other."""
    statement = (
        select(
            *(Target.enabled, Target.circuit, Target.circuit_until),
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


async def leased(session: ReadSession, code: str) -> int:
    statement = select(func.count()).where(
        Object.target_code == code, Object.lease_until > func.clock_timestamp()
    )
    return await session.scalar(statement) or 0


def _workable(code: str) -> list[ColumnElement[bool]]:
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
    return [
        Object.target_code == code,
        Object.state.in_([state.value for state in WORKABLE]),
        or_(Object.desired == "absent", ~missing),
    ]


async def next_due(session: WriteSession, code: str, *, stopped: bool) -> Object | None:
    """Withdrawals first; rows other workers hold or are settling are passed by."""
    now = func.clock_timestamp()
    return await session.scalar(
        select(Object)
        .where(
            *_workable(code),
            Object.not_before <= now,
            or_(Object.lease_until.is_(None), Object.lease_until < now),
            *([~halts(Object)] if stopped else []),
        )
        .order_by(Object.priority, Object.not_before, Object.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


async def seconds_until_due(session: ReadSession, code: str) -> float | None:
    """None: nothing is left to do or to wait for."""
    free_at = func.greatest(Object.not_before, Object.lease_until)
    left = func.extract("epoch", func.min(free_at) - func.clock_timestamp())
    going = [*_workable(code), ~halts(Object)]
    found = await session.scalar(select(left).where(*going))
    return None if found is None else max(float(found), 0.0)


async def payload(session: ReadSession, sha256: str | None) -> dict[str, Any] | None:
    return await session.scalar(select(Payload.body).where(Payload.sha256 == sha256))


async def remotes(session: ReadSession, object_id: UUID) -> Sequence[RowMapping]:
    media = aliased(Object)
    rows = await session.execute(
        select(media.object_key, media.remote_id, media.remote_url)
        .join(Dependency, Dependency.needs_object_id == media.id)
        .where(Dependency.object_id == object_id, media.remote_id.is_not(None))
    )
    return rows.mappings().all()


def lets_out(item: Any, target_code: str) -> ColumnElement[bool]:
    """A live offer lets out the very version this row would send."""
    target = release.target.c
    now = func.clock_timestamp()
    valid = (
        select(target.code)
        .where(
            target.code == target_code,
            target.valid_from <= now,
            or_(target.valid_to.is_(None), target.valid_to > now),
        )
        .exists()
    )
    part = parts_of(item.source)
    unapproved = (
        select(part.c.lang)
        .where(~_offers(item, target_code, part.c.lang, part.c.closure_hash))
        .exists()
    )
    one = _offers(item, target_code, item.lang, item.closure_hash)
    # A whole item goes only while every language in it is let out.
    whole = and_(item.source.has_key("parts"), ~unapproved)
    return and_(
        valid,
        or_(and_(item.lang.is_not(None), one), and_(item.lang.is_(None), whole)),
    )


def _offers(
    item: Any, target_code: str, lang: Any, version: Any
) -> ColumnElement[bool]:
    return (
        select(OFFER.id)
        .join(
            release.document,
            and_(DOCUMENT.item_id == OFFER.item_id, DOCUMENT.lang == OFFER.lang),
        )
        .where(
            OFFER.item_id == item.item_id,
            OFFER.lang == lang,
            OFFER.target_code == target_code,
            OFFER.withdrawn_at.is_(None),
            DOCUMENT.closure_hash == version,
            or_(
                DOCUMENT.closure_hash == OFFER.closure_hash,
                and_(OFFER.follow_policy == "follow", DOCUMENT.superseded_at.is_(None)),
            ),
        )
        .exists()
    )


async def is_let_out(session: ReadSession, row: Object) -> bool:
    """Asked when an object is claimed and again when its intent is recorded."""
    if row.role == "item":
        rule = lets_out(Object, row.target_code)
        found = await session.scalar(select(Object.id).where(Object.id == row.id, rule))
        return found is not None
    item = aliased(Object)
    shown = await session.scalar(
        select(item.id)
        .join(Dependency, Dependency.object_id == item.id)
        .where(
            Dependency.needs_object_id == row.id,
            item.desired == "present",
            lets_out(item, row.target_code),
        )
        .limit(1)
    )
    return shown is not None


async def get(session: WriteSession, object_id: UUID, fence: int) -> Object | None:
    """Locked. None: the lease is lost."""
    return await session.scalar(
        select(Object)
        .where(Object.id == object_id, Object.fence == fence)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


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


async def owner_of(
    session: ReadSession, target_code: str, role: str, remote_id: str, but: UUID
) -> str | None:
    """The key of another object that is at the target under this id."""
    return await session.scalar(
        select(Object.object_key)
        .where(
            Object.target_code == target_code,
            Object.role == role,
            Object.remote_id == remote_id,
            Object.observed == "present",
            Object.id != but,
        )
        .limit(1)
    )


async def extend(
    session: WriteSession, object_id: UUID, fence: int, lease: float
) -> bool:
    now = func.clock_timestamp()
    result = await session.execute(
        update(Object)
        .where(Object.id == object_id, Object.fence == fence, Object.lease_until > now)
        .values(lease_until=now + seconds(lease))
        .returning(Object.id)
        .execution_options(synchronize_session=False)
    )
    return result.first() is not None


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
