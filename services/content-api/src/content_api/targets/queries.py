"""Every statement about targets and entitlements."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from content_api.agencies.tables import Agency
from content_api.targets.schemas import EntitlementFilter
from content_api.targets.tables import Entitlement, Target
from phohien.db import ReadSession, WriteSession


def _holds(table: type[Target] | type[Entitlement], on: date) -> tuple[Any, Any]:
    return (
        table.valid_from <= on,
        or_(table.valid_to.is_(None), table.valid_to > on),
    )


async def all_targets(session: ReadSession, *, on: date | None) -> list[Target]:
    """A few rows that never become many, so there are no pages."""
    statement = select(Target).order_by(Target.code)
    if on is not None:
        statement = statement.where(*_holds(Target, on))
    return list(await session.scalars(statement))


async def page_of_entitlements(
    session: ReadSession, wanted: EntitlementFilter
) -> list[tuple[Entitlement, str]]:
    """One row more than the page, to know whether another follows."""
    statement: Select[Entitlement, str] = (
        select(Entitlement, Agency.code)
        .join(Agency, Agency.id == Entitlement.agency_id)
        .order_by(Entitlement.id)
        .limit(wanted.limit + 1)
    )
    for column, value in (
        (Agency.code, wanted.agency),
        (Entitlement.type, wanted.type),
        (Entitlement.target_code, wanted.target),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.on is not None:
        statement = statement.where(*_holds(Entitlement, wanted.on))
    if wanted.cursor is not None:
        statement = statement.where(Entitlement.id > wanted.cursor)
    return [(row, code) for row, code in await session.execute(statement)]


async def entitlement_of(
    session: ReadSession, agency_id: UUID, type_code: str, target_code: str, on: date
) -> Entitlement | None:
    """None when there is none, or the target is closed on that day."""
    found: Entitlement | None = await session.scalar(
        select(Entitlement)
        .join(Target, Target.code == Entitlement.target_code)
        .where(
            Entitlement.agency_id == agency_id,
            Entitlement.type == type_code,
            Entitlement.target_code == target_code,
            *_holds(Entitlement, on),
            *_holds(Target, on),
        )
        .limit(1)
    )
    return found


async def has_target(session: ReadSession, code: str) -> bool:
    return await session.get(Target, code) is not None


async def lock_entitlements(session: WriteSession) -> None:
    """One writer at a time: two overlapping ones would each miss the other."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtext('content.entitlement'))")
    )


async def overlapping(
    session: ReadSession, values: Mapping[str, Any]
) -> list[Entitlement]:
    statement = select(Entitlement).where(
        Entitlement.agency_id == values["agency_id"],
        Entitlement.type == values["type"],
        Entitlement.target_code == values["target_code"],
        or_(
            Entitlement.valid_to.is_(None),
            Entitlement.valid_to > values["valid_from"],
        ),
    )
    if values["valid_to"] is not None:
        statement = statement.where(Entitlement.valid_from < values["valid_to"])
    return list(await session.scalars(statement.order_by(Entitlement.valid_from)))


async def insert_entitlement(
    session: WriteSession, values: Mapping[str, Any]
) -> Entitlement:
    row = Entitlement(**values)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def entitlement_for_update(
    session: WriteSession, entitlement_id: UUID
) -> tuple[Entitlement, str] | None:
    statement: Select[Entitlement, str] = (
        select(Entitlement, Agency.code)
        .join(Agency, Agency.id == Entitlement.agency_id)
        .where(Entitlement.id == entitlement_id)
        .with_for_update(of=Entitlement)
    )
    for row, code in await session.execute(statement):
        return row, code
    return None


async def insert_missing_targets(
    session: WriteSession, rows: list[dict[str, Any]]
) -> None:
    statement = insert(Target).on_conflict_do_nothing(index_elements=[Target.code])
    await session.execute(statement, rows)


async def insert_missing_entitlements(
    session: WriteSession, rows: list[dict[str, Any]]
) -> None:
    await session.execute(insert(Entitlement).on_conflict_do_nothing(), rows)


async def agency_ids(session: ReadSession) -> dict[str, UUID]:
    rows = await session.execute(select(Agency.code, Agency.id))
    return {row.code: row.id for row in rows}
