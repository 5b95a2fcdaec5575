"""Two processes of the API and one upload: in turn, at once, after a silence."""

import asyncio
import hashlib
from uuid import uuid4

import httpx
import pytest

pytestmark = pytest.mark.proof
TUS = {"tus-resumable": "1.0.0"}
MIB = 1024 * 1024
PART = 8 * MIB


@pytest.fixture
def both(own) -> tuple[str, str]:
    own.heal()
    return own.addresses["api"], own.addresses["other"]


@pytest.fixture
def begin(officer, create):
    async def run(data: bytes) -> str:
        return await create(
            officer,
            len(data),
            filename=f"{uuid4()}.jpg",
            sha256=hashlib.sha256(data).hexdigest(),
        )

    return run


async def test_chunks_in_turn(
    both, begin, officer, patch, photograph, ended, is_stored
) -> None:
    data = photograph(2, 40 * MIB)
    path = await begin(data)
    size = 3 * MIB + 17

    for number, start in enumerate(range(0, len(data), size)):
        piece = data[start : start + size]
        answer = await patch(officer, both[number % 2] + path, start, piece)
        assert answer.status_code == 204, answer.text
        assert answer.headers["upload-offset"] == str(start + len(piece))

    ident = path.rsplit("/", 1)[1]
    assert await ended(ident) == "ready"
    is_stored(ident, data)


async def test_chunks_at_once(
    both, begin, officer, patch, photograph, ended, is_stored
) -> None:
    """Each sends the same piece at the same offset; the row decides who counts."""
    data = photograph(3, 30 * MIB)
    path = await begin(data)
    offset, rounds, lost = 0, 0, 0

    while offset < len(data):
        piece = data[offset : offset + 5 * MIB]
        answers = await asyncio.gather(
            *(patch(officer, address + path, offset, piece) for address in both)
        )
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses in ([204, 409], [409, 409]), [each.text for each in answers]
        acknowledged = [
            int(answer.headers["upload-offset"])
            for answer in answers
            if answer.status_code == 204
        ]
        head = await officer.client.head(both[rounds % 2] + path, headers=TUS)
        now = int(head.headers["upload-offset"])
        assert now >= max(acknowledged, default=offset)
        lost += now == offset
        offset, rounds = now, rounds + 1

    assert lost <= rounds // 2
    ident = path.rsplit("/", 1)[1]
    assert await ended(ident) == "ready"
    is_stored(ident, data)


async def test_a_silent_writer_loses_its_lease_to_the_other_process(
    both, begin, officer, patch, photograph, ended, is_stored
) -> None:
    data = photograph(4, 20 * MIB)
    path = await begin(data)
    sent, silence = asyncio.Event(), asyncio.Event()

    async def body():
        yield data[: PART + MIB]
        sent.set()
        await silence.wait()
        yield data[PART + MIB :]

    old = asyncio.create_task(
        patch(officer, both[0] + path, 0, body(), **{"content-length": str(len(data))})
    )
    await asyncio.wait_for(sent.wait(), 30)
    async with asyncio.timeout(10):
        while not await acknowledged(officer, path):  # noqa: ASYNC110 -- another process
            await asyncio.sleep(0.05)
    async with asyncio.timeout(2):
        head = await officer.client.head(both[1] + path, headers=TUS)
    offset = int(head.headers["upload-offset"])
    answer = await patch(officer, both[1] + path, offset, data[offset:])
    silence.set()
    late = (await asyncio.gather(old, return_exceptions=True))[0]

    assert PART <= offset <= PART + MIB
    assert answer.status_code == 204
    # The old writer can commit nothing: it is told so, or its line was closed.
    assert isinstance(late, httpx.TransportError) or late.status_code == 409
    ident = path.rsplit("/", 1)[1]
    assert await ended(ident) == "ready"
    is_stored(ident, data)


async def acknowledged(person, path: str) -> int:
    """Asking for the status disturbs no writer."""
    status = await person.client.get(f"{path}/status")
    return status.json()["offset"]
