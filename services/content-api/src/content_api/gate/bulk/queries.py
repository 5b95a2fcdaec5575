"""What is known of many items, each table read once; and the gate, asked for all."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, tuple_

from content_api.agencies.tables import Agency
from content_api.gate.tables import AcceptedDifference
from content_api.items.derived.tables import TranslationState
from content_api.items.tables import Item, ItemLanguage, Revision
from content_api.releases.documents import Cleared, Finished
from phohien.db import ReadSession, WriteSession
from phohien.release import document

Accepted = set[tuple[str, str, str, str, str]]
# The rows of one table are asked for by the items'; the order is that of the list. One
# text: the driver looks at every letter of an array of them.
PUBLISH = text("""
SELECT release.publish(CAST(:session AS bytea), t.item, t.lang, t.hash, t.doc, t.card,
           t.sort_key, t.search, t.lat, t.lon)
  FROM ROWS FROM (json_to_recordset(CAST(:wanted AS json)) AS (
           item uuid, lang text, hash text, doc text, card text, sort_key text,
           search text, lat float8, lon float8)) WITH ORDINALITY
       AS t(item, lang, hash, doc, card, sort_key, search, lat, lon, place)
 ORDER BY t.place""")


@dataclass(slots=True)
class Held:
    """One item, locked, with everything its release depends on."""

    item: Item
    agency: Agency
    body: str
    rows: dict[str, ItemLanguage] = field(default_factory=dict)
    live: dict[str, str | None] = field(default_factory=dict)
    states: list[TranslationState] = field(default_factory=list)
    standing: Accepted = field(default_factory=set)


async def bodies_of(session: ReadSession, keys: Iterable[str]) -> dict[str, str]:
    """The present revision of each item there is, by key."""
    rows = await session.execute(
        select(Item.key, Revision.body)
        .join(Revision, _present())
        .where(Item.key.in_(list(keys)))
    )
    return {row.key: row.body for row in rows}


async def held(session: WriteSession, keys: Iterable[str]) -> dict[str, Held]:
    """By key; locked in one order, so that two such requests cannot wait in a ring."""
    items = await session.execute(
        select(Item, Revision.body, Agency)
        .join(Revision, _present())
        .join(Agency, Agency.code == Item.agency_code)
        .where(Item.key.in_(list(keys)))
        .order_by(Item.id)
        .with_for_update(of=Item)
        .execution_options(populate_existing=True)
    )
    found = {item.id: Held(item, agency, body) for item, body, agency in items}
    ids = list(found)
    rows = await session.scalars(
        select(ItemLanguage)
        .where(ItemLanguage.item_id.in_(ids))
        .order_by(ItemLanguage.item_id, ItemLanguage.lang)
        .execution_options(populate_existing=True)
    )
    for row in rows:
        found[row.item_id].rows[row.lang] = row
    states = await session.scalars(
        select(TranslationState)
        .where(TranslationState.item_id.in_(ids))
        .execution_options(populate_existing=True)
    )
    for state in states:
        found[state.item_id].states.append(state)
    await _hold_released(session, found)
    return {each.item.key: each for each in found.values()}


async def _hold_released(session: ReadSession, found: dict[UUID, Held]) -> None:
    live = await session.execute(
        select(document.c.item_id, document.c.lang, document.c.closure_hash).where(
            document.c.item_id.in_(list(found)), document.c.superseded_at.is_(None)
        )
    )
    for row in live:
        found[row.item_id].live[row.lang] = row.closure_hash
    standing = await session.execute(
        select(
            AcceptedDifference.item_id,
            AcceptedDifference.lang,
            AcceptedDifference.kind,
            AcceptedDifference.subject,
            AcceptedDifference.closure_hash,
            AcceptedDifference.source_hash,
        ).where(AcceptedDifference.item_id.in_(list(found)))
    )
    for item_id, *accepted in standing:
        lang, kind, subject, closure, source = accepted
        found[item_id].standing.add((lang, kind, subject, closure, source))


async def publish_all(
    session: WriteSession,
    token_digest: bytes,
    wanted: Sequence[tuple[Cleared, str, Finished]],
) -> list[int]:
    """The gate is asked for each; when it refuses one, nothing of this is done."""
    rows = [
        {
            "item": str(cleared.item_id),
            "lang": lang,
            "hash": cleared.closure_hash,
            **asdict(finished),
        }
        for cleared, lang, finished in wanted
    ]
    given = {"session": token_digest, "wanted": json.dumps(rows, ensure_ascii=False)}
    return list(await session.scalars(PUBLISH, given))


def _present() -> Any:
    return tuple_(Revision.item_id, Revision.number) == tuple_(Item.id, Item.revision)
