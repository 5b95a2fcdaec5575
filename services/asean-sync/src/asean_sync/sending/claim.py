"""Takes one object under a lease, by the database's clock, and keeps it."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func
from sqlalchemy.exc import SQLAlchemyError

from asean_sync.evidence import service as evidence
from asean_sync.evidence.sealing import Sealer
from asean_sync.mapping.render import RemoteMedia
from asean_sync.monitoring import tally
from asean_sync.objects.states import (
    MOST_CLAIMS_WITHOUT_RESULT,
    Row,
    State,
    Ticket,
)
from asean_sync.objects.tables import Object
from asean_sync.planning import service as planning
from asean_sync.planning.plan import APPROVAL_NOT_FOUND, CONTRACT_CHANGED
from asean_sync.sending import queries
from asean_sync.sending.desk import Desk
from asean_sync.sending.steps import Step, reached
from asean_sync.targets import service as targets
from phohien.db import ReadSession, WriteSession

log = structlog.get_logger()
BUSY_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing to claim now. `seconds` is None when there is nothing to wait for."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class Open:
    """The gate is open. `stopped`: not for all objects; `altered`: for no sending."""

    stopped: bool
    altered: bool


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row was moved without being worked on; look again at once."""

    why: str


@dataclass(slots=True)
class Claim:
    """One object under a lease. `deadline` is when the lease may have ended."""

    object_id: UUID
    key: str
    role: str
    fence: int
    generation: int
    row: Row
    payload: dict[str, Any] | None
    payload_sha256: str | None
    source: dict[str, Any]
    deadline: float
    remotes: dict[str, RemoteMedia] = field(default_factory=dict)
    sealer: Sealer | None = None
    lost: bool = False

    @property
    def alive(self) -> bool:
        return not self.lost and monotonic() < self.deadline


def row_of(found: Object) -> Row:
    return Row(
        desired=found.desired,
        desired_generation=found.desired_generation,
        desired_hash=found.desired_hash,
        observed=found.observed,
        observed_hash=found.observed_hash,
        remote_id=found.remote_id,
        verified=found.verified_at is not None,
        in_doubt=found.in_doubt_since is not None,
        attempts=found.attempts,
        verify_failures=found.verify_failures,
        ticket=None if found.ticket is None else Ticket(**found.ticket),
    )


async def claim(desk: Desk) -> Claim | Pause | SetAside:
    async with desk.database.writing() as session:
        door = await gate(session, desk)
        if isinstance(door, Pause):
            return door
        found = await queries.next_due(session, desk.target_code, stopped=door.stopped)
        if found is None:
            left = await queries.seconds_until_due(session, desk.target_code)
            return Pause(left if left is None else max(left, BUSY_SECONDS))
        aside = await _set_aside(session, desk, found, door)
        if aside is not None:
            return aside
        taken = await _take(session, desk, found)
    reached(Step.CLAIMED)
    return taken


async def gate(session: WriteSession, desk: Desk) -> Pause | Open:
    """The target's switch, circuit, concurrency and rate, in one short lock."""
    code, limits = desk.target_code, desk.profile.limits
    target = await queries.lock_target(session, code)
    if target is None or not target["enabled"]:
        return Pause(None)
    now: datetime = target["now"]
    if target["circuit"] == "open" and target["circuit_until"] > now:
        return Pause((target["circuit_until"] - now).total_seconds())
    # After a pause one request finds out whether the door is open again.
    most = limits.concurrency if target["circuit"] == "closed" else 1
    if await queries.leased(session, code) >= most:
        return Pause(BUSY_SECONDS)
    per_second = limits.per_minute / 60
    passed = (now - target["refilled_at"]) / timedelta(seconds=1)
    tokens = min(float(limits.concurrency), target["tokens"] + passed * per_second)
    # Many objects handed over at once are one request: laying them ready is none.
    if tokens < 1 and not desk.connector.capabilities().batches:
        return Pause((1 - tokens) / per_second)
    await queries.spend(session, code, max(tokens - 1, 0.0), now)
    return Open(bool(target["stopped"]), bool(target["altered"]))


async def _set_aside(
    session: WriteSession, desk: Desk, found: Object, door: Open
) -> SetAside | None:
    """What must not be sent, or not yet."""
    if found.claims_without_result >= MOST_CLAIMS_WITHOUT_RESULT:
        values: dict[str, Any] = {
            "state": State.QUARANTINED.value,
            "hold_reason": "it ended three workers before any result",
            "lease_until": None,
        }
        return await _move(session, found, values, "quarantined")
    if found.lease_until is not None:
        desk.tally.count(tally.LEASES)
    if found.lease_until is not None and await evidence.has_unfinished_write(
        session, found.id, found.fence
    ):
        return await _doubt(session, desk, found)
    if found.desired == "present" and not await queries.is_let_out(session, found):
        return await _no_longer_approved(session, desk, found)
    if door.altered and _would_send(found):
        values = {"state": State.HELD.value, "hold_reason": CONTRACT_CHANGED}
        return await _move(session, found, values, "held")
    return None


