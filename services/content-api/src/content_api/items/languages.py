"""What an edit does to each language: exactly those it touches become drafts again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from content_api.items import queries
from content_api.items.aggregates.bodies import Body, hash_of
from content_api.items.aggregates.closures import Manifest, closure_text, manifests_in
from content_api.items.errors import LanguageReleasedError
from content_api.items.tables import Item, ItemLanguage
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text


async def languages_of(session: ReadSession, item: Item) -> dict[str, ItemLanguage]:
    return await queries.languages_of(session, item.id)


async def settle(
    session: WriteSession, item: Item, body: Body, *, author: UUID, at: datetime
) -> list[str]:
    """Voids exactly the languages whose closure changed, and returns them."""
    held = await queries.languages_of(session, item.id)
    live = await queries.released_of(session, item.id)
    voided = []
    for lang in body["languages"]:
        row = held.pop(lang, None)
        known = manifests_in(row.closure) if row else {}
        closure = closure_text(item.key, body, lang, known)
        digest = hash_of(closure)
        if row is None:
            state = first_state(item, lang, closure, author, at)
            session.add(ItemLanguage(**state))
        elif row.closure_hash != digest:
            voided.append(lang)
            row.closure, row.closure_hash = closure, digest
            row.revision, row.updated_at = item.revision, at
            row.authors = _authors(row, author)
            row.status = "draft"
            row.cleared_by = row.cleared_at = None
            row.submitted_by = row.submitted_at = None
            if lang in live and live[lang].closure_hash == digest:
                later = live[lang].visible_from > at
                row.status = "scheduled" if later else "released"
    for lang in held:
        if lang in live:
            raise LanguageReleasedError(
                Text(
                    vi=f"Ngôn ngữ {lang} đang được công bố; hãy gỡ xuống trước khi bỏ.",
                    en=f"{lang} is released; withdraw it before removing it.",
                )
            )
        await queries.drop_language(session, item.id, lang)
    return voided


def _authors(row: ItemLanguage, author: UUID) -> list[UUID]:
    """Whose words would be cleared: since the last clearance, without doubles."""
    settled = row.status in {"cleared", "scheduled", "released", "withdrawn"}
    return sorted({author} if settled else {*row.authors, author})


def first_state(
    item: Item, lang: str, closure: str, author: UUID, at: datetime
) -> dict[str, Any]:
    """A language nobody has looked at yet, as it is stored."""
    return {
        "item_id": item.id,
        "lang": lang,
        "status": "draft",
        "revision": item.revision,
        "closure": closure,
        "closure_hash": hash_of(closure),
        "authors": [author],
        "note": "",
        "updated_at": at,
    }


async def remember_media(
    session: WriteSession,
    item: Item,
    body: Body,
    manifests: Mapping[str, Mapping[str, Manifest]],
    *,
    at: datetime,
) -> set[str]:
    """Closures of these languages with the media as assets-api has them now.

    Returns the languages whose closure changed; what was cleared of them is void.
    """
    held = await queries.languages_of(session, item.id)
    changed = set()
    for lang, known in manifests.items():
        row = held[lang]
        closure = closure_text(item.key, body, lang, known)
        if hash_of(closure) == row.closure_hash:
            continue
        changed.add(lang)
        row.closure, row.closure_hash = closure, hash_of(closure)
        row.updated_at = at
        if row.status != "submitted":
            row.status = "draft"
        row.cleared_by = row.cleared_at = None
    return changed
