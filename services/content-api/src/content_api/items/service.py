"""What may happen to an item, and what an edit does to each of its languages."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content_api import preconditions
from content_api.items import checks, languages, queries
from content_api.items.aggregates import bodies
from content_api.items.aggregates.bodies import Body
from content_api.items.aggregates.slugs import slug_of
from content_api.items.derived import service as derived
from content_api.items.errors import (
    ItemNotFoundError,
    ItemOfAnotherAgencyError,
    RevisionNotFoundError,
    TypeIsFixedError,
)
from content_api.items.schemas import ItemDraft, TextsDraft
from content_api.items.tables import Item
from phohien import audit, keys
from phohien.callers import Caller
from phohien.canonical import canonical_text
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text

SERVICE = "content-api"
# Whoever keeps the whole in view reads every agency's drafts; nobody else does.
SEE_ALL = ("coordinator", "approver", "operator", "auditor")


Entry = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, when, and the state they say they read.

    An audit line holds the chain until the commit. Whoever writes many items gives a
    `diary`, and appends what is in it when the last item is written.
    """

    caller: Caller
    at: datetime
    if_match: str | None = None
    diary: list[Entry] | None = None


async def item_for_reader(session: ReadSession, key: str, caller: Caller) -> Item:
    item = await queries.get_item(session, key)
    if item is None:
        raise not_found(key)
    if item.agency_code != caller.agency_code and not caller.has(*SEE_ALL):
        raise _of_another(item.agency_code)
    return item


async def item_for_update(session: WriteSession, key: str) -> Item:
    item = await queries.get_item_for_update(session, key)
    if item is None:
        raise not_found(key)
    return item


def not_found(key: str) -> ItemNotFoundError:
    return ItemNotFoundError(
        Text(
            vi=f"Không có mục tin nào mang mã {key}; hãy kiểm tra lại mã.",
            en=f"No item has the key {key}; check the key.",
        )
    )


def _of_another(agency_code: str) -> ItemOfAnotherAgencyError:
    return ItemOfAnotherAgencyError(
        Text(
            vi=f"Chỉ cơ quan {agency_code} được làm việc này; hãy liên hệ cơ quan đó.",
            en=f"Only the agency {agency_code} may do this; ask them.",
        )
    )


def demand_own(item_agency: str, caller: Caller) -> None:
    if not caller.agency_code or caller.agency_code != item_agency:
        raise _of_another(item_agency)


async def create_item(
    session: WriteSession, draft: ItemDraft, writer: Writer, *, province: str
) -> Item:
    agency_code = draft.agency_code or writer.caller.agency_code
    demand_own(agency_code, writer.caller)
    body = await checks.checked_body(session, draft, agency_code, at=writer.at)
    body = bodies.with_languages(
        body, body["languages"], before=None, reviewed=draft.reviewed
    )
    item = await _insert_item(session, body, writer, province)
    await _append_revision(session, item, body, writer, note="")
    voided = await languages.settle(
        session, item, body, author=writer.caller.id, at=writer.at
    )
    await _note(session, writer, "item.created", item, voided)
    return item


async def replace_item(
    session: WriteSession, key: str, draft: ItemDraft, writer: Writer
) -> Item:
    item = await item_for_update(session, key)
    demand_own(item.agency_code, writer.caller)
    preconditions.demand(writer.if_match, item.hash)
    if draft.type != item.type or draft.agency_code not in {None, item.agency_code}:
        raise TypeIsFixedError(
            Text(
                vi=f"Giữ loại {item.type} và cơ quan {item.agency_code}, hoặc tạo mục"
                " tin mới.",
                en=f"Keep type {item.type} and agency {item.agency_code}, or create a"
                " new item.",
            )
        )
    body = await checks.checked_body(session, draft, item.agency_code, at=writer.at)
    before = await body_of(session, item)
    body = bodies.with_languages(
        body, body["languages"], before=before, reviewed=draft.reviewed
    )
    return await _save(session, item, body, writer, note="")


async def put_language(
    session: WriteSession, key: str, lang: str, draft: TextsDraft, writer: Writer
) -> Item:
    item = await item_for_update(session, key)
    demand_own(item.agency_code, writer.caller)
    held = (await queries.languages_of(session, item.id)).get(lang)
    current = (held.closure_hash, item.hash) if held else (item.hash,)
    preconditions.demand(writer.if_match, *current)
    before = await body_of(session, item)
    texts = {name: bodies.texts_of(before, name) for name in before["languages"]}
    texts[lang] = checks.checked_texts(item.type, before["fields"], lang, draft.texts)
    body = bodies.with_languages(
        before, texts, before=before, reviewed={lang: draft.reviewed}
    )
    return await _save(session, item, body, writer, note="")


