"""Makes a target's plan from one snapshot and writes down what is now desired."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from asean_sync.mapping.item import Released
from asean_sync.planning.deciding import make_plan
from asean_sync.planning.difference import Change, difference
from asean_sync.planning.guard import Ceiling, Limit, Reading
from asean_sync.planning.making.desired import choose, desire
from asean_sync.planning.making.shelf import Shelf
from asean_sync.planning.plan import Action, Plan, Terms
from asean_sync.planning.queries import objects, readings, released
from asean_sync.planning.queries.changed import Sight, sight
from asean_sync.planning.wishes import Desire, Known, Refusal, Wish
from asean_sync.planning.writing import write
from asean_sync.profiles.document import Profile
from phohien.db import Database, ReadSession, WriteSession

# A look at what a digest cannot tell: payloads are made anew at least so often.
RENDERED_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Request:
    """What to plan. `dry`: only look, change nothing."""

    target_code: str
    profile: Profile
    at: datetime
    only_withdrawals: bool = False
    dry: bool = False
    # What a person approved: nothing is written when the plan goes beyond it.
    ceiling: Ceiling | None = None
    # One item alone.
    item_id: UUID | None = None
    # These objects alone are sent for now, with the files they show.
    first: Collection[str] | None = None
    # Every payload is made anew, also of what is made from the same as before.
    full: bool = False

    @property
    def whole(self) -> bool:
        """Whether this looks at all there is, so that it counts as the night's look."""
        return not self.only_withdrawals and self.item_id is None

    @property
    def settles(self) -> bool:
        """Whether nothing of an item is left for another plan."""
        return not self.only_withdrawals and self.first is None


@dataclass(frozen=True, slots=True)
class Outlook:
    """A plan, what changes in each updated object, and what goes beyond the ceiling."""

    plan: Plan
    diffs: Mapping[str, list[Change]]
    reading: Reading = field(default_factory=Reading)
    beyond: Sequence[str] = ()


async def plan_target(database: Database, request: Request) -> Outlook:
    """Reads in one snapshot, taken after the lock: no two planners cross."""
    code = request.target_code
    if request.dry:
        async with database.snapshot() as snapshot:
            return (await _look(snapshot, snapshot, request)).outlook
    async with database.writing() as session:
        await objects.lock_planning(session, code)
        async with database.snapshot() as snapshot:
            seen = await _look(session, snapshot, request)
        if seen.outlook.beyond:
            return seen.outlook
        plan = seen.outlook.plan
        if request.first is not None:
            plan = plan.beginning(request.first)
        settled = request.settles
        await write(session, request.profile, plan, seen.known, settled=settled)
        if request.first is None and request.item_id is None:
            await _note(session, request, seen)
    return seen.outlook


async def _note(session: WriteSession, request: Request, seen: "_Seen") -> None:
    code, at = request.target_code, request.at
    await readings.note_planned(session, code, seq=seen.seq, at=at)
    # What looks like half a source is not what the next night is measured by.
    if request.whole and not seen.outlook.plan.ruling.held:
        documents = seen.outlook.reading.documents
        values: dict[str, Any] = {"documents": documents, "read_at": at}
        if seen.full:
            values["rendered_at"] = at
        await readings.note_reading(session, code, values)


@dataclass(frozen=True, slots=True)
class _Seen:
    outlook: Outlook
    known: Mapping[str, Known]
    seq: int
    full: bool


