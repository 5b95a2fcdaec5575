"""What may go out: asked at the claim, at the intent, and before a batch is handed on.

A live offer lets out the very version that an object holds, while its target is valid.
"""

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from asean_sync.objects.tables import Dependency, Object, parts_of
from asean_sync.offers import rules
from asean_sync.stops.tables import halts, stops_all
from phohien import release
from phohien.db import ReadSession

OFFER, DOCUMENT = release.offer.c, release.document.c


def lets_out(item: Any, target_code: str) -> ColumnElement[bool]:
    """A live offer lets out the very version this row would send."""
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
        rules.valid_target(target_code).exists(),
        or_(and_(item.lang.is_not(None), one), and_(item.lang.is_(None), whole)),
    )


def _offers(
    item: Any, target_code: str, lang: Any, version: Any
) -> ColumnElement[bool]:
    return (
        select(OFFER.id)
        .join(release.document, rules.lets_out(OFFER, DOCUMENT))
        .where(
            OFFER.item_id == item.item_id,
            OFFER.lang == lang,
            OFFER.target_code == target_code,
            DOCUMENT.closure_hash == version,
        )
        .exists()
    )


async def may_go(
    session: ReadSession, code: str, items: Collection[UUID], media: Collection[UUID]
) -> set[UUID]:
    """Of these those that may go out now: the very version they hold.

    Asked when objects are claimed and again when their intents are recorded.
    """
    found = await let_out(session, code, items) if items else set()
    if media:
        found |= await shown(session, code, media)
    return found


@cache
def _let_out(code: str) -> Select[UUID]:
    ids = bindparam("ids", expanding=True, type_=Uuid)
    return select(Object.id).where(Object.id.in_(ids), lets_out(Object, code))


async def let_out(session: ReadSession, code: str, ids: Collection[UUID]) -> set[UUID]:
    return set(await session.scalars(_let_out(code), {"ids": list(ids)}))


@cache
def _shown(code: str) -> Select[UUID]:
    ids, item = bindparam("ids", expanding=True, type_=Uuid), aliased(Object)
    showing = (
        select(item.id)
        .join(Dependency, Dependency.object_id == item.id)
        .where(
            Dependency.needs_object_id == Object.id,
            item.desired == "present",
            lets_out(item, code),
        )
    )
    return select(Object.id).where(Object.id.in_(ids), showing.exists())


async def shown(session: ReadSession, code: str, ids: Collection[UUID]) -> set[UUID]:
    """Media that an item shows which may go out."""
    return set(await session.scalars(_shown(code), {"ids": list(ids)}))


async def keys_let_out(
    session: ReadSession, code: str, keys: Collection[str]
) -> set[str]:
    """An approval may have ended, or a stop come, since an object was laid ready."""
    statement = select(Object.object_key).where(
        Object.target_code == code,
        Object.object_key.in_(keys),
        Object.desired == "present",
        lets_out(Object, code),
        ~halts(Object),
    )
    return set(await session.scalars(statement))


async def may_hand_on(session: ReadSession, code: str) -> bool:
    """Whether what was laid ready may leave now, or waits until a stop is lifted."""
    return not await session.scalar(select(stops_all(code)))
