"""Counting over what is kept beside the items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, func, select, text, tuple_

from content_api.items.derived.tables import ItemFact
from content_api.items.tables import Item
from phohien.db import ReadSession

# Fixed text; every value is a parameter. A group has all its items, so that a language
# which is not there yet counts as nothing done.
_GROUPED = """
WITH member AS (SELECT DISTINCT {group} AS grouped, i.id
      FROM content.item i {joined}
     WHERE (CAST(:agency AS text) IS NULL OR i.agency_code = :agency)
       AND (CAST(:type AS text) IS NULL OR i.type = :type)),
whole AS (SELECT grouped, count(*) AS of FROM member GROUP BY grouped)
SELECT m.grouped AS group, t.lang, w.of, count(*) AS items,
       sum(t.wanted)::int AS wanted, sum(t.filled)::int AS filled,
       sum(cardinality(t.stale))::int AS stale,
       count(*) FILTER (WHERE cardinality(t.hard) > 0) AS hard_stale,
       floor(100 * sum(CASE WHEN t.wanted = 0 THEN 1 ELSE
             greatest(t.filled - cardinality(t.stale), 0)::numeric / t.wanted END)
             / w.of)::int AS score
  FROM member m
  JOIN whole w USING (grouped)
  JOIN content.translation_state t ON t.item_id = m.id
 WHERE CAST(:lang AS text) IS NULL OR t.lang = :lang
 GROUP BY m.grouped, t.lang, w.of
 ORDER BY m.grouped, t.lang
"""
_ENTITLED = """
      JOIN content.entitlement e ON e.agency_id = i.agency_id AND e.type = i.type
       AND e.valid_from <= :on AND (e.valid_to IS NULL OR e.valid_to > :on)
      JOIN content.target g ON g.code = e.target_code
       AND g.valid_from <= :on AND (g.valid_to IS NULL OR g.valid_to > :on)
"""
STATEMENTS = {
    "type": text(_GROUPED.format(group="i.type", joined="")),
    "agency": text(_GROUPED.format(group="i.agency_code", joined="")),
    "target": text(_GROUPED.format(group="e.target_code", joined=_ENTITLED)),
}


@dataclass(frozen=True, slots=True)
class FactFilter:
    on: date
    agency_code: str | None
    type: str | None


async def grouped(
    session: ReadSession, by: str, values: dict[str, Any]
) -> Sequence[RowMapping]:
    return (await session.execute(STATEMENTS[by], values)).mappings().all()


async def targets_for(
    session: ReadSession, agency_id: UUID, type_code: str, on: date
) -> list[str]:
    rows = await session.scalars(
        text(
            "SELECT DISTINCT e.target_code FROM content.entitlement e"
            " JOIN content.target g ON g.code = e.target_code"
            " WHERE e.agency_id = :agency AND e.type = :type"
            " AND e.valid_from <= :on AND (e.valid_to IS NULL OR e.valid_to > :on)"
            " AND g.valid_from <= :on AND (g.valid_to IS NULL OR g.valid_to > :on)"
            " ORDER BY 1"
        ),
        {"agency": agency_id, "type": type_code, "on": on},
    )
    return list(rows)


async def page_of_facts(
    session: ReadSession,
    wanted: FactFilter,
    *,
    after: tuple[date, str, str] | None,
    limit: int,
) -> Sequence[RowMapping]:
    """The oldest first."""
    order = (ItemFact.stale_after, Item.key, ItemFact.pointer)
    statement = (
        select(
            Item.key,
            Item.type,
            Item.agency_code,
            Item.title,
            ItemFact.pointer,
            ItemFact.stale_after,
        )
        .join(ItemFact, ItemFact.item_id == Item.id)
        .where(*_conditions(wanted))
        .order_by(*order)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(*order) > tuple_(*after))
    return (await session.execute(statement)).mappings().all()


async def facts_by_agency(
    session: ReadSession, wanted: FactFilter
) -> Sequence[RowMapping]:
    statement = (
        select(
            Item.agency_code,
            func.count(Item.id.distinct()).label("items"),
            func.count().label("facts"),
        )
        .join(ItemFact, ItemFact.item_id == Item.id)
        .where(*_conditions(wanted))
        .group_by(Item.agency_code)
        .order_by(Item.agency_code)
    )
    return (await session.execute(statement)).mappings().all()


def _conditions(wanted: FactFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [ItemFact.stale_after < wanted.on]
    if wanted.agency_code is not None:
        found.append(Item.agency_code == wanted.agency_code)
    if wanted.type is not None:
        found.append(Item.type == wanted.type)
    return found
