"""Every statement that makes many items."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from content_api.items.derived.tables import ItemCitation, ItemFact, TranslationState
from content_api.items.tables import Item, ItemLanguage, Revision
from phohien.db import WriteSession

Rows = list[dict[str, Any]]

# Languages refer to revisions.
_ORDER = (Revision, ItemLanguage, TranslationState, ItemFact, ItemCitation)


async def taken(session: WriteSession, slugs: Collection[str]) -> set[str]:
    return set(await session.scalars(select(Item.slug).where(Item.slug.in_(slugs))))


async def insert_unless_slugs_exist(
    session: WriteSession, rows: Rows
) -> dict[str, Item]:
    """By key. One whose slug was taken meanwhile is not there."""
    statement = upsert(Item).on_conflict_do_nothing(index_elements=[Item.slug])
    made = await session.scalars(statement.returning(Item), rows)
    return {item.key: item for item in made}


async def insert_rest(session: WriteSession, rows: dict[type, Rows]) -> None:
    for table in _ORDER:
        if rows[table]:
            await session.execute(insert(table), rows[table])
