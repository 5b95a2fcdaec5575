"""The store fails, is late or does half, at each of its calls: no file is lost."""

import asyncio
import hashlib
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from tests.standins.faulty_store import CALLS, MODES, FaultyStore

from assets_api.app import open_desk
from assets_api.checking.service import check_upload
from assets_api.storage.errors import StorageUnreachableError
from assets_api.uploads import ending
from assets_api.uploads.desk import Desk

pytestmark = pytest.mark.proof
TUS = {"tus-resumable": "1.0.0"}
MIB = 1024 * 1024
# As often as the client tries by itself, so that the service hears of it.
TIMES = {"error": 6, "reset after": 1, "slow": 1, "hang": 1}
ALLOWED = {204, 409, 503}
# Longer than a store is late here, also on a busy machine.
READ_SECONDS = 12.0


@dataclass
class Cell:
    proxy: FaultyStore
    address: str
    desk: Desk

    def __str__(self) -> str:
        return f"{self.proxy.mode} at {self.proxy.call}"


@pytest.fixture
async def open_cell(serve, settings, s3):
    """An instance of the API and a worker's desk behind a store that fails once."""
    async with AsyncExitStack() as stack:

        async def run(call: str, mode: str) -> Cell:
            proxy = FaultyStore(s3.endpoint, call, mode)
            await stack.enter_async_context(proxy.running())
            own = settings.model_copy(
                update={
                    "s3": settings.s3.model_copy(
                        update={
                            "endpoint": proxy.endpoint,
                            "read_seconds": READ_SECONDS,
                        }
                    )
                }
            )
            address = await serve(own)
            desk = await stack.enter_async_context(open_desk(own, "faults"))
            await desk.store.probe()
            # Everything before was the start; the fault is for the upload.
            proxy.times = TIMES[mode]
            return Cell(proxy, address, desk)

        yield run


@pytest.fixture
def send(patch):
    async def run(cell: Cell, person, path: str, data: bytes, upto: int) -> None:
        """As a client does, until so much is acknowledged."""
        url, offset = cell.address + path, 0
        async with asyncio.timeout(120):
            while offset < upto:
                head = await person.client.head(url, headers=TUS)
                assert head.status_code == 200
                assert int(head.headers["upload-offset"]) >= offset
                offset = int(head.headers["upload-offset"])
                if offset >= upto:
                    return
                answer = await patch(person, url, offset, data[offset:upto])
                assert answer.status_code in ALLOWED, (str(cell), answer.text)
                if answer.status_code == 204:
                    offset = int(answer.headers["upload-offset"])

    return run


async def decided(cell: Cell, ident: UUID) -> None:
    """What jobs and ticks do for a complete upload."""
    async with asyncio.timeout(120):
        while True:
            try:
                await check_upload(cell.desk, ident)
            except StorageUnreachableError:
                await asyncio.sleep(2.1)  # the pause it is given back with
                continue
            return


@pytest.fixture
def survives(open_cell, make_person, create, send, owner, s3, make_jpeg):
    async def run(call: str, mode: str) -> Cell:
        cell, officer = await open_cell(call, mode), make_person("officer")
        officer.client.timeout = httpx.Timeout(150)
        data = make_jpeg(padding=17 * MIB)
        sha256 = hashlib.sha256(data).hexdigest()
        path = await create(officer, len(data), filename="a.jpg", sha256=sha256)
        ident = UUID(path.rsplit("/", 1)[1])

        await send(cell, officer, path, data, 9 * MIB)
        await send(cell, officer, path, data, len(data))
        await decided(cell, ident)
        # As a sweep does, of its own file alone: the cells share one database, and one
        # of them would clear away what the fault of another is for.
        await ending.purge_now(cell.desk, ident)

        ((state, reason),) = owner(
            "SELECT state, reason FROM assets.upload WHERE id = %s", ident
        )
        assert (state, reason) == ("ready", ""), str(cell)
        left = s3.client().list_objects(s3.bucket, f"q/{ident}/", recursive=True)
        assert list(left) == [], str(cell)
        key = f"b/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        with s3.client().get_object(s3.bucket, key) as stored:
            assert stored.read() == data, str(cell)
        return cell

    return run


@pytest.mark.parametrize("mode", MODES)
async def test_a_store_that_fails_at_any_call_loses_no_file(survives, mode) -> None:
    cells = await asyncio.gather(*(survives(call, mode) for call in CALLS))

    unseen = [str(cell) for cell in cells if cell.proxy.spoiled < cell.proxy.times]
    assert unseen == []


async def test_a_store_that_hangs_holds_up_nobody_else(
    survives, officer, record_property
) -> None:
    """The one who waits for it waits as long as is set; others ask meanwhile."""
    waiting = asyncio.create_task(survives("part", "hang"))
    slowest = 0.0
    loop = asyncio.get_running_loop()
    while not waiting.done():
        began = loop.time()
        answer = await officer.client.get("/staff/v1/assets")
        assert answer.status_code == 200
        slowest = max(slowest, loop.time() - began)
        await asyncio.sleep(0.5)
    await waiting
    assert slowest < READ_SECONDS / 3
    record_property("slowest other request, ms", round(slowest * 1000))