async def _look(session: ReadSession, snapshot: ReadSession, request: Request) -> _Seen:
    code = request.target_code
    valid = await released.target_is_valid(snapshot, code)
    full = request.full or await _is_due(session, request)
    seen = await _sight(session, snapshot, request, everything=full or not valid)
    seq = await released.last_change(snapshot)
    went_back = seq < await readings.planned_seq(session, code)
    known: dict[str, Known] = {}
    # One look for all items: it goes through the whole log of changes.
    said = await released.said(snapshot, code, seen.items)
    told = _Told(request.profile, seen.apart)
    for some in objects.pages(seen.items):
        known |= await objects.known(session, code, some)
        # Outside its time a target is left as it is; withdrawals still go.
        chosen = choose(
            await released.candidates(
                snapshot, code, request.profile.select, items=some
            )
            if valid
            else ()
        )
        told.add(chosen)
    wanted = Desire(told.wishes, told.refusals, said, went_back)
    if not valid:
        wanted = replace(wanted, wishes={}, refusals=_refused(known, wanted))
    plan = make_plan(wanted, known, _terms(request, seen))
    beyond = plan.beyond(request.ceiling) if request.ceiling is not None else []
    diffs = await _diffs(session, request, plan)
    documents = seen.documents if request.item_id is None else told.documents
    reading = Reading(documents, await readings.last_reading(snapshot, code))
    return _Seen(Outlook(plan, diffs, reading, beyond), known, seq, full)


class _Told:
    """What is wished, page by page of items."""

    def __init__(self, profile: Profile, apart: Sequence[Released]) -> None:
        self._profile = profile
        self._shelf = Shelf()
        self.wishes: dict[str, Wish] = {}
        self.refusals = dict(desire(apart, profile).refusals)
        self.documents = 0

    def add(self, chosen: Sequence[Released]) -> None:
        found = desire(chosen, self._profile, shelf=self._shelf)
        self.wishes |= found.wishes
        self.refusals |= found.refusals
        self.documents += len(chosen)


async def _is_due(session: ReadSession, request: Request) -> bool:
    if request.dry or not request.whole or request.first is not None:
        return False
    last = await readings.rendered_at(session, request.target_code)
    return last is None or last <= request.at - RENDERED_AGAIN


async def _sight(
    session: ReadSession, snapshot: ReadSession, request: Request, *, everything: bool
) -> Sight:
    code, item = request.target_code, request.item_id
    if item is None:
        return await sight(snapshot, code, request.profile, everything=everything)
    others = await objects.wanted_besides(session, code, item)
    return Sight(items=[item], others=others)


async def item_id_of(session: ReadSession, target_code: str, key: str) -> UUID | None:
    """Of an item that is offered to the target, or that there is a row for."""
    return await released.item_offered(
        session, target_code, key
    ) or await objects.item_known(session, target_code, key)


async def withdrawals_due(session: ReadSession, target_code: str) -> bool:
    return await released.has_withdrawals_due(session, target_code)


async def why_withdrawn(
    session: ReadSession, target_code: str, item_id: UUID, lang: str | None
) -> str | None:
    """Who said that this language of the item is to be taken down, if anybody did."""
    said = await released.said(session, target_code, [item_id])
    return said.get((item_id, lang))


def _terms(request: Request, seen: Sight) -> Terms:
    guard = request.profile.guard
    limit = guard.max_withdraw
    return Terms(
        at=request.at,
        limit=Limit(limit.count, limit.percent),
        update_percent=guard.max_update_percent,
        approved=request.ceiling,
        only_withdrawals=request.only_withdrawals,
        others=seen.others,
        # Between nights nothing is said of what stays.
        settled=0 if request.only_withdrawals else seen.settled,
    )


def _refused(known: Mapping[str, Known], wanted: Desire) -> dict[str, Refusal]:
    def is_said(one: Known) -> bool:
        langs: frozenset[str | None] = one.parts or frozenset({one.lang})
        return all((one.item_id, lang) in wanted.said for lang in langs)

    return {
        key: Refusal("the target is outside its period of validity", excluded=False)
        for key, one in known.items()
        if one.role == "item" and one.wanted and not is_said(one)
    }


async def _diffs(
    session: ReadSession, request: Request, plan: Plan
) -> dict[str, list[Change]]:
    changed = {
        one.key: one.wish
        for one in plan.items
        if one.action is Action.UPDATE and one.wish is not None
    }
    before = await objects.payloads_of(session, request.target_code, list(changed))
    return {
        key: difference(before.get(key, {}), wish.payload, request.profile, wish.lang)
        for key, wish in changed.items()
    }
