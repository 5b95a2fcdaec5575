"""Each step of a language towards the public, and who may take it.

A step that was taken already, on the same text, is answered as done: a caller whose
connection was cut asks again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content_api.agencies.service import agency_with_code
from content_api.gate import acceptance, orders, queries
from content_api.gate.errors import (
    WrongStepError,
)
from content_api.gate.schemas import (
    ClearOrder,
    LanguageOrder,
    ReleaseOrder,
    ReturnOrder,
    SubmitOrder,
    WithdrawOrder,
)
from content_api.items import checks, languages
from content_api.items import service as items
from content_api.items.tables import Item, ItemLanguage
from content_api.refused import named
from content_api.releases import service as releases
from content_api.releases.client import Manifests
from content_api.releases.refusals import REFUSALS
from content_api.types.check import gaps
from phohien import audit
from phohien.callers import Caller
from phohien.db import WriteSession
from phohien.errors import FieldProblem, Text
from phohien.languages import SOURCE


@dataclass(frozen=True, slots=True)
class Step:
    """Who takes a step on which item, and when."""

    key: str
    caller: Caller
    at: datetime


async def submit(
    session: WriteSession, order: SubmitOrder, step: Step, manifests: Manifests
) -> None:
    """The officer hands languages to the leader, with the media as they are now."""
    item, rows = await _opened(session, order, step)
    items.demand_own(item.agency_code, step.caller)
    todo = {}
    for lang, row in rows.items():
        if row.status == "submitted" and orders.is_current(order, row):
            continue
        _demand_status(row, "draft", "returned", "withdrawn")
        orders.demand_hash(order, row)
        todo[lang] = row
    releases.refuse_blocked(manifests, todo)
    await _refuse_gaps(session, item, todo)
    body = await items.body_of(session, item)
    await languages.remember_media(
        session, item, body, releases.known(manifests, todo), at=step.at
    )
    for row in todo.values():
        row.status, row.note = "submitted", order.note
        row.submitted_by, row.submitted_at = step.caller.id, step.at
        row.updated_at = step.at
    await _note(session, step, "item.submitted", list(todo))


async def send_back(session: WriteSession, order: ReturnOrder, step: Step) -> None:
    """The leader gives languages back to the officer, with a reason."""
    item, rows = await _opened(session, order, step)
    items.demand_own(item.agency_code, step.caller)
    todo = []
    for lang, row in rows.items():
        if row.status == "returned" and row.note == order.note:
            continue
        _demand_status(row, "submitted", "cleared")
        orders.demand_hash(order, row)
        row.status, row.note, row.updated_at = "returned", order.note, step.at
        row.cleared_by = row.cleared_at = None
        todo.append(lang)
    await _note(session, step, "item.returned", todo, {"note": order.note})


async def clear(session: WriteSession, order: ClearOrder, step: Step) -> None:
    """The leader answers for exactly what was read; never for their own words."""
    item, rows = await _opened(session, order, step)
    todo = {
        lang: row
        for lang, row in rows.items()
        if row.status != "cleared"
        or row.cleared_by != step.caller.id
        or not orders.is_current(order, row)
    }
    for row in todo.values():
        orders.demand_hash(order, row)
    accepted = await acceptance.settle(session, item, todo, order, at=step.at)
    for lang in todo:
        with named(REFUSALS):
            await queries.clear(
                session,
                step.caller.token_digest,
                item_id=item.id,
                lang=lang,
                closure_hash=order.if_hash[lang],
                declaration=acceptance.declaration(accepted.get(lang, ())),
                at=step.at,
            )
    await acceptance.record(session, item, todo, accepted, by=step.caller, at=step.at)
    hashes = {lang: row.closure_hash for lang, row in todo.items()}
    detail = {"closure_hashes": hashes, **acceptance.noted(accepted)}
    await _note(session, step, "item.cleared", list(todo), detail)


async def release(
    session: WriteSession, order: ReleaseOrder, step: Step, manifests: Manifests
) -> dict[str, int]:
    """What was cleared becomes public, now or at its time: its lines of the log."""
    item, rows = await _opened(session, order, step)
    releases.refuse_blocked(manifests, rows)
    agency = await agency_with_code(session, item.agency_code)
    live = {
        lang: await releases.live_hash(session, item.id, lang)
        for lang in rows
        if order.if_hash.get(lang) == rows[lang].closure_hash
    }
    todo = orders.to_release(rows, live, order)
    accepted = await acceptance.settle(session, item, todo, order, at=step.at)
    told = {}
    for lang, row in todo.items():
        cleared = orders.cleared_of(item, row, agency)
        told[lang] = await releases.publish(
            session, step.caller, cleared, lang, manifests[lang], at=step.at
        )
    await acceptance.record(session, item, todo, accepted, by=step.caller, at=step.at)
    detail = {"changes": told, **acceptance.noted(accepted)}
    await _note(session, step, "item.released", list(told), detail)
    return told


async def withdraw(session: WriteSession, order: WithdrawOrder, step: Step) -> None:
    """Taken down at once, for readers and for every target."""
    item, rows = await _opened(session, order, step)
    told = {}
    for lang, row in rows.items():
        live = await releases.live_hash(session, item.id, lang)
        if live is None and row.status == "withdrawn":
            continue
        if lang in order.if_hash and live not in {None, order.if_hash[lang]}:
            raise orders.changed({lang: live or ""})
        seq = await releases.take_down(
            session, step.caller, item.id, lang, reason=order.reason_class, at=step.at
        )
        if seq is None:
            raise _wrong_step(row, "released")
        told[lang] = seq
    detail = {"reason": order.reason_class, "note": order.note, "changes": told}
    await _note(session, step, "item.withdrawn", list(told), detail)


async def _opened(
    session: WriteSession, order: LanguageOrder, step: Step
) -> tuple[Item, dict[str, ItemLanguage]]:
    """The item, locked, and the rows of the languages named, in one order."""
    item = await items.item_for_update(session, step.key)
    held = await languages.languages_of(session, item)
    return item, orders.named(held, order)


def _demand_status(row: ItemLanguage, *wanted: str) -> None:
    if row.status not in wanted:
        raise _wrong_step(row, *wanted)


def _wrong_step(row: ItemLanguage, *wanted: str) -> WrongStepError:
    states = ", ".join(wanted)
    return WrongStepError(
        Text(
            vi=f"Ngôn ngữ {row.lang} đang ở trạng thái {row.status}; bước này cần"
            f" trạng thái: {states}.",
            en=f"{row.lang} is {row.status}; this step needs it to be: {states}.",
        )
    )


async def _refuse_gaps(
    session: WriteSession, item: Item, rows: Mapping[str, ItemLanguage]
) -> None:
    """What a draft may leave open and a release may not."""
    body = await items.body_of(session, item)
    found = []
    for lang in rows:
        words = body["languages"][lang]["texts"]
        for gap in gaps(item.type, body["fields"], words):
            where = f"/languages/{lang}" if gap.pointer.startswith("/texts") else ""
            pointer = where + gap.pointer.removeprefix("/texts" if where else "")
            found.append(FieldProblem(pointer, gap.detail, gap.code))
    if SOURCE not in body["languages"]:
        detail = Text(
            vi="Cần có bản tiếng Việt trước khi trình.",
            en="The Vietnamese text comes first.",
        )
        found.append(FieldProblem(f"/languages/{SOURCE}", detail, "source-missing"))
    checks.refuse(found)


async def _note(
    session: WriteSession,
    step: Step,
    action: str,
    langs: list[str],
    detail: Mapping[str, Any] | None = None,
) -> None:
    if not langs:
        return
    await session.flush()  # the audit line is the last thing this transaction writes
    leader = await queries.signed_for(session, step.caller.id)
    signed = {"signed_for": leader} if leader else {}
    await audit.append(
        session,
        service=items.SERVICE,
        caller=step.caller,
        action=action,
        subject=step.key,
        detail={"languages": langs, **signed, **(detail or {})},
    )
