"""Adds links to a chain, and reads chains back to prove that none was altered."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from asean_sync.evidence import queries
from asean_sync.evidence.chain import FIRST, Break, Link, Verifier, link_hash
from asean_sync.evidence.receipts import Receipt
from phohien.db import ReadSession, WriteSession

READ_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be sent, on record before it is."""

    target_code: str
    object_id: UUID
    object_key: str
    generation: int
    fence: int
    op: str
    idempotency_key: str
    method: str
    path: str
    request_sha256: str
    worker: str
    started_at: datetime
    run_id: UUID | None = None
    payload_sha256: str | None = None
    verifies: UUID | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """One target's chain as it was read."""

    target_code: str
    links: int
    head: str
    broken: Break | None


async def record_intent(session: WriteSession, intent: Intent) -> UUID:
    """Call it last in a transaction: it holds the target's chain until the commit."""
    identity = uuid4()
    await _append(session, "attempt", {"id": identity, **asdict(intent)})
    return identity


async def record_result(  # noqa: PLR0913 -- whose result, and under which lease
    session: WriteSession,
    *,
    attempt_id: UUID,
    target_code: str,
    fence: int,
    receipt: Receipt,
    worker: str,
    at: datetime,
) -> None:
    """Call it last in a transaction, as above."""
    row = asdict(receipt)
    row["differing"] = list(receipt.differing)
    row["response_headers"] = dict(receipt.response_headers)
    row |= {
        "attempt_id": attempt_id,
        "target_code": target_code,
        "fence": fence,
        "worker": worker,
        "finished_at": at,
    }
    await _append(session, "attempt_result", row)


async def _append(session: WriteSession, kind: str, row: dict[str, Any]) -> None:
    await queries.lock_chain(session, row["target_code"])
    end = await queries.head(session, row["target_code"])
    seq, prev = end or (0, FIRST)
    row |= {"chain_seq": seq + 1, "prev_hash": prev}
    row["hash"] = link_hash(kind, row)
    await queries.add(session, kind, row)


async def verify(session: ReadSession, target_code: str) -> Checked:
    """Recomputes the whole chain of one target; the first bad link is named."""
    verifier = Verifier(target_code)
    last = await queries.last_seq(session, target_code)
    for after in range(0, last, READ_AT_ONCE):
        links: list[Link] = []
        for kind in queries.TABLES:
            rows = await queries.links(session, target_code, kind, after, READ_AT_ONCE)
            links += [Link(kind, dict(row)) for row in rows]
        verifier.read(sorted(links, key=lambda link: link.seq))
    return Checked(target_code, verifier.checked, verifier.head, verifier.broken)


async def end_of_chain(session: ReadSession, target_code: str) -> tuple[int, str]:
    return await queries.head(session, target_code) or (0, FIRST)


async def hash_at(session: ReadSession, target_code: str, seq: int) -> str | None:
    """The hash of link `seq`; None when there is no such link."""
    for kind in queries.TABLES:
        rows = await queries.links(session, target_code, kind, seq - 1, 1)
        if rows:
            return str(rows[0]["hash"])
    return None


async def has_unfinished_write(
    session: ReadSession, object_id: UUID, fence: int
) -> bool:
    return await queries.has_unfinished_write(session, object_id, fence)


async def last_write(session: ReadSession, object_id: UUID) -> UUID | None:
    return await queries.last_write(session, object_id)


async def receipts(
    session: ReadSession,
    filters: dict[str, str],
    before: tuple[str, int] | None,
    limit: int,
) -> Sequence[Any]:
    return await queries.page_of_receipts(
        session, filters=filters, before=before, limit=limit
    )
