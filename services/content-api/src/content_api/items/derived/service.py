"""Keeping and reading what follows from the present revision of an item."""

from dataclasses import asdict
from uuid import UUID

from content_api.items.aggregates.bodies import Body
from content_api.items.derived import queries, values
from content_api.items.derived.tables import TranslationState
from content_api.items.derived.values import RULES, Translation
from content_api.items.tables import Item
from content_api.translations.differences import Difference
from phohien.db import ReadSession, WriteSession

Marks = dict[UUID, dict[str, tuple[list[str], list[str]]]]


async def keep(session: WriteSession, item: Item, body: Body) -> None:
    """Writes it anew for a revision that was just appended, or is behind."""
    await queries.forget(session, item.id)
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
    await queries.insert_all(session, states, facts, citations)


async def translations_of(
    session: ReadSession, item: Item, body: Body
) -> dict[str, Translation]:
    """By language, for the present revision; computed when nothing was kept."""
    rows = {row.lang: row for row in await queries.states_of(session, item.id)}
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
