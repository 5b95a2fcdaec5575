"""Every statement that writes stops or lists them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, or_, select, update

from asean_sync.objects.tables import Object
from asean_sync.stops.tables import Stop, type_of
from asean_sync.targets.tables import Target
from phohien import release
from phohien.db import ReadSession, WriteSession


def _scope(target_code: str | None, item_type: str | None) -> list[ColumnElement[bool]]:
    return [
        Stop.resumed_at.is_(None),
        Stop.target_code.is_not_distinct_from(target_code),
        Stop.item_type.is_not_distinct_from(item_type),
    ]


async def active_of(
    session: WriteSession, target_code: str | None, item_type: str | None
) -> Stop | None:
    return await session.scalar(
        select(Stop).where(*_scope(target_code, item_type)).with_for_update()
    )


async def get(session: ReadSession, stop_id: UUID) -> Stop | None:
    return await session.scalar(select(Stop).where(Stop.id == stop_id))


async def add(session: WriteSession, row: dict[str, Any]) -> Stop:
    rows = await session.scalars(insert(Stop).values(row).returning(Stop))
    return rows.one()


async def resume(session: WriteSession, stop_id: UUID, by: str) -> Stop | None:
    """None: it was lifted before."""
    return await session.scalar(
        update(Stop)
        .where(Stop.id == stop_id, Stop.resumed_at.is_(None))
        .values(resumed_by=by, resumed_at=func.clock_timestamp())
        .returning(Stop)
        .execution_options(populate_existing=True)
    )


async def active(session: ReadSession, target_code: str | None) -> Sequence[Stop]:
    """Those that touch the target; None: all of them."""
    statement = select(Stop).where(Stop.resumed_at.is_(None)).order_by(Stop.id)
    if target_code is not None:
        mine = or_(Stop.target_code.is_(None), Stop.target_code == target_code)
        statement = statement.where(mine)
    return (await session.scalars(statement)).all()


async def page(
    session: ReadSession,
    *,
    active_only: bool,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Stop]:
    statement = (
        select(Stop).order_by(Stop.stopped_at.desc(), Stop.id.desc()).limit(limit)
    )
    if active_only:
        statement = statement.where(Stop.resumed_at.is_(None))
    if before is not None:
        at, stop_id = before
        older = (Stop.stopped_at < at) | ((Stop.stopped_at == at) & (Stop.id < stop_id))
        statement = statement.where(older)
    return (await session.scalars(statement)).all()


async def under_way(session: ReadSession, target_code: str | None) -> int:
    statement = select(func.count()).where(
        Object.lease_until > func.clock_timestamp(), Object.state == "leased"
    )
    if target_code is not None:
        statement = statement.where(Object.target_code == target_code)
    return await session.scalar(statement) or 0


async def target_exists(session: ReadSession, code: str) -> bool:
    found = await session.scalar(select(Target.code).where(Target.code == code))
    return found is not None


async def type_exists(session: ReadSession, item_type: str) -> bool:
    """Of something released, or of something that is or was at a target."""
    document = release.document.c
    released = select(document.type).where(document.type == item_type).exists()
    sent = (
        select(Object.id).where(type_of(Object) == item_type.replace("_", "-")).exists()
    )
    return bool(await session.scalar(select(or_(released, sent))))


async def types(session: ReadSession) -> list[str]:
    document = release.document.c
    found = await session.scalars(
        select(document.type).distinct().order_by(document.type)
    )
    return list(found)
