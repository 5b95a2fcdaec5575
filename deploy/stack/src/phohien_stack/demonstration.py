"""`up --demo`: the sample dataset, and one push of it to the stand-in portal."""

import asyncio
import time
from collections.abc import Callable
from uuid import UUID

from asean_sync.activation import service as activation
from asean_sync.commands import standin_profile
from asean_sync.profiles.check import read_profile
from asean_sync.profiles.document import Profile
from asean_sync.runs import service as runs
from asean_sync.runs.errors import RunOpenError
from phohien import clock, urls
from phohien.db import Database
from phohien_stack import seed
from phohien_stack.embedded.errors import StackError
from phohien_stack.supervisor.record import Record

Say = Callable[[str, str], None]
CALLER = "phohien up --demo"
# A profile takes two; on a machine for looking the command is both.
SECOND = "phohien up --demo (second)"
PATIENCE, PAUSE = 120.0, 0.5


def fill(now: Record, *, say: Say) -> None:
    seed.run(now, say=say)
    if "standin" in now.urls:
        say("sync", asyncio.run(_push(urls.of("SYNC", now.database_url))))


async def _push(url: str) -> str:
    """The nightly run at once, with the stand-in's profile; waits for its end."""
    path = standin_profile()
    profile = read_profile(path.read_text(encoding="utf-8"), path.name)
    async with Database.connect(url, application_name="phohien demo") as database:
        await _activate(database, profile)
        run_id = await _request(database, profile.profile.target)
        return await _ended(database, run_id)


async def _activate(database: Database, profile: Profile) -> None:
    standing = await activation.propose(
        database, profile, caller=CALLER, at=clock.now()
    )
    if standing.stored.state == "draft":
        await activation.activate(
            database,
            standing.stored.id,
            seen=standing.effect["hash"],
            caller=SECOND,
            at=clock.now(),
        )


async def _request(database: Database, target: str) -> UUID:
    try:
        async with database.writing() as session:
            return await runs.request_run(
                session, target, caller=CALLER, at=clock.now()
            )
    except RunOpenError:
        async with database.reading() as session:
            run = await runs.open_run(session, target)
        if run is None:
            raise
        return run.id


async def _ended(database: Database, run_id: UUID) -> str:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        async with database.reading() as session:
            run = await runs.get_run(session, run_id)
        if run.finished_at is not None:
            states = (run.counts or {}).get("states", {})
            counts = ", ".join(f"{count} {state}" for state, count in states.items())
            took = f"{time.monotonic() - begun:.1f} s"
            return f"{run.target_code}: {run.outcome}; {counts or run.note}  {took}"
        await asyncio.sleep(PAUSE)
    raise StackError(
        f"the push to the stand-in has not ended after {PATIENCE:.0f} s: look at "
        "`phohien logs sync-worker`, then `phohien sync run`"
    )
