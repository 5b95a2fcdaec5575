"""Takes one object under a lease, by the database's clock, and keeps it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from asean_sync.evidence import service as evidence
from asean_sync.evidence.sealing import Sealer
from asean_sync.monitoring import tally
from asean_sync.objects.states import MOST_CLAIMS_WITHOUT_RESULT, State
from asean_sync.objects.tables import Object
from asean_sync.planning import service as planning
from asean_sync.planning.plan import APPROVAL_NOT_FOUND, CONTRACT_CHANGED
from asean_sync.sending import approval, queries
from asean_sync.sending.desk import Desk
from asean_sync.sending.ledger.held import Claim, row_of
from asean_sync.sending.shares import sharing
from asean_sync.sending.steps import Step, reached
from asean_sync.targets import service as targets
from phohien.db import ReadSession, WriteSession

__all__ = ["Claim", "Pause", "claim_some"]
BUSY_SECONDS = 0.25
# Objects under a lease for each connection: on the wire, in the book, and next.
AHEAD = 3


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing to claim now. `seconds` is None when there is nothing to wait for."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What one look at the rows gave: objects, or else a pause.

    Neither: rows were moved without being worked on; look again at once.
    """

    claims: list[Claim]
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """How many may be taken up now; whether a stop keeps some of them back."""

    most: int
    tokens: float
    now: datetime
    stopped: bool
    # The target tells of another interface than was accepted.
    altered: bool


async def claim_some(desk: Desk, most: int) -> Taken:
    """Up to so many, in one transaction."""
    async with desk.database.writing() as session:
        door = await _gate(session, desk, most)
        taken = await _claimed(session, desk, door)
    desk.wire.settle()
    desk.held.update({claim.object_id: claim for claim in taken.claims})
    if taken.claims:
        reached(Step.CLAIMED)
    return taken


async def _claimed(session: WriteSession, desk: Desk, door: Pause | Gate) -> Taken:
    if isinstance(door, Pause):
        return Taken([], door)
    code = desk.target_code
    item, stopped = desk.item_id, door.stopped
    found = await queries.next_due(
        session, code, most=door.most, stopped=stopped, item_id=item
    )
    tokens = max(door.tokens - len(found), 0.0)
    await queries.spend(session, code, tokens, door.now)
    if not found:
        left = await queries.seconds_until_due(session, code, item)
        return Taken([], Pause(left if left is None else max(left, BUSY_SECONDS)))
    aside = await _set_some_aside(session, desk, found, door)
    fit = [one for one in found if one.id not in aside]
    return Taken(await _take(session, desk, fit))


async def gate(desk: Desk) -> Pause | Gate:
    """For one look at the target, which is an exchange like any other."""
    async with desk.database.writing() as session:
        found = await _gate(session, desk, 1)
        if isinstance(found, Gate):
            left = max(found.tokens - 1, 0.0)
            await queries.spend(session, desk.target_code, left, found.now)
    desk.wire.settle()
    return found


async def _gate(session: WriteSession, desk: Desk, most: int) -> Pause | Gate:
    """The target's switch, circuit, concurrency and rate, in one short lock."""
    code, limits = desk.target_code, desk.profile.limits
    target = await queries.lock_target(session, code)
    if target is None or not target["enabled"]:
        return Pause(None)
    now: datetime = target["now"]
    if target["circuit"] == "open" and target["circuit_until"] > now:
        return Pause((target["circuit_until"] - now).total_seconds())
    closed = target["circuit"] == "closed"
    desk.mood.well = closed and target["consecutive_failures"] == 0
    # After a pause one request finds out whether the door is open again.
    allowed, lease = limits.concurrency if closed else 1, desk.settings.lease_seconds
    share = await sharing.renewed(session, code, desk.wire, allowed, lease)
    # A target in trouble is not made to refuse more than it must.
    ahead = share * (AHEAD if desk.mood.well else 1)
    room = (ahead if closed else 1) - len(desk.held)
    if share < 1 or room < 1:
        return Pause(BUSY_SECONDS)
    per_second = limits.per_minute / 60
    passed = (now - target["refilled_at"]) / timedelta(seconds=1)
    tokens = min(float(limits.concurrency), target["tokens"] + passed * per_second)
    # Many objects handed over at once are one request: laying them ready is none.
    if tokens < 1 and not desk.connector.capabilities().batches:
        return Pause((1 - tokens) / per_second)
    return Gate(
        min(most, room, max(int(tokens), 1)),
        tokens,
        now,
        stopped=bool(target["stopped"]),
        altered=bool(target["altered"]),
    )


