"""Every statement that touches what follows from revisions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, insert, select

from content_api.items.derived.tables import ItemCitation, ItemFact, TranslationState
from content_api.items.tables import Item
from phohien.db import ReadSession, WriteSession


async def forget(session: WriteSession, item_id: UUID) -> None:
    await session.execute(
        delete(TranslationState).where(TranslationState.item_id == item_id)
    )
    await session.execute(delete(ItemFact).where(ItemFact.item_id == item_id))
    await session.execute(delete(ItemCitation).where(ItemCitation.item_id == item_id))


async def insert_all(
    session: WriteSession,
    states: list[dict[str, Any]],
    facts: list[dict[str, Any]],
    citations: list[dict[str, Any]],
) -> None:
    await session.execute(insert(TranslationState).values(states))
    if facts:
        await session.execute(insert(ItemFact).values(facts))
    if citations:
        await session.execute(insert(ItemCitation).values(citations))


async def states_of(session: ReadSession, item_id: UUID) -> Sequence[TranslationState]:
    return list(
        await session.scalars(
            select(TranslationState)
            .where(TranslationState.item_id == item_id)
            .execution_options(populate_existing=True)
        )
    )


async def marks_of(
    session: ReadSession, item_ids: Sequence[UUID]
) -> dict[UUID, dict[str, tuple[list[str], list[str]]]]:
    """Stale and hard-stale fields by item and language, for a list."""
    rows = await session.execute(
        select(
            TranslationState.item_id,
            TranslationState.lang,
            TranslationState.stale,
            TranslationState.hard,
        ).where(TranslationState.item_id.in_(item_ids))
    )
    marks: dict[UUID, dict[str, tuple[list[str], list[str]]]] = {}
    for item_id, lang, stale, hard in rows:
        marks.setdefault(item_id, {})[lang] = (stale, hard)
    return marks


async def behind(session: WriteSession, rules: int, *, limit: int) -> Sequence[Item]:
    """Items without these rows, or with those of an older comparison."""
    present = exists().where(
        TranslationState.item_id == Item.id,
        TranslationState.revision == Item.revision,
        TranslationState.rules == rules,
    )
    return list(
        await session.scalars(
            select(Item)
            .where(~present)
            .order_by(Item.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )
