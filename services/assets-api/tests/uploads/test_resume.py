import asyncio
import hashlib
from base64 import b64encode
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest

from assets_api.uploads import ending
from phohien import clock

TUS = {"tus-resumable": "1.0.0"}
MIB = 1024 * 1024


async def cut_after(data: bytes, amount: int, *, step: int = 256 * 1024):
    """A body whose line goes down after `amount` bytes."""
    for start in range(0, amount, step):
        yield data[start : min(start + step, amount)]
        await asyncio.sleep(0)
    await asyncio.sleep(0.3)  # what is on the wire arrives before the line goes down
    raise ConnectionError


async def send_until_cut(patch, person, path, offset, data, amount) -> None:
    with suppress(ConnectionError, httpx.HTTPError):
        await patch(
            person,
            path,
            offset,
            cut_after(data, amount),
            **{"content-length": str(len(data))},
        )


async def current_offset(person, path) -> int:
    head = await person.client.head(path, headers=TUS)
    return int(head.headers["upload-offset"])


async def test_a_cut_line_loses_nothing_that_had_arrived(
    officer, create, patch, checked, make_jpeg
) -> None:
    data = make_jpeg(padding=20 * MIB)
    path = await create(
        officer,
        len(data),
        filename="lớn.jpg",
        sha256=hashlib.sha256(data).hexdigest(),
    )
    offset, seen = 0, []

    for amount in (100_000, 9 * MIB, 300_000, 4 * MIB, 1):
        await send_until_cut(patch, officer, path, offset, data[offset:], amount)
        offset = await current_offset(officer, path)
        seen.append(offset)
    answer = await patch(officer, path, offset, data[offset:])
    status = await checked(officer, path)

    assert seen == sorted(seen)
    assert seen[-1] > 8 * MIB
    assert answer.status_code == 204
    assert answer.headers["upload-offset"] == str(len(data))
    assert status["state"] == "ready", status


async def test_the_wrong_offset_is_answered_with_the_right_one(
    officer, create, patch
) -> None:
    path = await create(officer, 1000, filename="a.pdf")
    await patch(officer, path, 0, b"x" * 400)

    answer = await patch(officer, path, 0, b"x" * 400)

    assert answer.status_code == 409
    assert answer.json()["code"] == "upload-offset-mismatch"
    assert answer.headers["upload-offset"] == "400"


async def test_more_bytes_than_declared_are_refused(officer, create, patch) -> None:
    path = await create(officer, 10, filename="a.pdf")

    async def endless():
        yield b"x" * 6
        yield b"x" * 6

    async def measured():
        yield b"x" * 6
        yield b"x" * 4

    declared = await patch(officer, path, 0, b"x" * 11)
    chunked = await patch(officer, path, 0, endless())
    offset = await current_offset(officer, path)
    fitting = await patch(officer, path, 0, measured())

    assert [declared.status_code, chunked.status_code] == [413, 413]
    assert {one.json()["code"] for one in (declared, chunked)} == {
        "upload-too-many-bytes"
    }
    assert offset == 0
    assert (fitting.status_code, fitting.headers["upload-offset"]) == (204, "10")


@pytest.mark.parametrize("offset", ["-1", "1", "99999999999999999999", "0x4", ""])
async def test_an_offset_that_cannot_be_moves_nothing(officer, create, patch, offset):
    path = await create(officer, 10, filename="a.pdf")

    answer = await patch(officer, path, offset, b"x" * 5)

    assert answer.status_code == (409 if offset == "1" else 400)
    assert answer.json()["code"].startswith("upload-")
    assert await current_offset(officer, path) == 0


async def test_a_firewall_that_knows_only_post_is_no_obstacle(officer, create) -> None:
    path = await create(officer, 10, filename="a.pdf")
    named = TUS | {"x-http-method-override": "PATCH"}
    bytes_ = {"content-type": "application/offset+octet-stream", "upload-offset": "0"}

    sent = await officer.client.post(path, headers=named | bytes_, content=b"12345")
    ended = await officer.client.post(
        path, headers=TUS | {"x-http-method-override": "DELETE"}
    )
    plain = await officer.client.post(path, headers=TUS)

    assert (sent.status_code, sent.headers["upload-offset"]) == (204, "5")
    assert (ended.status_code, plain.status_code) == (204, 405)


async def test_another_content_type_moves_nothing(officer, create, patch) -> None:
    path = await create(officer, 10, filename="a.pdf")

    answer = await patch(officer, path, 0, b"x" * 5, **{"content-type": "text/plain"})

    assert answer.status_code == 415
    head = await officer.client.head(path, headers=TUS)
    assert head.headers["upload-offset"] == "0"


async def test_a_piece_that_does_not_match_its_checksum_is_dropped(
    officer, create, patch
) -> None:
    path = await create(officer, 10, filename="a.pdf")
    digest = b64encode(hashlib.sha256(b"12345").digest()).decode()
    checksum = {"upload-checksum": f"sha256 {digest}"}

    wrong = await patch(officer, path, 0, b"12346", **checksum)
    right = await patch(officer, path, 0, b"12345", **checksum)

    assert (wrong.status_code, wrong.json()["code"]) == (
        460,
        "upload-checksum-mismatch",
    )
    assert wrong.json()["status"] == 460
    assert (right.status_code, right.headers["upload-offset"]) == (204, "5")


async def test_the_last_piece_of_several_parts_may_have_a_checksum(
    officer, create, patch
) -> None:
    data = bytes(9 * MIB)
    path = await create(officer, len(data), filename="a.pdf")
    digest = b64encode(hashlib.sha256(data).digest()).decode()

    answer = await patch(
        officer, path, 0, data, **{"upload-checksum": f"sha256 {digest}"}
    )

    assert (answer.status_code, answer.headers["upload-offset"]) == (
        204,
        str(len(data)),
    )


async def test_two_writers_at_one_offset_and_one_of_them_wins(
    officer, create, patch, checked, make_jpeg
) -> None:
    data = make_jpeg(padding=9 * MIB)
    path = await create(
        officer, len(data), sha256=hashlib.sha256(data).hexdigest(), filename="a.jpg"
    )

    answers = await asyncio.gather(*(patch(officer, path, 0, data) for _ in range(2)))
    offset = await current_offset(officer, path)
    if offset < len(data):
        await patch(officer, path, offset, data[offset:])

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses in ([204, 409], [409, 409])
    assert (await checked(officer, path))["state"] == "ready"


class HalfOpen:
    """A connection that sends a part of a PATCH and then says nothing more."""

    def __init__(self, address: str, person, path: str) -> None:
        self.url, self.person, self.path = httpx.URL(address), person, path

    async def __aenter__(self):
        self.reader, self.writer = await asyncio.open_connection(
            self.url.host, self.url.port
        )
        return self

    async def __aexit__(self, *_) -> None:
        self.writer.close()

    async def send(self, offset: int, data: bytes, *, of: int) -> None:
        lines = [
            f"PATCH {self.path} HTTP/1.1",
            f"Host: {self.url.host}",
            f"Authorization: Bearer {self.person.token}",
            "Tus-Resumable: 1.0.0",
            "Content-Type: application/offset+octet-stream",
            f"Upload-Offset: {offset}",
            f"Content-Length: {of}",
        ]
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + data)
        await self.writer.drain()
        await asyncio.sleep(0.3)


async def test_a_half_open_line_never_blocks_the_retry(
    officer, address, create, patch, checked, make_jpeg
) -> None:
    data = make_jpeg(padding=MIB)
    path = await create(
        officer, len(data), sha256=hashlib.sha256(data).hexdigest(), filename="a.jpg"
    )
    async with HalfOpen(address, officer, path) as old:
        await old.send(0, data[:700_000], of=len(data))
        async with asyncio.timeout(2):
            head = await officer.client.head(path, headers=TUS)
            options = await officer.client.options("/staff/v1/uploads")
        offset = int(head.headers["upload-offset"])
        answer = await patch(officer, path, offset, data[offset:])

        # The old line comes back to life and ends its body: it can commit nothing.
        old.writer.write(b"\0" * (len(data) - 700_000))
        late = await asyncio.wait_for(old.reader.read(200), 10)

    assert options.status_code == 204
    assert offset == 700_000
    assert answer.status_code == 204
    assert b" 409 " in late
    assert (await checked(officer, path))["state"] == "ready"


async def test_who_gives_up_while_bytes_come_in_leaves_nothing(
    officer, address, create, desk, s3, owner
) -> None:
    path = await create(officer, 9 * MIB, filename="a.jpg")
    async with HalfOpen(address, officer, path) as old:
        await old.send(0, b"x" * (8 * MIB + 9), of=9 * MIB)
        answer = await officer.client.delete(path, headers=TUS)
        old.writer.write(b"x" * (MIB - 9))
        late = await asyncio.wait_for(old.reader.read(200), 10)
    await ending.sweep(desk, at=clock.now() + timedelta(minutes=2))

    ident = path.rsplit("/", 1)[1]
    left = s3.client().list_objects(s3.bucket, f"q/{ident}/", recursive=True)
    unfinished = [
        one async for page in pages_of(desk) for one in page if ident in one.key
    ]
    reserved = owner(
        "SELECT reserved FROM assets.agency_quota WHERE agency_id = %s",
        officer.agency.id,
    )
    assert (answer.status_code, b" 409 " in late) == (204, True)
    assert (list(left), unfinished, reserved) == ([], [], [(0,)])


async def pages_of(desk):
    last = None
    while page := await desk.store.unfinished(last):
        last = page[-1]
        yield page


@pytest.fixture
async def other_address(serve, settings) -> str:
    return await serve(settings)


async def test_two_instances_share_one_upload(
    other_address, officer, create, patch, checked, make_jpeg
) -> None:
    data = make_jpeg(padding=17 * MIB)
    path = await create(
        officer, len(data), sha256=hashlib.sha256(data).hexdigest(), filename="a.jpg"
    )
    size = len(data) // 6 + 1

    for number, start in enumerate(range(0, len(data), size)):
        target = f"{other_address}{path}" if number % 2 else path
        answer = await patch(officer, target, start, data[start : start + size])
        assert answer.status_code == 204, answer.text

    assert (await checked(officer, path))["state"] == "ready"


async def test_a_complete_upload_takes_no_more(officer, create, patch) -> None:
    path = await create(officer, 4, filename="a.pdf")
    await patch(officer, path, 0, b"%PDF")

    head = await officer.client.head(path, headers=TUS)
    answer = await patch(officer, path, 4, b"")

    assert head.headers["upload-offset"] == head.headers["upload-length"] == "4"
    assert (answer.status_code, answer.json()["code"]) == (409, "upload-busy")


@pytest.mark.parametrize("method", ["head", "patch"])
async def test_an_expired_upload_is_gone(officer, create, patch, owner, method) -> None:
    path = await create(officer, 4, filename="a.pdf")
    owner(
        "UPDATE assets.upload SET expires_at = now() - interval '1 second'"
        " WHERE id = %s",
        path.rsplit("/", 1)[1],
    )

    if method == "head":
        answer = await officer.client.head(path, headers=TUS)
    else:
        answer = await patch(officer, path, 0, b"%PDF")

    assert answer.status_code == 410
