"""`kill -9` of each process at each state of an upload: what was promised is kept."""

import asyncio
import hashlib
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from minio.error import S3Error
from tests.standins.commands import heard
from tests.standins.kills import SEED, Kill, kills
from tests.standins.machine import children

log = logging.getLogger(__name__)
TUS = {"tus-resumable": "1.0.0"}
BYTES = TUS | {"content-type": "application/offset+octet-stream"}
MIB = 1024 * 1024
SIZE = 20 * MIB
FIRST = 9 * MIB
"""A whole part and a tail."""
PATIENCE = 120.0
ANOTHER = "Another pass runs already; wait until it ends."
PHOHIEN = Path(sys.executable).with_name("phohien")


@dataclass
class Journey:
    """One file on its way, and what its sender was told to be safe."""

    person: object
    data: bytes
    sha256: str
    path: str = ""
    acknowledged: int = 0
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    sending: asyncio.Task | None = None

    @property
    def ident(self) -> str:
        return self.path.rsplit("/", 1)[1]

    async def send(self, upto: int) -> None:
        """One PATCH; raises what the line or the server does."""
        offset = self.acknowledged
        answer = await self.person.client.patch(
            self.path,
            headers=BYTES | {"upload-offset": str(offset)},
            content=self.data[offset:upto],
        )
        answer.raise_for_status()
        self.acknowledged = int(answer.headers["upload-offset"])

    def send_a_half(self) -> None:
        """A PATCH that stands still in the midst of a part."""
        offset = self.acknowledged

        async def body() -> AsyncIterator[bytes]:
            yield self.data[offset : offset + 3 * MIB]
            await self.hold.wait()
            raise ConnectionError

        async def request() -> None:
            length = str(len(self.data) - offset)
            with suppress(httpx.HTTPError, ConnectionError):
                await self.person.client.patch(
                    self.path,
                    headers=BYTES
                    | {"upload-offset": str(offset), "content-length": length},
                    content=body(),
                )

        self.sending = asyncio.create_task(request())

    async def line_down(self) -> None:
        self.hold.set()
        if self.sending is not None:
            await self.sending

    async def go_on(self) -> None:
        """As a client does: ask how far it is, send the rest, until all is there."""
        try:
            head = await self.person.client.head(self.path, headers=TUS)
            head.raise_for_status()
            offset = int(head.headers["upload-offset"])
            assert offset >= self.acknowledged, "what was acknowledged is gone"
            self.acknowledged = offset
            if offset < len(self.data):
                await self.send(len(self.data))
        except (httpx.TransportError, httpx.HTTPStatusError):
            await asyncio.sleep(0.2)


@pytest.fixture
def seen(own, owner):
    """Waits until the upload is seen in a state that the worker brings about."""

    def promoted(journey: Journey) -> bool:
        sha256 = journey.sha256
        key = f"b/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        try:
            own.store.client().stat_object(own.store.bucket, key)
        except S3Error:
            return False
        return True

    def state(journey: Journey) -> str:
        ((state, reason),) = owner(
            "SELECT state, reason FROM assets.upload WHERE id = %s", journey.ident
        )
        assert not reason, (state, reason)
        return state

    async def wait(journey: Journey, wanted: str) -> None:
        async with asyncio.timeout(60):
            while not (
                promoted(journey) if wanted == "promotion" else state(journey) == wanted
            ):
                assert wanted == "ready" or state(journey) != "ready", "too late"
                await asyncio.sleep(0.005)

    return wait


@pytest.fixture
def bring(own, officer_of, photograph, create, seen):
    """A new file, brought to the state at which something will be killed."""

    async def run(kill: Kill, number: int) -> Journey:
        data = photograph(SEED + number, SIZE)
        journey = Journey(officer_of(), data, hashlib.sha256(data).hexdigest())
        journey.path = await create(
            journey.person, len(data), filename="a.jpg", sha256=journey.sha256
        )
        if kill.state == "created":
            return journey
        await journey.send(FIRST)
        if kill.state == "receiving":
            return journey
        if kill.state == "mid-part":
            journey.send_a_half()
            await asyncio.sleep(0.3)
            return journey
        if kill.state == "received":
            own.parts["worker"].kill()
        await journey.send(len(data))
        await seen(journey, kill.state)
        return journey

    return run


@pytest.fixture
def officer_of(make_person):
    return lambda: make_person("officer")


@pytest.fixture
def strike(own):
    async def run(victim: str) -> None:
        if victim != "child":
            own.parts[victim].kill()
            return
        async with asyncio.timeout(30):
            while not (found := inspections(own.parts["worker"].pid)):  # noqa: ASYNC110 -- another process
                await asyncio.sleep(0.005)
        os.kill(found[0], signal.SIGKILL)

    return run


