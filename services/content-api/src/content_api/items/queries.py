"""Every statement that touches items, their revisions and their languages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from content_api.items.derived.tables import ItemFact, TranslationState
from content_api.items.tables import Item, ItemLanguage, Revision
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor, Page
from phohien.release import document

Stale = Literal["texts", "figures", "facts"]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of items is narrowed to; None leaves a question open."""

    agency_code: str | None = None
    type: str | None = None
    status: str | None = None
    lang: str | None = None
    stale: Stale | None = None
    on: date = date.min
    q: str | None = None


@dataclass(frozen=True, slots=True)
class Released:
    closure_hash: str
    released_at: datetime
    visible_from: datetime


async def get_item(session: ReadSession, key: str) -> Item | None:
    found: Item | None = await session.scalar(select(Item).where(Item.key == key))
    return found


async def get_item_for_update(session: WriteSession, key: str) -> Item | None:
    found: Item | None = await session.scalar(
        select(Item).where(Item.key == key).with_for_update()
    )
    return found


async def existing_keys(session: ReadSession, wanted: Sequence[str]) -> set[str]:
    return set(await session.scalars(select(Item.key).where(Item.key.in_(wanted))))


async def insert_unless_slug_exists(
    session: WriteSession, values: dict[str, Any]
) -> Item | None:
    """None means the slug was taken, also by a transaction racing with this one."""
    row: Item | None = await session.scalar(
        insert(Item)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[Item.slug])
        .returning(Item)
    )
    return row


async def insert_revision(session: WriteSession, values: dict[str, Any]) -> None:
    await session.execute(insert(Revision).values(**values))


async def get_revision(
    session: ReadSession, item_id: UUID, number: int
) -> Revision | None:
    return await session.get(Revision, (item_id, number))


async def revisions_of(
    session: ReadSession, item_id: UUID, *, before: int | None, limit: int
) -> Sequence[Revision]:
    """Newest first; one more than asked for tells that there are more."""
    statement = (
        select(Revision)
        .where(Revision.item_id == item_id)
        .order_by(Revision.number.desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(Revision.number < before)
    return list(await session.scalars(statement))


async def languages_of(session: ReadSession, item_id: UUID) -> dict[str, ItemLanguage]:
    """Rows as they are now, also when this session read them before."""
    rows = await session.scalars(
        select(ItemLanguage)
        .where(ItemLanguage.item_id == item_id)
        .order_by(ItemLanguage.lang)
        .execution_options(populate_existing=True)
    )
    return {row.lang: row for row in rows}


async def drop_language(session: WriteSession, item_id: UUID, lang: str) -> None:
    await session.execute(
        delete(ItemLanguage).where(
            ItemLanguage.item_id == item_id, ItemLanguage.lang == lang
        )
    )


async def released_of(session: ReadSession, item_id: UUID) -> dict[str, Released]:
    """What is released of each language, what is scheduled included."""
    rows = await session.execute(
        select(
            document.c.lang,
            document.c.closure_hash,
            document.c.released_at,
            document.c.visible_from,
        ).where(document.c.item_id == item_id, document.c.superseded_at.is_(None))
    )
    return {row.lang: Released(*row[1:]) for row in rows}


async def page_of_items(
    session: ReadSession, wanted: Filter, *, after: Cursor | None, limit: int
) -> Page[Item]:
    statement = _narrowed(wanted).limit(limit + 1)
    if after is not None:
        statement = statement.where(
            tuple_(Item.updated_at, Item.id) < tuple_(after.at, after.id)
        )
    rows = list(await session.scalars(statement))
    items = rows[:limit]
    if len(rows) <= limit:
        return Page(items, next=None)
    return Page(items, next=Cursor(items[-1].updated_at, items[-1].id))


def _narrowed(wanted: Filter) -> Select[Item]:
    statement = select(Item).order_by(Item.updated_at.desc(), Item.id.desc())
    if wanted.agency_code is not None:
        statement = statement.where(Item.agency_code == wanted.agency_code)
    if wanted.type is not None:
        statement = statement.where(Item.type == wanted.type)
    if wanted.q:
        statement = statement.where(
            func.lower(Item.title).contains(wanted.q.lower(), autoescape=True)
        )
    if wanted.status is not None or wanted.lang is not None:
        held = select(ItemLanguage.item_id)
        if wanted.status is not None:
            held = held.where(ItemLanguage.status == wanted.status)
        if wanted.lang is not None:
            held = held.where(ItemLanguage.lang == wanted.lang)
        statement = statement.where(Item.id.in_(held))
    if wanted.stale is not None:
        statement = statement.where(Item.id.in_(_stale(wanted)))
    return statement


def _stale(wanted: Filter) -> Select[UUID]:
    if wanted.stale == "facts":
        return select(ItemFact.item_id).where(ItemFact.stale_after < wanted.on)
    marked = (
        TranslationState.hard if wanted.stale == "figures" else TranslationState.stale
    )
    held = select(TranslationState.item_id).where(func.cardinality(marked) > 0)
    if wanted.lang is not None:
        held = held.where(TranslationState.lang == wanted.lang)
    return held


async def statuses_of(
    session: ReadSession, item_ids: Sequence[UUID]
) -> dict[UUID, dict[str, str]]:
    rows = await session.execute(
        select(ItemLanguage.item_id, ItemLanguage.lang, ItemLanguage.status)
        .where(ItemLanguage.item_id.in_(item_ids))
        .order_by(ItemLanguage.lang)
    )
    statuses: dict[UUID, dict[str, str]] = {ident: {} for ident in item_ids}
    for item_id, lang, status in rows:
        statuses[item_id][lang] = status
    return statuses


async def taken_further(
    session: ReadSession, keys: Collection[str], since: datetime
) -> set[str]:
    """Items of which a language was submitted or cleared after a moment."""
    rows = await session.scalars(
        select(Item.key)
        .join(ItemLanguage, ItemLanguage.item_id == Item.id)
        .where(
            Item.key.in_(keys),
            (ItemLanguage.submitted_at > since) | (ItemLanguage.cleared_at > since),
        )
        .distinct()
    )
    return set(rows)
