"""Every statement about changes of units and the items that follow them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from content_api.gazetteer.tables import UnitChange, UnitRemap, UnitRemapItem
from content_api.items.tables import Item, Revision
from content_api.units.tables import Unit, UnitPredecessor
from phohien.db import ReadSession, WriteSession


class Naming(NamedTuple):
    """An item as it stands."""

    key: str
    agency_code: str
    title: str
    hash: str
    revision: int
    body: str


async def units_among(session: ReadSession, codes: Iterable[str]) -> dict[str, Unit]:
    rows = await session.scalars(select(Unit).where(Unit.code.in_(list(codes))))
    return {unit.code: unit for unit in rows}


async def lock(session: WriteSession) -> None:
    """Changes of units, and re-mappings, come one after the other."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended('content.unit', 0))")
    )


async def last_ordinals(session: ReadSession, codes: Iterable[str]) -> dict[str, int]:
    rows = await session.execute(
        select(UnitPredecessor.unit_code, func.max(UnitPredecessor.ordinal))
        .where(UnitPredecessor.unit_code.in_(list(codes)))
        .group_by(UnitPredecessor.unit_code)
    )
    return dict(rows.all())


async def insert_units(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    await session.execute(insert(Unit), rows)


async def insert_predecessors(
    session: WriteSession, rows: list[dict[str, Any]]
) -> None:
    await session.execute(insert(UnitPredecessor), rows)


async def rename_unit(session: WriteSession, code: str, values: dict[str, Any]) -> None:
    await session.execute(
        update(Unit).where(Unit.code == code).values(**values, amended=True)
    )


async def end_units(session: WriteSession, codes: Collection[str], on: date) -> None:
    await session.execute(
        update(Unit).where(Unit.code.in_(codes)).values(valid_to=on, amended=True)
    )


async def insert_change(session: WriteSession, values: dict[str, Any]) -> UnitChange:
    change = UnitChange(**values)
    session.add(change)
    await session.flush()
    return change


async def changes(session: ReadSession) -> Sequence[UnitChange]:
    """All there are: provinces are re-drawn a few times in a lifetime."""
    return list(
        await session.scalars(
            select(UnitChange).order_by(
                UnitChange.effective_on.desc(), UnitChange.id.desc()
            )
        )
    )


async def ended(session: ReadSession, on: date) -> dict[str, str]:
    """Names of the units that have ended by a day."""
    rows = await session.execute(
        select(Unit.code, Unit.name_vi).where(Unit.valid_to <= on)
    )
    return dict(rows.all())


async def steps(session: ReadSession, on: date) -> dict[str, list[str]]:
    """Where each unit went that changed by a day, as long as it was in the list."""
    rows = await session.execute(
        select(UnitPredecessor.code, UnitPredecessor.unit_code)
        .join(Unit, Unit.code == UnitPredecessor.code)
        .where(
            or_(
                UnitPredecessor.unit_code != UnitPredecessor.code,
                UnitPredecessor.mapping == "split",
            ),
            UnitPredecessor.replaced_on > func.coalesce(Unit.valid_from, date.min),
            UnitPredecessor.replaced_on <= on,
        )
        .order_by(UnitPredecessor.code, UnitPredecessor.unit_code)
    )
    found: dict[str, list[str]] = {}
    for code, after in rows:
        assert code is not None  # noqa: S101 -- joined to a unit's code
        found.setdefault(code, []).append(after)
    return found


async def items_naming(
    session: ReadSession, codes: Collection[str], agency_code: str | None, *, limit: int
) -> list[Naming]:
    """Items whose present revision has one of these codes somewhere."""
    # Codes are digits alone.
    written = f'"({"|".join(sorted(codes))})"'
    statement = (
        select(
            Item.key,
            Item.agency_code,
            Item.title,
            Item.hash,
            Item.revision,
            Revision.body,
        )
        .join(
            Revision, (Revision.item_id == Item.id) & (Revision.number == Item.revision)
        )
        .where(Revision.body.regexp_match(written))
        .order_by(Item.key)
        .limit(limit)
    )
    if agency_code is not None:
        statement = statement.where(Item.agency_code == agency_code)
    return [Naming(*row) for row in await session.execute(statement)]


async def insert_remap(session: WriteSession, values: dict[str, Any]) -> UnitRemap:
    run = UnitRemap(**values)
    session.add(run)
    await session.flush()
    return run


async def insert_remap_items(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    if rows:
        await session.execute(insert(UnitRemapItem), rows)


async def get_remap(session: ReadSession, remap_id: UUID) -> UnitRemap | None:
    return await session.get(UnitRemap, remap_id)


async def get_remap_for_update(
    session: WriteSession, remap_id: UUID
) -> UnitRemap | None:
    found: UnitRemap | None = await session.scalar(
        select(UnitRemap).where(UnitRemap.id == remap_id).with_for_update()
    )
    return found


async def items_of(session: ReadSession, remap_id: UUID) -> list[UnitRemapItem]:
    return list(
        await session.scalars(
            select(UnitRemapItem)
            .where(UnitRemapItem.remap_id == remap_id)
            .order_by(UnitRemapItem.item_key)
        )
    )