def inspections(worker: int) -> list[int]:
    return [
        pid
        for pid in children(worker)
        if b"assets_api.inspection.child" in commandline(pid)
    ]


def commandline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture
def survive(own, bring, strike, finish, is_stored, is_tidy, fsck):
    async def run(kill: Kill, number: int) -> None:
        own.heal()
        journey = await bring(kill, number)
        await asyncio.sleep(kill.delay)
        await strike(kill.victim)
        await journey.line_down()
        await finish(journey)
        is_stored(journey.ident, journey.data)
        await is_tidy()
        assert await fsck() == {}

    return run


@pytest.fixture
def fsck(own, tmp_path):
    """What `phohien assets fsck` finds; it says of everything what it is."""

    async def told_once() -> tuple[int | None, dict[str, Any]]:
        process = await asyncio.create_subprocess_exec(
            str(PHOHIEN),
            *("assets", "fsck", "--json", "--data", str(tmp_path / "no stack")),
            env=own.environment,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await heard(process, PATIENCE)
        return process.returncode, json.loads(said)

    async def run() -> dict[str, list[str]]:
        # A worker killed in a pass of its own holds the lease of two minutes.
        async with asyncio.timeout(2 * PATIENCE):
            status, told = await told_once()
            while told.get("detail") == ANOTHER:
                await asyncio.sleep(1)
                status, told = await told_once()
        assert status in (0, 1), told
        assert told["objects"] > 0
        return {
            kind: [f"{each['subject']} {each['detail']}" for each in one["listed"]]
            for kind, one in told["findings"].items()
        }

    return run


@pytest.fixture
def finish(own, owner):
    """The client goes on and a supervisor starts what has ended, until the end."""

    async def run(journey: Journey) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                own.heal()
                if journey.acknowledged < len(journey.data):
                    await journey.go_on()
                    continue
                ((state, reason),) = owner(
                    "SELECT state, reason FROM assets.upload WHERE id = %s",
                    journey.ident,
                )
                assert state not in ("rejected", "held", "expired"), reason
                if state == "ready":
                    return
                await asyncio.sleep(0.1)

    return run


@pytest.fixture
def is_tidy(own, owner):
    """Soon no row is on its way and every object belongs to something that is known."""

    def unfinished() -> list[str]:
        rows = owner(
            "SELECT id, state FROM assets.upload WHERE purge_after <= %s"
            " OR state NOT IN ('ready', 'rejected', 'held', 'expired')",
            datetime.now(UTC),
        )
        return [f"{ident} {state}" for ident, state in rows]

    def strangers() -> list[str]:
        known = {
            f"b/{sha256[:2]}/{sha256[2:4]}/{sha256}"
            for (sha256,) in owner("SELECT sha256 FROM assets.blob")
        }
        client, bucket = own.store.client(), own.store.bucket
        there = {
            item.object_name for item in client.list_objects(bucket, recursive=True)
        }
        assert known <= there, known - there
        begun = client._list_multipart_uploads(bucket).uploads  # noqa: SLF001 -- minio has no public call
        return sorted(there - known) + [f"{one.object_name} begun" for one in begun]

    async def wait() -> None:
        try:
            async with asyncio.timeout(30):
                while unfinished() or strangers():
                    own.heal()
                    await asyncio.sleep(0.2)
        except TimeoutError:
            assert (unfinished(), strangers()) == ([], [])

    return wait


@pytest.mark.proof
@pytest.mark.parametrize(
    ("number", "kill"), list(enumerate(kills(20))), ids=map(str, kills(20))
)
async def test_what_was_acknowledged_outlives_a_kill(survive, number, kill) -> None:
    await survive(kill, number)


@pytest.mark.soak
async def test_sixty_kills_lose_nothing_that_was_acknowledged(
    survive, record_property
) -> None:
    planned = kills(60, seed=SEED + 1)
    for number, kill in enumerate(planned):
        try:
            await survive(kill, 1000 + number)
        except BaseException as error:
            error.add_note(f"kill {number}: {kill}")
            raise
        log.info("survived %s", kill)
    record_property("kills", len(planned))
    record_property("seed", SEED + 1)


def test_a_short_run_strikes_every_process_at_every_state() -> None:
    drawn = kills(20)
    assert len({kill.victim for kill in drawn}) == 5
    assert len({kill.state for kill in drawn}) == 7
    assert len({(kill.victim, kill.state) for kill in kills(30)}) == 30
