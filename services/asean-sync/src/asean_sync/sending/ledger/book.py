"""Writes entries of many objects in one transaction, and tells each how it went.

While one transaction is under way the next entries gather; nobody waits longer than
for two. A row that somebody else holds at that moment is written by itself, so that
a batch never waits for a row; and so is each of a batch that the database refused, so
that none fails for what another holds.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from asean_sync.evidence import service as evidence
from asean_sync.objects.states import Row
from asean_sync.sending import approval
from asean_sync.sending import service as sending
from asean_sync.sending.errors import (
    ApprovalGoneError,
    ForeignIdError,
    LostLeaseError,
    StoppedError,
    SupersededError,
)
from asean_sync.sending.ledger import statements
from asean_sync.sending.ledger.entries import Entry, moved
from asean_sync.sending.ledger.held import row_of
from phohien.db import Database, WriteSession

MOST = 64
# What became of an entry: the row to go on with, nothing, or why it was not written.
Written = Row | None | Exception


class Ledger:
    """The book of one target at one desk."""

    def __init__(self, database: Database, target_code: str) -> None:
        self._database = database
        self._target = target_code
        self._waiting: list[tuple[Entry, asyncio.Future[Row | None]]] = []
        self._writing: asyncio.Task[None] | None = None
        # Held by whoever moves many rows of this desk: none of them waits for another.
        self.turn = asyncio.Lock()
        # Kept here: the loop itself does not hold on to its tasks.
        self._beside: set[asyncio.Task[Row | None]] = set()

    async def write(self, entry: Entry) -> Row | None:
        """Committed when it returns."""
        if entry.alone:
            return await self._alone(entry)
        future: asyncio.Future[Row | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            entries = [entry for entry, _ in batch]
            try:
                async with self.turn, self._database.writing() as session:
                    done = await _apply(session, self._target, entries, wait=False)
            except Exception as error:  # noqa: BLE001 -- each waiting worker is told
                apart = len(batch) > 1 and _refused(error)
                done = {} if apart else dict.fromkeys(range(len(entries)), error)
            for place, (entry, future) in enumerate(batch):
                if future.done():
                    continue
                if place not in done:
                    self._apart(entry, future)
                else:
                    _tell(future, done[place])

    def _apart(self, entry: Entry, future: asyncio.Future[Row | None]) -> None:
        """Written beside the others: somebody holds its row, or one of them is bad."""
        task = asyncio.create_task(self._alone(entry))
        self._beside.add(task)

        def tell(done: asyncio.Task[Row | None]) -> None:
            self._beside.discard(done)
            if done.cancelled():
                future.cancel()
            if not future.done():
                error = done.exception()
                _tell(future, error if isinstance(error, Exception) else done.result())

        task.add_done_callback(tell)

    async def _alone(self, entry: Entry) -> Row | None:
        async with self._database.writing() as session:
            done = await _apply(session, self._target, [entry], wait=True)
            found = done.get(0)
            if isinstance(found, Exception):
                raise found
            return found


def _refused(error: Exception) -> bool:
    """The database is there, and does not take what it was given."""
    lost = getattr(error, "connection_invalidated", False)
    return isinstance(error, SQLAlchemyError) and not lost


def _tell(future: "asyncio.Future[Row | None]", found: Written) -> None:
    if isinstance(found, Exception):
        future.set_exception(found)
    else:
        future.set_result(found)


async def _apply(
    session: WriteSession, target_code: str, entries: Sequence[Entry], *, wait: bool
) -> dict[int, Written]:
    """By place; what is missing has a row that somebody else holds."""
    ids = {entry.claim.object_id for entry in entries}
    locked = await statements.locked(session, ids, wait=wait)
    rows = {row.id: row for row in locked}
    approved = await _approved(session, target_code, entries)
    foreign = await _foreign(session, target_code, entries)
    done: dict[int, Written] = {}
    moves: list[tuple[Any, Any]] = []
    written = []
    for place, entry in enumerate(entries):
        row = rows.get(entry.claim.object_id)
        if row is None and not wait:
            continue
        stopped = _stopped(entry, row, approved) or foreign.get(place)
        if stopped is not None:
            done[place] = stopped
            continue
        done[place], change = row_of(row), None
        if entry.change is not None:
            move = moved(row, entry)
            change = move.change
            moves.append((row, move.after))
            done[place] = row_of(move.after) if move.goes_on else None
        written.append((entry, row, change))
    await statements.write(session, moves)
    for entry, row, change in written:
        if entry.alone:
            await sending.follow(session, entry.claim.role, row, change)
    links = [link for entry, *_ in written for link in await _links(session, entry)]
    await evidence.record_all(session, target_code, links)
    return done


def _stopped(entry: Entry, row: Any, approved: set[UUID]) -> Exception | None:
    """Whether the lease holds; of an intent, whether it may still be sent."""
    if row is None or row.fence != entry.claim.fence:
        entry.claim.lost = True
        return LostLeaseError()
    return _kept_back(entry, row, approved) if entry.must_go else None


def _kept_back(entry: Entry, row: Any, approved: set[UUID]) -> Exception | None:
    if row.halted:
        return StoppedError()
    if row.desired_generation != entry.claim.generation:
        return SupersededError()
    if entry.needs_approval and entry.claim.object_id not in approved:
        return ApprovalGoneError()
    return None


async def _foreign(
    session: WriteSession, target_code: str, entries: Sequence[Entry]
) -> dict[int, ForeignIdError]:
    """By place: ids that another of our objects has, or another of these gets."""
    found: dict[int, ForeignIdError] = {}
    for role in {entry.claim.role for entry in entries if entry.new_id}:
        named = {
            place: str(entry.new_id)
            for place, entry in enumerate(entries)
            if entry.new_id and entry.claim.role == role
        }
        owners = {
            identity: (owner, key)
            for identity, owner, key in await sending.owners_of(
                session, target_code, role, named.values()
            )
        }
        for place, identity in named.items():
            claim = entries[place].claim
            owner, key = owners.setdefault(identity, (claim.object_id, claim.key))
            if owner != claim.object_id:
                found[place] = ForeignIdError(identity, key)
    return found


async def _approved(
    session: WriteSession, target_code: str, entries: Sequence[Entry]
) -> set[UUID]:
    asked = [entry.claim for entry in entries if entry.needs_approval]
    items = [claim.object_id for claim in asked if claim.role == "item"]
    media = [claim.object_id for claim in asked if claim.role != "item"]
    return await approval.may_go(session, target_code, items, media)


async def _links(session: WriteSession, entry: Entry) -> list[evidence.Linked]:
    links, claim, intent = [], entry.claim, entry.intent
    if intent is not None:
        if intent.op == "verify":
            last = claim.last_write
            last = last or await evidence.last_write(session, claim.object_id)
            intent = replace(intent, verifies=last)
        link = evidence.link_of_intent(intent, claim.sealer, entry.content)
        entry.attempt = link.row["id"]
        links.append(link)
    if entry.receipt is not None:
        assert entry.attempt is not None  # noqa: S101 -- a result is that of an attempt
        lease = {
            "target_code": claim.target_code,
            "fence": claim.fence,
            "worker": entry.worker,
            "finished_at": entry.at,
        }
        links.append(
            evidence.link_of_result(entry.attempt, entry.receipt, claim.sealer, lease)
        )
    return links