async def restore_revision(
    session: WriteSession, key: str, number: int, writer: Writer
) -> Item:
    """A new revision that says what an old one said."""
    item = await item_for_update(session, key)
    demand_own(item.agency_code, writer.caller)
    preconditions.demand(writer.if_match, item.hash)
    body = await body_at(session, item, number)
    checks.check_again(body)
    return await _save(session, item, body, writer, note=f"restored {number}")


async def amend_item(
    session: WriteSession, item: Item, body: Body, writer: Writer, *, note: str
) -> Item:
    """Changed by rule and not by its agency's hand; released texts stay as they are."""
    preconditions.demand(writer.if_match, item.hash)
    return await _save(session, item, body, writer, note=note)


async def body_of(session: ReadSession, item: Item) -> Body:
    return await body_at(session, item, item.revision)


async def body_at(session: ReadSession, item: Item, number: int) -> Body:
    revision = await queries.get_revision(session, item.id, number)
    if revision is None:
        raise RevisionNotFoundError(
            Text(
                vi=f"Mục tin có các phiên bản từ 1 đến {item.revision}.",
                en=f"The item has revisions 1 to {item.revision}.",
            )
        )
    body: Body = json.loads(revision.body)
    return body


async def taken_further(
    session: ReadSession, keys: Collection[str], since: datetime | None
) -> set[str]:
    """Items an undo may not touch: submitted or cleared since they were written."""
    return set() if since is None else await queries.taken_further(session, keys, since)


async def _insert_item(
    session: WriteSession, body: Body, writer: Writer, province: str
) -> Item:
    key = keys.public_key(province, body["type"])
    title = bodies.title_of(body)
    slug = slug_of(title, key)
    values = {
        "key": key,
        "type": body["type"],
        "agency_id": writer.caller.agency_id,
        "agency_code": body["agency_code"],
        "title": title,
        "revision": 0,
        "hash": "",
        "created_by": writer.caller.id,
        "created_at": writer.at,
        "updated_at": writer.at,
    }
    item = await queries.insert_unless_slug_exists(session, {**values, "slug": slug})
    if item is None:
        slug = f"{slug}-{key.rpartition('-')[2]}"
        values["slug"] = slug
        item = await queries.insert_unless_slug_exists(session, values)
    assert item is not None  # noqa: S101 -- the key's random part makes the slug unique
    return item


async def _append_revision(
    session: WriteSession, item: Item, body: Body, writer: Writer, *, note: str
) -> None:
    text = canonical_text(body)
    item.revision += 1
    item.hash = bodies.hash_of(text)
    item.title = bodies.title_of(body)
    item.updated_at = writer.at
    await queries.insert_revision(
        session,
        {
            "item_id": item.id,
            "number": item.revision,
            "body": text,
            "sha256": item.hash,
            "author_id": writer.caller.id,
            "author_name": writer.caller.name,
            "note": note,
            "at": writer.at,
        },
    )
    await derived.keep(session, item, body)


async def _save(
    session: WriteSession, item: Item, body: Body, writer: Writer, *, note: str
) -> Item:
    if bodies.hash_of(canonical_text(body)) == item.hash:
        return item
    await _append_revision(session, item, body, writer, note=note)
    voided = await languages.settle(
        session, item, body, author=writer.caller.id, at=writer.at
    )
    await _note(session, writer, "item.saved", item, voided)
    return item


async def _note(
    session: WriteSession, writer: Writer, action: str, item: Item, voided: list[str]
) -> None:
    detail: dict[str, Any] = {
        "revision": item.revision,
        "hash": item.hash,
        "voided": voided,
    }
    entry = (action, item.key, detail)
    if writer.diary is not None:
        writer.diary.append(entry)
    else:
        await write_diary(session, writer, [entry])


async def write_diary(
    session: WriteSession, writer: Writer, entries: Iterable[Entry]
) -> None:
    """The last thing a transaction writes."""
    await session.flush()
    await audit.append_all(session, entries, service=SERVICE, caller=writer.caller)