async def _set_some_aside(
    session: WriteSession, desk: Desk, found: Sequence[Object], door: Gate
) -> set[UUID]:
    shown = [one for one in found if one.desired == "present"]
    items = [one.id for one in shown if one.role == "item"]
    media = [one.id for one in shown if one.role != "item"]
    may_go = await approval.may_go(session, desk.target_code, items, media)
    aside = set()
    for one in found:
        values = await _kept_back(session, desk, one, may_go)
        if values is None and door.altered and _would_send(one):
            values = {"state": State.HELD.value, "hold_reason": CONTRACT_CHANGED}
        if values is not None:
            values |= {"fence": one.fence + 1, "lease_owner": None}
            await queries.write(session, one.id, one.fence, values)
            aside.add(one.id)
    return aside


async def _kept_back(
    session: WriteSession, desk: Desk, found: Object, may_go: Collection[UUID]
) -> dict[str, Any] | None:
    """New values of what must not be sent, or not yet."""
    if found.claims_without_result >= MOST_CLAIMS_WITHOUT_RESULT:
        return {
            "state": State.QUARANTINED.value,
            "hold_reason": "it ended three workers before any result",
            "lease_until": None,
        }
    if found.lease_until is not None:
        desk.tally.count(tally.LEASES)
    if found.lease_until is not None and await evidence.has_unfinished_write(
        session, found.id, found.fence
    ):
        return _doubt(desk, found)
    if found.desired == "present" and found.id not in may_go:
        return await _no_longer_approved(session, desk, found)
    return None


def _would_send(found: Object) -> bool:
    """A takedown waits for no interface, and what is there is only looked at."""
    as_wished = found.observed == "present" and (
        found.observed_hash == found.desired_hash
    )
    return found.desired == "present" and found.ticket is None and not as_wished


def _doubt(desk: Desk, found: Object) -> dict[str, Any]:
    """A worker ended after its intent; it may have sent until its lease ran out."""
    assert found.lease_until is not None  # noqa: S101 -- asked by the caller
    cool_down = timedelta(seconds=desk.profile.limits.cool_down)
    return {
        "state": State.IN_DOUBT.value,
        "in_doubt_since": found.lease_until,
        "not_before": found.lease_until + cool_down,
        "lease_until": None,
        "last_verdict": "unfinished",
        "last_error": "a worker ended before the answer was recorded",
    }


async def _no_longer_approved(
    session: WriteSession, desk: Desk, found: Object
) -> dict[str, Any]:
    """Nothing is sent. Said to be withdrawn: it is; else the planner is asked."""
    said = None
    if found.role == "item":
        said = await planning.why_withdrawn(
            session, found.target_code, found.item_id, found.lang
        )
    await targets.want_plan(session, desk.target_code)
    if said is None:
        return {"state": State.HELD.value, "hold_reason": APPROVAL_NOT_FOUND}
    return {
        "desired": "absent",
        "desired_generation": found.desired_generation + 1,
        "desired_hash": None,
        "payload_sha256": None,
        "priority": 0,
        "withdrawn_reason": said,
        "attempts": 0,
        "state": (State.IN_DOUBT if found.in_doubt_since else State.PENDING).value,
    }


async def _take(
    session: WriteSession, desk: Desk, found: Sequence[Object]
) -> list[Claim]:
    if not found:
        return []
    lease = desk.settings.lease_seconds
    deadline = monotonic() + lease
    sealers = {}
    for one in found:
        wrapped, sealers[one.id] = desk.vault.held(one.evidence_key, one.id)
        if wrapped != one.evidence_key:
            values = {"evidence_key": wrapped}
            await queries.write(session, one.id, one.fence, values)
    await queries.lease(session, [one.id for one in found], desk.worker, lease)
    return await _loaded(session, found, sealers, deadline)


async def claimed(
    session: ReadSession, found: Object, deadline: float, sealer: Sealer | None
) -> Claim:
    """An object with all that is needed to compare it, under the fence it has."""
    (claim,) = await _loaded(session, [found], {found.id: sealer}, deadline)
    claim.fence = found.fence
    return claim


async def _loaded(
    session: ReadSession,
    found: Sequence[Object],
    sealers: Mapping[UUID, Sealer | None],
    deadline: float,
) -> list[Claim]:
    """With all that is needed to send them, under a new fence."""
    digests = {one.payload_sha256 for one in found if one.payload_sha256}
    payloads = await queries.payloads(session, digests)
    remotes = await queries.remotes(session, [one.id for one in found])
    return [
        Claim(
            object_id=one.id,
            target_code=one.target_code,
            key=one.object_key,
            role=one.role,
            fence=one.fence + 1,
            generation=one.desired_generation,
            row=row_of(one),
            payload=payloads.get(one.payload_sha256 or ""),
            payload_sha256=one.payload_sha256,
            source=dict(one.source),
            deadline=deadline,
            remotes=remotes.get(one.id, {}),
            sealer=sealers[one.id],
        )
        for one in found
    ]
