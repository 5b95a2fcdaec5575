"""Adds links to a chain, and reads chains back to prove that none was altered."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from asean_sync.evidence import queries
from asean_sync.evidence.chain import Break, Link, Verifier, link_hash
from asean_sync.evidence.errors import ReceiptNotFoundError
from asean_sync.evidence.receipts import Receipt
from asean_sync.evidence.sealing import (
    AlteredError,
    DestroyedError,
    Sealer,
    Vault,
)
from asean_sync.settings import Settings
from phohien.db import Database, ReadSession, WriteSession
from phohien.errors import see_list

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


def vault_of(settings: Settings) -> Vault:
    return Vault(settings.evidence_secret, settings.evidence_secret_previous)


@dataclass(frozen=True, slots=True)
class Linked:
    """A row that becomes a link when it is recorded."""

    kind: str
    row: dict[str, Any]


def link_of_intent(
    intent: Intent, sealer: Sealer | None = None, content: bytes | None = None
) -> Linked:
    identity = uuid4()
    row: dict[str, Any] = {"id": identity, **shown(intent), "sealed": None}
    if sealer is not None and content is not None:
        row["sealed"] = sealer.seal(f"{identity}:request", content)
    return Linked("attempt", row)


def link_of_result(
    attempt_id: UUID, receipt: Receipt, sealer: Sealer | None, lease: dict[str, Any]
) -> Linked:
    """`lease`: whose, and when it ended. An answer may repeat what was sent."""
    row: dict[str, Any] = {"attempt_id": attempt_id, **shown(receipt), "sealed": None}
    if not row.pop("shows_nothing"):
        body, row["response_body"] = row["response_body"].encode(), ""
        if sealer is not None and body:
            row["sealed"] = sealer.seal(f"{attempt_id}:answer", body)
    row["differing"] = list(receipt.differing)
    row["response_headers"] = dict(receipt.response_headers)
    return Linked("attempt_result", row | lease)


def lease_of(intent: Intent, at: datetime) -> dict[str, Any]:
    """Of a result that is recorded with its intent."""
    return {
        "target_code": intent.target_code,
        "fence": intent.fence,
        "worker": intent.worker,
        "finished_at": at,
    }


def shown(one: Intent | Receipt) -> dict[str, Any]:
    return {each.name: getattr(one, each.name) for each in fields(one)}


async def record_all(
    session: WriteSession, target_code: str, links: Sequence[Linked]
) -> None:
    """Call it last in a transaction: it holds the target's chain until the commit.

    Intents come before results, so that a result finds the attempt it is of.
    """
    if not links:
        return
    await queries.lock_chain(session, target_code)
    seq, prev = await queries.head(session, target_code)
    for kind in queries.TABLES:
        rows = [link.row for link in links if link.kind == kind]
        for row in rows:
            seq += 1
            row |= {"chain_seq": seq, "prev_hash": prev}
            prev = row["hash"] = link_hash(kind, row)
        await queries.add(session, kind, rows)


async def verify(session: ReadSession, target_code: str) -> Checked:
    """Recomputes the whole chain of one target; the first bad link is named."""
    verifier = Verifier(target_code)
    last, _ = await queries.head(session, target_code)
    for after in range(0, last, READ_AT_ONCE):
        verifier.read(await links(session, target_code, after))
    return Checked(target_code, verifier.checked, verifier.head, verifier.broken)


async def links(session: ReadSession, target_code: str, after: int) -> list[Link]:
    """The next READ_AT_ONCE links, in their order."""
    found: list[Link] = []
    for kind in queries.TABLES:
        rows = await queries.links(session, target_code, kind, after, READ_AT_ONCE)
        found += [Link(kind, dict(row)) for row in rows]
    return sorted(found, key=lambda link: link.seq)


async def readable(
    session: ReadSession, vault: Vault, page: Sequence[Link]
) -> dict[int, str]:
    """By number of the link: the words sent, or answered, that are not gone."""
    owners = await queries.owners_of(session, [UUID(link.id) for link in page])
    keys = await queries.keys_of(session, set(owners.values()))
    found = {}
    for link in page:
        attempt = UUID(link.id)
        row = {
            "id": attempt,
            "object_id": owners[attempt],
            "evidence_key": keys.get(owners[attempt]),
        }
        what = "request" if link.kind == "attempt" else "answer"
        told = _unsealed(row, link.fields["sealed"], what, vault).text
        text = told if told is not None else link.fields.get("response_body")
        if text:
            found[link.seq] = text
    return found


async def end_of_chain(session: ReadSession, target_code: str) -> tuple[int, str]:
    return await queries.head(session, target_code)


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
    vault: Vault,
    filters: dict[str, str],
    before: tuple[str, int] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """With the answers as they can still be read."""
    rows = await queries.page_of_receipts(
        session, filters=filters, before=before, limit=limit
    )
    return [_readable(dict(row), vault) for row in rows]


async def receipt(
    session: ReadSession, vault: Vault, attempt_id: UUID
) -> dict[str, Any]:
    """One attempt, word for word as far as it is kept."""
    filters = {"id": str(attempt_id)}
    rows = await queries.page_of_receipts(
        session, filters=filters, before=None, limit=1, requests=True
    )
    if not rows:
        raise ReceiptNotFoundError(see_list("/staff/v1/sync/receipts"))
    row = dict(rows[0])
    found = _unsealed(row, row["sealed"], "request", vault)
    return {**_readable(row, vault), "request_body": found.text, "request": found.fate}


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What can be read of sealed bytes, and if nothing: why."""

    text: str | None
    fate: str


def _unsealed(
    row: dict[str, Any], sealed: bytes | None, what: str, vault: Vault
) -> Unsealed:
    if sealed is None:
        return Unsealed(None, "not_kept")
    try:
        sealer = vault.sealer(row["evidence_key"], row["object_id"])
        if sealer is None:
            fate = "locked" if row["evidence_key"] else "destroyed"
            return Unsealed(None, fate)
        opened = sealer.unseal(f"{row['id']}:{what}", sealed)
    except DestroyedError:
        return Unsealed(None, "destroyed")
    except AlteredError:
        return Unsealed(None, "altered")
    return Unsealed(opened.decode(errors="replace"), "kept")


def _readable(row: dict[str, Any], vault: Vault) -> dict[str, Any]:
    answer = Unsealed(row["response_body"], "kept")
    if row["sealed_answer"] is not None or not row["response_body"]:
        answer = _unsealed(row, row["sealed_answer"], "answer", vault)
    return {**row, "response_body": answer.text, "answer": answer.fate}


async def forget_payloads(session: WriteSession, object_id: UUID) -> None:
    """Called when the object was seen to be gone, with the end of its key."""
    await queries.forget_payloads(session, object_id)


async def rewrap(database: Database, vault: Vault) -> int:
    """Every key of an object under the newest secret; the older may go then.

    A page is a transaction: workers wait for the rows of no other.
    """
    done, last = 0, None
    while True:
        async with database.writing() as session:
            rows = await queries.page_of_keys(session, last, READ_AT_ONCE)
            for row in rows:
                before, owner = row["evidence_key"], row["id"]
                anew = vault.wrapped_anew(before, owner)
                if anew is not None:
                    await queries.replace_key(session, owner, before, anew)
                    done += 1
        if not rows:
            return done
        last = rows[-1]["id"]
