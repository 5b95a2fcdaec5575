"""Fetches objects that are at rest and compares them with what was sent.

Nothing is claimed: what is found moves an object only while it still rests, and its
worker looks for itself before it sends.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

import structlog

from asean_sync.connectors import comparison
from asean_sync.connectors.interface import Role
from asean_sync.connectors.outcomes import Op, Sighting, Verdict
from asean_sync.drift import service as drift
from asean_sync.drift.classes import Found, Kind
from asean_sync.drift.service import Terms
from asean_sync.evidence import service as evidence
from asean_sync.evidence.receipts import Receipt, receipt
from asean_sync.evidence.service import Intent
from asean_sync.objects.tables import Object
from asean_sync.sending.claim import Claim, Pause, claimed, gate
from asean_sync.sending.desk import Desk
from asean_sync.sending.errors import WaitsForMediaError
from asean_sync.sending.look import asked, expected
from asean_sync.sending.send import note_target
from phohien import clock
from phohien.db import WriteSession

log = structlog.get_logger()
LONGEST_NAP = 1.0
# A target that answers nothing so often in a row is left alone for this time.
MOST_SILENCES = 5


@dataclass(slots=True)
class Round:
    """What the hands of one round share."""

    rows: Iterator[Object]
    until: float
    fine: list[UUID] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    silences: int = 0


async def look_again(desk: Desk, terms: Terms, most: int, until: float) -> Counter[str]:
    async with desk.database.reading() as session:
        rows = await drift.oldest_looks(session, desk.target_code, terms.at, most)
    shared = Round(iter(rows), until)
    async with asyncio.TaskGroup() as group:
        for _ in range(desk.profile.limits.concurrency):
            group.create_task(_hand(desk, terms, shared))
    async with desk.database.writing() as session:
        await drift.looked_at(session, shared.fine, terms.at)
    return shared.told


async def _hand(desk: Desk, terms: Terms, shared: Round) -> None:
    for row in shared.rows:
        if not await _turn(desk, shared) or shared.silences >= MOST_SILENCES:
            return
        assert row.remote_id is not None  # noqa: S101 -- that is how they were chosen
        async with desk.wire.slot():
            seen = await desk.connector.fetch(Role(row.role), row.remote_id)
        shared.told["looked_at"] += 1
        if not seen.seen:
            shared.silences += 1
            shared.told["unseen"] += 1
            await note_target(desk, seen.outcome)
            continue
        shared.silences = 0
        found = await _judge(desk, terms, row, seen)
        if found is None:
            shared.fine.append(row.id)
        else:
            shared.told += found


async def _turn(desk: Desk, shared: Round) -> bool:
    """Waits as anybody who sends; False when the time is up or the door is shut."""
    while monotonic() < shared.until:
        # A look that claims nothing keeps to the target's rate as well.
        pause = await gate(desk)
        if not isinstance(pause, Pause):
            return True
        if pause.seconds is None or monotonic() + pause.seconds > shared.until:
            return False
        await asyncio.sleep(min(pause.seconds, LONGEST_NAP))
    return False


async def _judge(
    desk: Desk, terms: Terms, row: Object, seen: Sighting
) -> Counter[str] | None:
    """None: it is as it was sent."""
    sealer = desk.vault.sealer(row.evidence_key, row.id)
    async with desk.database.reading() as session:
        held = await claimed(session, row, 0.0, sealer)
    found, proof = _compared(desk, held, seen)
    if found is None:
        return None
    async with desk.database.writing() as session:
        told = await drift.act(session, [found], terms)
        await _record(session, desk, held, proof)
    return told


def _compared(desk: Desk, held: Claim, seen: Sighting) -> tuple[Found | None, Receipt]:
    here = (held.key, held.role, held.object_id, (str(held.row.remote_id),))
    if seen.outcome.verdict is Verdict.ABSENT:
        proof = receipt(seen.outcome, secrets=desk.secrets)
        return Found(Kind.MISSING, *here), proof
    if seen.key not in {None, held.key}:
        proof = receipt(seen.outcome, secrets=desk.secrets, differing=("id",))
        return Found(Kind.CHANGED, *here, fields=("id",)), proof
    try:
        sent = expected(desk, held, seen.state)
    except WaitsForMediaError:
        # Its files are being sent anew, and then it is.
        return None, receipt(seen.outcome, secrets=desk.secrets)
    different = comparison.compare(sent, seen.state, desk.profile.unseen)
    proof = receipt(
        seen.outcome,
        secrets=desk.secrets,
        read_back_hash=different.read_back_hash,
        differing=tuple(different.differing),
    )
    if not different.differing:
        return None, proof
    theirs = None
    if held.sealer is not None:
        both = {
            "sent": sent,
            "theirs": comparison.projection(sent, seen.state),
            "payload": held.payload_sha256,
        }
        content = json.dumps(both, ensure_ascii=False, default=str).encode()
        theirs = held.sealer.seal(f"{held.object_id}:theirs", content)
    return Found(
        Kind.CHANGED, *here, fields=tuple(different.differing), theirs=theirs
    ), proof


async def _record(
    session: WriteSession, desk: Desk, held: Claim, proof: Receipt
) -> None:
    """A look that found something is evidence; one that did not is only counted."""
    request = asked(Op.FETCH, str(held.row.remote_id))
    at = clock.now()
    intent = Intent(
        target_code=desk.target_code,
        object_id=held.object_id,
        object_key=held.key,
        generation=held.generation,
        fence=held.fence,
        op="verify",
        idempotency_key=f"asx:{desk.target_code}:{held.key}:reconcile",
        method=request.method,
        path=request.path,
        request_sha256=request.sha256,
        worker=desk.worker,
        started_at=at,
        run_id=desk.run_id,
        verifies=await evidence.last_write(session, held.object_id),
    )
    looked = evidence.link_of_intent(intent)
    lease = evidence.lease_of(intent, at)
    seen = evidence.link_of_result(looked.row["id"], proof, held.sealer, lease)
    await evidence.record_all(session, desk.target_code, [looked, seen])
