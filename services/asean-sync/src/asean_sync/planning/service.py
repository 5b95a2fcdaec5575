"""Makes a target's plan from one snapshot and writes down what is now desired."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from asean_sync.planning.deciding import make_plan
from asean_sync.planning.desired import choose, desire
from asean_sync.planning.difference import Change, difference
from asean_sync.planning.guard import Ceiling, Limit, Reading
from asean_sync.planning.plan import (
    CHANGE_GUARD,
    MASS_GUARD,
    Action,
    Plan,
    Planned,
    Terms,
)
from asean_sync.planning.queries import objects, released, rows
from asean_sync.planning.wishes import Desire, Known, Refusal, Wish, packed
from asean_sync.profiles.document import Profile
from phohien.db import Database, ReadSession, WriteSession

_SENDING = {Action.CREATE, Action.UPDATE}


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

    @property
    def whole(self) -> bool:
        """Whether this looks at all there is, so that it counts as the night's look."""
        return not self.only_withdrawals and self.item_id is None


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
        await _write(session, request, plan, seen.known)
        if request.first is None and request.item_id is None:
            await _note(session, request, seen)
    return seen.outlook


async def _note(session: WriteSession, request: Request, seen: "_Seen") -> None:
    code, at = request.target_code, request.at
    await objects.note_planned(session, code, seq=seen.seq, at=at)
    # What looks like half a source is not what the next night is measured by.
    if request.whole and not seen.outlook.plan.ruling.held:
        documents = seen.outlook.reading.documents
        await objects.note_reading(session, code, documents=documents, at=at)


@dataclass(frozen=True, slots=True)
class _Seen:
    outlook: Outlook
    known: Mapping[str, Known]
    seq: int


async def _look(session: ReadSession, snapshot: ReadSession, request: Request) -> _Seen:
    code = request.target_code
    known = await objects.known(session, code, request.item_id)
    last = await objects.planned_seq(session, code)
    wanted, seq, reading = await _read(snapshot, request, last)
    if not await released.target_is_valid(snapshot, code):
        # Outside its time a target is left as it is; withdrawals still go.
        wanted = Desire({}, _refused(known, wanted), wanted.said, wanted.went_back)
    terms = _terms(request)
    if request.item_id is not None:
        others = await objects.wanted_besides(session, code, request.item_id)
        terms = replace(terms, others=others)
    plan = make_plan(wanted, known, terms)
    beyond = plan.beyond(request.ceiling) if request.ceiling is not None else []
    diffs = await _diffs(session, request, plan)
    return _Seen(Outlook(plan, diffs, reading, beyond), known, seq)


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
    said = await released.said(session, target_code, item_id)
    return said.get((item_id, lang))


async def _read(
    snapshot: ReadSession, request: Request, last: int
) -> tuple[Desire, int, Reading]:
    code, item = request.target_code, request.item_id
    seq = await released.last_change(snapshot)
    select = request.profile.select
    said = await released.said(snapshot, code, item)
    wishes, refusals, documents = dict[str, Wish](), dict[str, Refusal](), 0
    async for page in released.offered(snapshot, code, select, item_id=item):
        chosen = choose(page)
        documents += len(chosen)
        found = desire(chosen, request.profile, said)
        wishes |= {key: packed(one) for key, one in found.wishes.items()}
        refusals |= found.refusals
    wanted = Desire(wishes, refusals, said, went_back=seq < last)
    return wanted, seq, Reading(documents, await objects.last_reading(snapshot, code))


def _terms(request: Request) -> Terms:
    guard = request.profile.guard
    limit = guard.max_withdraw
    return Terms(
        at=request.at,
        limit=Limit(limit.count, limit.percent),
        update_percent=guard.max_update_percent,
        approved=request.ceiling,
        only_withdrawals=request.only_withdrawals,
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


async def _write(
    session: WriteSession,
    request: Request,
    plan: Plan,
    known: Mapping[str, Known],
) -> None:
    code = request.target_code
    sending = [one for one in plan.items if one.action in _SENDING]
    digests = await _write_payloads(session, request, sending)
    new = [one for one in sending if one.key not in known]
    for some in objects.pages(new):
        made = [rows.new(code, one, digests[one.key]) for one in some]
        await objects.insert_objects(session, made)
    for one in sending:
        if one.key in known:
            wished = rows.desired(one, digests[one.key])
            await objects.wish(session, code, one.key, wished)
    for one in plan.items:
        if one.action is Action.WITHDRAW:
            await objects.wish(session, code, one.key, rows.unwanted(one))
    needs = {
        one.key: one.wish.needs
        for one in sending
        if one.wish and (one.wish.needs or (one.key in known and known[one.key].needs))
    }
    await objects.set_needs(session, code, needs)
    await objects.wake(session, code, _keys(plan, Action.RETRY))
    held = [one for one in plan.items if one.action is Action.HOLD]
    for reason, changes in ((MASS_GUARD, False), (CHANGE_GUARD, True)):
        keys = [one.key for one in held if one.held_change is changes]
        await objects.hold(session, code, keys, reason)
    await _refresh(session, code, plan, known)


def _keys(plan: Plan, action: Action) -> list[str]:
    return [one.key for one in plan.items if one.action is action]


async def _write_payloads(
    session: WriteSession, request: Request, sending: Sequence[Planned]
) -> dict[str, str]:
    """The digest of each payload, by the key of its object."""
    version, digests = request.profile.profile.version, {}
    for some in objects.pages(sending):
        bodies = {}
        for one in some:
            assert one.wish is not None  # noqa: S101 -- only what is sent has a payload
            digest = digests[one.key] = one.wish.payload_hash
            bodies[digest] = one.wish.payload
        told = [
            {"sha256": digest, "body": dict(body), "profile_version": version}
            for digest, body in bodies.items()
        ]
        await objects.store_payloads(session, told)
    return digests


async def _refresh(
    session: WriteSession, target_code: str, plan: Plan, known: Mapping[str, Known]
) -> None:
    for one in plan.items:
        if one.action not in {Action.NOOP, Action.RETRY} or one.wish is None:
            continue
        row = known[one.key]
        seen = (row.closure_hash, dict(row.source), row.expires_at)
        now = rows.remembered(one.wish)
        if seen != (now["closure_hash"], now["source"], now["expires_at"]):
            await objects.refresh(session, target_code, one.key, now)