def _would_send(found: Object) -> bool:
    """A takedown waits for no interface, and what is there is only looked at."""
    as_wished = found.observed == "present" and (
        found.observed_hash == found.desired_hash
    )
    return found.desired == "present" and found.ticket is None and not as_wished


async def _doubt(session: WriteSession, desk: Desk, found: Object) -> SetAside:
    """A worker ended after its intent; it may have sent until its lease ran out."""
    assert found.lease_until is not None  # noqa: S101 -- asked by the caller
    cool_down = timedelta(seconds=desk.profile.limits.cool_down)
    values = {
        "state": State.IN_DOUBT.value,
        "in_doubt_since": found.lease_until,
        "not_before": found.lease_until + cool_down,
        "lease_until": None,
        "last_verdict": "unfinished",
        "last_error": "a worker ended before the answer was recorded",
    }
    return await _move(session, found, values, "in doubt")


async def _no_longer_approved(
    session: WriteSession, desk: Desk, found: Object
) -> SetAside:
    """Nothing is sent. Said to be withdrawn: it is; else the planner is asked."""
    said = None
    if found.role == "item":
        said = await planning.why_withdrawn(
            session, found.target_code, found.item_id, found.lang
        )
    if said is None:
        values: dict[str, Any] = {
            "state": State.HELD.value,
            "hold_reason": APPROVAL_NOT_FOUND,
        }
        await targets.want_plan(session, desk.target_code)
        return await _move(session, found, values, "held")
    values = {
        "desired": "absent",
        "desired_generation": found.desired_generation + 1,
        "desired_hash": None,
        "payload_sha256": None,
        "priority": 0,
        "withdrawn_reason": said,
        "attempts": 0,
        "state": (State.IN_DOUBT if found.in_doubt_since else State.PENDING).value,
    }
    await targets.want_plan(session, desk.target_code)
    return await _move(session, found, values, "withdrawn")


async def _move(
    session: WriteSession, found: Object, values: dict[str, Any], why: str
) -> SetAside:
    values = {**values, "fence": found.fence + 1, "lease_owner": None}
    await queries.write(session, found.id, found.fence, values)
    return SetAside(why)


async def _take(session: WriteSession, desk: Desk, found: Object) -> Claim:
    lease = desk.settings.lease_seconds
    deadline = monotonic() + lease
    values: dict[str, Any] = {
        "state": State.LEASED.value,
        "fence": found.fence + 1,
        "lease_owner": desk.worker,
        "lease_until": func.clock_timestamp() + queries.seconds(lease),
        "claims_without_result": found.claims_without_result + 1,
    }
    wrapped, sealer = desk.vault.held(found.evidence_key, found.id)
    if wrapped != found.evidence_key:
        values["evidence_key"] = wrapped
    await queries.write(session, found.id, found.fence, values)
    return await claimed(session, found, found.fence + 1, deadline, sealer)


async def claimed(
    session: ReadSession,
    found: Object,
    fence: int,
    deadline: float,
    sealer: Sealer | None,
) -> Claim:
    """An object with all that is needed to send it, or to compare it."""
    return Claim(
        object_id=found.id,
        key=found.object_key,
        role=found.role,
        fence=fence,
        generation=found.desired_generation,
        row=row_of(found),
        payload=await queries.payload(session, found.payload_sha256),
        payload_sha256=found.payload_sha256,
        source=dict(found.source),
        deadline=deadline,
        remotes={
            one["object_key"]: RemoteMedia(one["remote_id"], one["remote_url"])
            for one in await queries.remotes(session, found.id)
        },
        sealer=sealer,
    )


@asynccontextmanager
async def kept(desk: Desk, claim: Claim) -> AsyncGenerator[None]:
    beating = asyncio.create_task(_beat(desk, claim))
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating


async def _beat(desk: Desk, claim: Claim) -> None:
    """Three times a lease; a database out of reach just lets the lease run out."""
    lease = desk.settings.lease_seconds
    while not claim.lost:
        await asyncio.sleep(lease / 3)
        asked = monotonic()
        try:
            async with desk.database.writing() as session:
                kept_on = await queries.extend(
                    session, claim.object_id, claim.fence, lease
                )
        except (SQLAlchemyError, OSError):
            log.warning("lease_not_renewed", key=claim.key)
            continue
        if kept_on:
            claim.deadline = asked + lease
        else:
            claim.lost = True
