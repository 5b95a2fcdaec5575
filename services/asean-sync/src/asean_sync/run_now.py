"""Asks for a run and sees it through, here or in the worker that has it."""

import asyncio
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from asean_sync.db import connected
from asean_sync.profiles.errors import NoActiveProfileError
from asean_sync.runs import service as runs
from asean_sync.runs.execute import execute
from asean_sync.runs.service import Order
from asean_sync.runs.tables import Run
from asean_sync.settings import Settings
from asean_sync.targets import service as targets
from phohien import clock
from phohien.db import Database
from phohien.errors import Text

log = structlog.get_logger()
OK, FAILED, PART_DONE = 0, 1, 3
EXIT = {"ok": OK, "partial": PART_DONE, "needs_approval": PART_DONE}
POLL = 0.3


@dataclass(frozen=True, slots=True)
class RunReport:
    """How the runs ended; `exit_code` is that of the worst."""

    exit_code: int
    runs: list[dict[str, Any]] = field(default_factory=list)


async def active_codes(database: Database, target: str | None) -> list[str]:
    async with database.reading() as session:
        codes = await targets.active_codes(session)
    found = [code for code in codes if target in {None, code}]
    if not found:
        raise NoActiveProfileError(
            Text(
                vi="Chưa có đích nào: `phohien sync profile activate TỆP`.",
                en="There is no such target: `phohien sync profile activate FILE`.",
            )
        )
    return found


async def run_now(
    settings: Settings,
    target: str | None,
    seconds: float,
    *,
    item: str | None,
    by: str,
) -> RunReport:
    until = monotonic() + seconds
    done = []
    async with connected(settings) as database:
        for code in await active_codes(database, target):
            run_id = await _ask(database, code, until, (item, by))
            finished = await _finished(database, settings, run_id, until)
            done.append(told_of(finished))
    return report(done)


async def carry_out(
    settings: Settings, database: Database, run_id: UUID, seconds: float
) -> RunReport:
    """A run that was asked for, here or in the worker that took it."""
    until = monotonic() + seconds
    return report([told_of(await _finished(database, settings, run_id, until))])


def report(done: list[dict[str, Any]]) -> RunReport:
    worst = max((_rank(one["outcome"]) for one in done), default=2)
    return RunReport([OK, PART_DONE, FAILED][worst], done)


def _rank(outcome: str | None) -> int:
    return [OK, PART_DONE, FAILED].index(EXIT.get(outcome or "partial", FAILED))


async def _ask(
    database: Database, code: str, until: float, what: tuple[str | None, str]
) -> UUID:
    """A run of our own, after the one under way, if any; an orphan is adopted.

    A run of one item waits for no other.
    """
    item, by = what
    while True:
        async with database.writing() as session:
            under_way = await runs.open_run(session, code, item)
            if under_way is None:
                return await runs.request_run(
                    session,
                    code,
                    caller=by,
                    at=clock.now(),
                    order=Order(item_key=item),
                )
            orphan = under_way.id in await runs.waiting(session)
        if orphan or monotonic() > until:
            return under_way.id
        await asyncio.sleep(POLL)


async def _finished(
    database: Database, settings: Settings, run_id: UUID, until: float
) -> Run:
    """Carries the run out here, or waits for the worker that has it."""
    while True:
        try:
            left = max(until - monotonic(), 0.0)
            await execute(database, settings, run_id, left)
            async with database.reading() as session:
                found = await runs.get_run(session, run_id)
            if found.finished_at is not None or monotonic() > until:
                return found
        except (SQLAlchemyError, OSError) as error:
            if monotonic() > until:
                raise
            log.warning("database_out_of_reach", error=str(error)[:200])
        await asyncio.sleep(POLL)


def told_of(found: Run) -> dict[str, Any]:
    names = ("target_code", "kind", "outcome", "counts", "note", "plan_hash")
    told: dict[str, Any] = {name: getattr(found, name) for name in names}
    return {"id": str(found.id), **told, "hold_hash": found.hold_hash}
