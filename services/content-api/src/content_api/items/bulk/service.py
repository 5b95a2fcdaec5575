"""New items by the hundred: what `create_item` makes of one, for all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from content_api.items import checks, languages
from content_api.items.aggregates import bodies
from content_api.items.aggregates.bodies import Body
from content_api.items.aggregates.closures import closure_text
from content_api.items.aggregates.slugs import slug_of
from content_api.items.bulk import queries
from content_api.items.derived import service as derived
from content_api.items.derived.tables import ItemCitation, ItemFact, TranslationState
from content_api.items.schemas import ItemDraft
from content_api.items.service import Entry, Writer, demand_own, write_diary
from content_api.items.tables import Item, ItemLanguage, Revision
from phohien import keys
from phohien.canonical import canonical_text
from phohien.db import WriteSession

# Rows of one statement, and bodies held in memory at a time.
PART = 200


@dataclass(frozen=True, slots=True)
class _New:
    """An item before it is stored."""

    key: str
    slug: str
    body: Body
    text: str
    hash: str


async def create_items(
    session: WriteSession, drafts: Sequence[ItemDraft], writer: Writer, *, province: str
) -> list[Item]:
    """In the order of the drafts, each checked as if it had come alone."""
    made: list[Item] = []
    for start in range(0, len(drafts), PART):
        part = drafts[start : start + PART]
        made += await _create(session, part, writer, province)
    if writer.diary is None:
        await write_diary(session, writer, [_entry(item) for item in made])
    else:
        writer.diary.extend(_entry(item) for item in made)
    return made


async def _create(
    session: WriteSession, drafts: Sequence[ItemDraft], writer: Writer, province: str
) -> list[Item]:
    found = [await _body(session, draft, writer) for draft in drafts]
    fresh = await _named(session, found, province)
    rows = [_row(one, writer) for one in fresh]
    items = await queries.insert_unless_slugs_exist(session, rows)
    late = [row for row in rows if row["key"] not in items]
    if late:
        again = [{**row, "slug": _longer(row["slug"], row["key"])} for row in late]
        items |= await queries.insert_unless_slugs_exist(session, again)
    await queries.insert_rest(session, _rest(items, fresh, writer))
    return [items[one.key] for one in fresh]


async def _body(session: WriteSession, draft: ItemDraft, writer: Writer) -> Body:
    agency_code = draft.agency_code or writer.caller.agency_code
    demand_own(agency_code, writer.caller)
    body = await checks.checked_body(session, draft, agency_code, at=writer.at)
    return bodies.with_languages(
        body, body["languages"], before=None, reviewed=draft.reviewed
    )


async def _named(
    session: WriteSession, found: Sequence[Body], province: str
) -> list[_New]:
    """Each with a key and an address of its own."""
    named = [keys.public_key(province, body["type"]) for body in found]
    slugs = [
        slug_of(bodies.title_of(body), key)
        for key, body in zip(named, found, strict=True)
    ]
    taken = await queries.taken(session, set(slugs))
    fresh = []
    for key, wanted, body in zip(named, slugs, found, strict=True):
        slug = _longer(wanted, key) if wanted in taken else wanted
        taken.add(slug)
        text = canonical_text(body)
        fresh.append(_New(key, slug, body, text, bodies.hash_of(text)))
    return fresh


def _longer(slug: str, key: str) -> str:
    """Its own for sure: it ends like the key."""
    return f"{slug}-{key.rpartition('-')[2]}"


def _row(one: _New, writer: Writer) -> dict[str, Any]:
    return {
        "key": one.key,
        "type": one.body["type"],
        "agency_id": writer.caller.agency_id,
        "agency_code": one.body["agency_code"],
        "slug": one.slug,
        "title": bodies.title_of(one.body),
        "revision": 1,
        "hash": one.hash,
        "created_by": writer.caller.id,
        "created_at": writer.at,
        "updated_at": writer.at,
    }


def _rest(
    items: dict[str, Item], fresh: Sequence[_New], writer: Writer
) -> dict[type, queries.Rows]:
    """What hangs on the items: revision, languages, and what follows from them."""
    rows: dict[type, queries.Rows] = {
        table: []
        for table in (Revision, ItemLanguage, TranslationState, ItemFact, ItemCitation)
    }
    for one in fresh:
        item = items[one.key]
        rows[Revision].append(
            {
                "item_id": item.id,
                "number": 1,
                "body": one.text,
                "sha256": one.hash,
                "author_id": writer.caller.id,
                "author_name": writer.caller.name,
                "note": "",
                "at": writer.at,
            }
        )
        rows[ItemLanguage] += [
            languages.first_state(
                item,
                lang,
                closure_text(one.key, one.body, lang, {}),
                writer.caller.id,
                writer.at,
            )
            for lang in one.body["languages"]
        ]
        states, facts, citations = derived.rows_of(item, one.body)
        rows[TranslationState] += states
        rows[ItemFact] += facts
        rows[ItemCitation] += citations
    return rows


def _entry(item: Item) -> Entry:
    detail = {"revision": item.revision, "hash": item.hash, "voided": []}
    return "item.created", item.key, detail
