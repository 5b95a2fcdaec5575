"""Keeping and reading what follows from the present revision of an item."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from content_api.items.aggregates.bodies import Body
from content_api.items.derived import queries, values
from content_api.items.derived.tables import TranslationState
from content_api.items.derived.values import RULES, Citing, Translation
from content_api.items.tables import Item, Revision
from content_api.translations.differences import Difference
from phohien.db import ReadSession, WriteSession

Rows = list[dict[str, Any]]
Marks = dict[UUID, dict[str, tuple[list[str], list[str]]]]


async def keep(session: WriteSession, item: Item, body: Body) -> None:
    """Writes it anew for a revision that was just appended, or is behind."""
    await queries.forget(session, item.id)
    await queries.insert_all(session, *rows_of(item, body))


def rows_of(item: Item, body: Body) -> tuple[Rows, Rows, Rows]:
    """States of translations, dated facts and citations, as they are stored."""
    states = []
    for lang in body["languages"]:
        found = values.translation(body, lang)
        states.append(
            {
                "item_id": item.id,
                "lang": lang,
                "revision": item.revision,
                "rules": RULES,
                "stale": found.stale,
                "hard": found.hard,
                "differences": {
                    name: [asdict(each) for each in differing]
                    for name, differing in found.differences.items()
                },
                "wanted": found.wanted,
                "filled": found.filled,
            }
        )
    facts = [
        {"item_id": item.id, "pointer": pointer, "stale_after": after}
        for pointer, after in values.facts(body).items()
    ]
    citations = [
        {"item_id": item.id, **asdict(citation)} for citation in values.citations(body)
    ]
    return states, facts, citations


async def translations_of(
    session: ReadSession, item: Item, body: Body
) -> dict[str, Translation]:
    """By language, for the present revision; computed when nothing was kept."""
    return translations_in(await queries.states_of(session, item.id), item, body)


def translations_in(
    states: Iterable[TranslationState], item: Item, body: Body
) -> dict[str, Translation]:
    """The same from rows that were read before."""
    rows = {row.lang: row for row in states}
    return {
        lang: _kept(rows[lang])
        if lang in rows and _is_current(rows[lang], item)
        else values.translation(body, lang)
        for lang in body["languages"]
    }


async def marks_of(session: ReadSession, item_ids: list[UUID]) -> Marks:
    return await queries.marks_of(session, item_ids)


def _is_current(row: TranslationState, item: Item) -> bool:
    return row.revision == item.revision and row.rules == RULES


def _kept(row: TranslationState) -> Translation:
    return Translation(
        stale=row.stale,
        differences={
            name: [Difference(**each) for each in found]
            for name, found in row.differences.items()
        },
        hard=row.hard,
        wanted=row.wanted,
        filled=row.filled,
    )


# A document in one of these states makes whatever cites it worth a look.
REPEALED = {"expired", "partly_expired", "suspended"}
SHOWN = 100


async def cited_by(session: ReadSession, item: Item, body: Body) -> list[Citing]:
    """What names a legal document that does not hold any more; else nothing."""
    if body["type"] != "legal_document" or body["fields"].get("status") not in REPEALED:
        return []
    cited = {item.key, *await queries.numbers_of(session, item.id)}
    return await citing(session, cited, item.agency_code, limit=SHOWN)


async def documents_meant(
    session: ReadSession, key: str, number: str
) -> Sequence[Item]:
    """Legal documents with this key or this folded number."""
    return await queries.documents_meant(session, key, number)


async def numbers_of(session: ReadSession, item: Item) -> list[str]:
    return await queries.numbers_of(session, item.id)


async def citing(
    session: ReadSession,
    cited: Collection[str],
    agency_code: str | None,
    *,
    after: tuple[str, str] = ("", ""),
    limit: int,
) -> list[Citing]:
    """With an agency: what it may see, which is its own and what is released."""
    return await queries.citing(
        session, cited, agency_code=agency_code, after=after, limit=limit
    )


async def standing_of(
    session: ReadSession, keys: Collection[str]
) -> dict[str, tuple[dict[str, str], list[str]]]:
    """The status of each language and the targets, for a list of items by key."""
    return await queries.standing_of(session, keys)


async def count_unseen(
    session: ReadSession, cited: Collection[str], agency_code: str | None
) -> int:
    if agency_code is None:
        return 0
    return await queries.count_unseen(session, cited, agency_code=agency_code)


async def catch_up(session: WriteSession, *, limit: int) -> int:
    """Items whose rows are missing, or of an older comparison; how many there were."""
    found = await queries.behind(session, RULES, limit=limit)
    for item in found:
        revision = await session.get(Revision, (item.id, item.revision))
        assert revision is not None  # noqa: S101 -- every item has its revision
        await keep(session, item, json.loads(revision.body))
    return len(found)
