"""Releases of many items: together while nothing stands in the way, else one by one.

What is decided here is decided by the functions a single release uses, and the gate in
the database is asked for every language. One refusal undoes what was done together;
then each item goes alone, and the answer says which one was refused and why.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content_api.gate import acceptance, attached, orders
from content_api.gate import service as gate
from content_api.gate.acceptance import Points
from content_api.gate.bulk import queries
from content_api.gate.bulk.queries import Held
from content_api.gate.bulk.schemas import ItemRelease
from content_api.gate.service import Step
from content_api.items import service as items
from content_api.items.aggregates.bodies import Body, texts_of
from content_api.items.aggregates.closures import asset_ids
from content_api.items.derived import service as derived
from content_api.items.tables import ItemLanguage
from content_api.refused import named
from content_api.releases import documents
from content_api.releases import service as releases
from content_api.releases.client import AssetsClient
from content_api.releases.documents import Cleared, Finished
from content_api.releases.refusals import REFUSALS
from content_api.translations import service as translations
from content_api.translations.terms import Finding
from phohien import audit
from phohien.db import Database, WriteSession
from phohien.errors import AppError
from phohien.languages import SOURCE

# Of one transaction: others who release wait for its end.
PART = 40
# While the database works for one, the next is prepared.
AT_ONCE = 2

Told = dict[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """One order, and the item it is for."""

    order: ItemRelease
    held: Held
    body: Body

    def texts(self) -> dict[str, Mapping[str, Any]]:
        langs = {SOURCE, *self.order.languages} & self.body["languages"].keys()
        return {lang: texts_of(self.body, lang) for lang in langs}


@dataclass(frozen=True, slots=True)
class Ready:
    """An item that nothing here stands against, and what the gate is asked."""

    held: Held
    todo: dict[str, ItemLanguage]
    accepted: Points
    wanted: list[tuple[Cleared, str, Finished]]


@dataclass(frozen=True, slots=True)
class Desk:
    """With what a release is made."""

    database: Database
    assets: AssetsClient


async def release(
    desk: Desk, wanted: Sequence[ItemRelease], step: Step
) -> list[Told | AppError]:
    """One outcome for each order, in their order. `step.key` is of no account."""
    async with desk.database.reading() as session:
        bodies = await queries.bodies_of(session, {order.key for order in wanted})
    found: dict[int, Told | AppError] = {}
    plain, seen = [], set[str]()
    for place, order in enumerate(wanted):
        body = bodies.get(order.key)
        if order.key not in seen and body is not None and _is_plain(body, order):
            plain.append(place)
        seen.add(order.key)
    parts = [plain[start : start + PART] for start in range(0, len(plain), PART)]
    slots = asyncio.Semaphore(AT_ONCE)
    for told in await asyncio.gather(
        *(
            _part(desk, {place: wanted[place] for place in part}, step, slots)
            for part in parts
        )
    ):
        found |= told
    # In their order, so that the second of two orders for one item finds the first.
    return [
        found[place] if place in found else await _alone(desk, order, step)
        for place, order in enumerate(wanted)
    ]


def _is_plain(text: str, order: ItemRelease) -> bool:
    """Nothing of it has to be asked of assets-api."""
    body = json.loads(text)
    langs = [lang for lang in order.languages if lang in body["languages"]]
    return not any(asset_ids(body, lang) for lang in langs)


async def _part(
    desk: Desk, asked: dict[int, ItemRelease], step: Step, slots: asyncio.Semaphore
) -> dict[int, Told | AppError]:
    try:
        async with slots, desk.database.writing() as session:
            return await _together(session, asked, step)
    except AppError:
        # Somebody's refusal: whose, shows when each goes alone.
        return {}


async def _together(
    session: WriteSession, asked: dict[int, ItemRelease], step: Step
) -> dict[int, Told | AppError]:
    held = await queries.held(session, [order.key for order in asked.values()])
    found: dict[int, Told | AppError] = {}
    ready: dict[int, Ready] = {}
    # Gone, or with media, since it was looked at: such an item goes alone.
    there = {
        place: Asked(order, there_is, json.loads(there_is.body))
        for place, order in asked.items()
        if (there_is := held.get(order.key)) is not None
        and _is_plain(there_is.body, order)
    }
    terms = await translations.findings_of_all(
        session, [each.texts() for each in there.values()], on=step.at.date()
    )
    for (place, one), said in zip(there.items(), terms, strict=True):
        try:
            ready[place] = _ready(one, said, step)
        except AppError as error:
            found[place] = error
    wanted = [asked for each in ready.values() for asked in each.wanted]
    with named(REFUSALS):
        told = iter(
            await queries.publish_all(session, step.caller.token_digest, wanted)
        )
    entries = []
    for place, each in ready.items():
        item, accepted = each.held.item, each.accepted
        changes = {lang: next(told) for _, lang, _ in each.wanted}
        found[place] = changes
        await acceptance.record(
            session, item, each.todo, accepted, by=step.caller, at=step.at
        )
        if changes:
            detail: dict[str, Any] = {"languages": list(changes), "changes": changes}
            detail |= acceptance.noted(accepted)
            entries.append(("item.released", item.key, detail))
    await session.flush()  # the audit lines are the last thing written
    if entries:
        await audit.append_all(
            session, entries, service=items.SERVICE, caller=step.caller
        )
    return found


def _ready(asked: Asked, terms: Mapping[str, list[Finding]], step: Step) -> Ready:
    """Raises what a single release would."""
    held, order = asked.held, asked.order
    todo = orders.to_release(orders.named(held.rows, order), held.live, order)
    compared = derived.translations_in(held.states, held.item, asked.body)
    known = acceptance.Known(compared, terms, held.standing)
    accepted = acceptance.judged(asked.body, todo, order, known)
    wanted = []
    for lang, row in todo.items():
        cleared = orders.cleared_of(held.item, row, held.agency)
        wanted.append((cleared, lang, documents.finish(cleared, {}, at=step.at)))
    return Ready(held, todo, accepted, wanted)


async def _alone(desk: Desk, order: ItemRelease, step: Step) -> Told | AppError:
    own = Step(order.key, step.caller, step.at)
    try:
        manifests = await attached.manifests_of(
            desk.assets, desk.database, own, order.languages
        )
        releases.refuse_blocked(manifests, manifests)
        await attached.remember(desk.database, own, manifests)
        async with desk.database.writing() as session:
            return await gate.release(session, order, own, manifests)
    except AppError as error:
        return error
