"""Every statement that touches what follows from revisions."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
)

from content_api.items.derived.tables import ItemCitation, ItemFact, TranslationState
from content_api.items.derived.values import SELF, Citing
from content_api.items.tables import Item, ItemLanguage
from phohien.db import ReadSession, WriteSession
from phohien.release import document, offer


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


async def documents_meant(
    session: ReadSession, key: str, number: str
) -> Sequence[Item]:
    """Legal documents with this key or this folded number."""
    rows = await session.scalars(
        select(Item)
        .join(ItemCitation, ItemCitation.item_id == Item.id)
        .where(
            ItemCitation.kind == SELF,
            or_(Item.key == key, ItemCitation.cited == number),
        )
        .order_by(Item.key)
        .limit(50)
    )
    return list(rows)


async def numbers_of(session: ReadSession, item_id: UUID) -> list[str]:
    rows = await session.scalars(
        select(ItemCitation.cited).where(
            ItemCitation.item_id == item_id, ItemCitation.kind == SELF
        )
    )
    return list(rows)


async def citing(
    session: ReadSession,
    cited: Collection[str],
    *,
    agency_code: str | None,
    after: tuple[str, str] = ("", ""),
    limit: int,
) -> list[Citing]:
    """By key and place. With `agency_code`: its items, and what is released."""
    place = tuple_(Item.key, ItemCitation.pointer)
    statement = _naming(cited).distinct().order_by(Item.key, ItemCitation.pointer)
    statement = statement.where(place > tuple_(*after))
    if agency_code is not None:
        statement = statement.where(_may_see(agency_code))
    rows = (await session.execute(statement.limit(limit))).all()
    standing = await standing_of(session, {row.key for row in rows})
    return [Citing(*row, *standing[row.key]) for row in rows]


async def standing_of(
    session: ReadSession, keys: Collection[str]
) -> dict[str, tuple[dict[str, str], list[str]]]:
    """Of each item: the status of its languages, and the targets offered it now."""
    found: dict[str, tuple[dict[str, str], list[str]]] = {key: ({}, []) for key in keys}
    states = await session.execute(
        select(Item.key, ItemLanguage.lang, ItemLanguage.status)
        .join(ItemLanguage, ItemLanguage.item_id == Item.id)
        .where(Item.key.in_(keys))
        .order_by(Item.key, ItemLanguage.lang)
    )
    for key, lang, status in states:
        found[key][0][lang] = status
    offered = await session.execute(
        select(offer.c.key, offer.c.target_code)
        .where(offer.c.key.in_(keys), offer.c.withdrawn_at.is_(None))
        .distinct()
        .order_by(offer.c.key, offer.c.target_code)
    )
    for key, target in offered:
        found[key][1].append(target)
    return found


async def count_unseen(
    session: ReadSession, cited: Collection[str], *, agency_code: str
) -> int:
    """Items that name it too, and are drafts of other agencies."""
    hidden = _naming(cited).where(~_may_see(agency_code)).subquery()
    count = await session.scalar(select(func.count(hidden.c.key.distinct())))
    return int(count or 0)


def _naming(cited: Collection[str]) -> Select[str, str, str, str, str, str]:
    return (
        select(
            Item.key,
            Item.type,
            Item.agency_code,
            Item.title,
            ItemCitation.pointer,
            ItemCitation.kind,
        )
        .join(ItemCitation, ItemCitation.item_id == Item.id)
        .where(ItemCitation.cited.in_(cited), ItemCitation.kind != SELF)
    )


def _may_see(agency_code: str) -> ColumnElement[bool]:
    live = exists().where(
        document.c.item_id == Item.id, document.c.superseded_at.is_(None)
    )
    return or_(Item.agency_code == agency_code, live)
