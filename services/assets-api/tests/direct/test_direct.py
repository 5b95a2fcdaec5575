"""Real bytes against the real store: what was signed is taken, and nothing else."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from assets_api.direct import door
from assets_api.direct.door import DirectDoor
from assets_api.storage import keys
from assets_api.uploads import ending
from phohien import clock

MIB = 1024 * 1024
TUS = {"tus-resumable": "1.0.0"}


async def test_a_file_in_parts_is_inspected_like_any_other(
    officer, make_person, program, another, send, make_jpeg, checked, owner
) -> None:
    data = make_jpeg(padding=17 * MIB)
    sha256 = hashlib.sha256(data).hexdigest()
    declared = await program.declare(data, sha256=sha256)
    parts = program.cut(data)
    signed = await program.signed(parts)
    statuses = [await send(signed[n], parts[n]) for n in (1, 2, 3)]

    answers = await asyncio.gather(*(program.complete(parts) for _ in range(2)))
    status = await checked(officer, program.path)
    late = await send(signed[1], parts[1])
    answers.append(await program.complete(parts))
    known = await program.declare(data, sha256=sha256)
    theirs = await another(make_person("officer")).declare(data, sha256=sha256)

    assert (declared.status_code, declared.json()["parts"], statuses) == (
        201,
        3,
        [200] * 3,
    )
    assert [(one.status_code, one.json()["state"]) for one in answers] == [
        (200, "received"),
        (200, "received"),
        (200, "ready"),
    ]
    assert (status["state"], late) == ("ready", 404), status
    assert (known.status_code, known.json()["asset_id"]) == (200, status["asset_id"])
    assert (theirs.status_code, theirs.json()["asset_id"]) == (201, None)
    quota = owner(
        "SELECT reserved, used FROM assets.agency_quota WHERE agency_id = %s",
        officer.agency.id,
    )
    assert quota == [(0, len(data))]


async def test_what_was_lost_on_the_way_is_asked_for_again(program, send) -> None:
    data = bytes(9 * MIB)
    await program.declare(data)
    parts = program.cut(data)
    none = await program.complete(parts)
    signed = await program.signed(parts)
    # A replay writes the same again; the store lists the part twice.
    statuses = [await send(signed[1], parts[1]) for _ in range(2)]
    stored = await program.stored()
    missing = await program.complete(parts)
    statuses.append(await send((await program.signed({2: parts[2]}))[2], parts[2]))
    wrong = await program.complete(parts | {2: b"other"})
    done = await program.complete(parts)

    assert (statuses, stored) == ([200] * 3, [1])
    assert [one.json().get("code") for one in (none, missing, wrong, done)] == [
        "upload-parts-missing",
        "upload-parts-missing",
        "upload-parts-changed",
        None,
    ]
    assert ": 2." in missing.json()["detail"]
    assert done.json()["state"] == "received"


async def test_the_store_takes_nothing_but_what_was_signed(
    officer, make_person, program, another, send, patch
) -> None:
    data = b"%PDF-" + b"x" * 1000
    await program.declare(data, filename="a.pdf")
    (signed,) = (await program.signed({1: data})).values()
    url, other = signed["url"], b"y" * len(data)
    elsewhere = url.replace(program.path.rsplit("/", 1)[1], str(UUID(int=7)))
    theirs = hashlib.sha256(other).digest()

    assert await send(signed, other) == 400
    assert await send(signed, data + b"x") == 403
    assert await send(signed, data[:-1]) == 403
    assert await send(signed, data, **{"x-amz-checksum-sha256": None}) == 403
    assert await send(signed, other, **{"x-amz-checksum-sha256": theirs.hex()}) == 403
    assert await send(signed, data, url=elsewhere) == 403
    assert await send(signed, data, url=url.replace("mber=1", "mber=2")) == 403
    assert await send(signed, data, url=url.replace("Expires=3600", "Expires=9")) == 403
    assert await program.stored() == []

    numbers = await program.ask({2: data})
    stranger = another(make_person("officer"))
    answers = [
        await stranger.ask({1: data}),
        await stranger.complete({1: data}),
        await stranger.person.client.get(f"{program.path}/parts"),
    ]
    by_tus = await patch(officer, program.path, 0, data)
    assert (numbers.status_code, numbers.json()["code"]) == (409, "upload-part-number")
    assert {one.json()["code"] for one in answers} == {"upload-not-found"}
    assert (by_tus.status_code, by_tus.json()["code"]) == (409, "upload-other-way")


async def test_an_address_does_not_outlive_its_hour_nor_its_upload(
    officer, program, send, desk, settings, s3, owner
) -> None:
    data = b"%PDF-" + b"x" * 1000
    await program.declare(data, filename="a.pdf")
    (signed,) = (await program.signed({1: data})).values()
    ident = UUID(program.path.rsplit("/", 1)[1])
    ((session,),) = owner("SELECT s3_upload_id FROM assets.upload WHERE id = %s", ident)
    yesterday = DirectDoor(desk.store, settings.s3, settings.s3_public_url)
    with pytest.MonkeyPatch.context() as skewed:
        skewed.setattr(door, "clock", OtherClock(-timedelta(hours=2)))
        old = yesterday.part(
            keys.arriving(ident),
            session,
            number=1,
            length=len(data),
            sha256=hashlib.sha256(data).digest(),
        )

    expired = await send({"url": old.url, "headers": dict(old.headers)}, data)
    cancelled = await officer.client.delete(program.path, headers=TUS)
    await ending.sweep(desk, at=clock.now())
    late = await send(signed, data)
    left = list(
        s3.client().list_objects(s3.bucket, keys.quarantine(ident), recursive=True)
    )
    after = [await program.ask({1: data}), await program.complete({1: data})]

    assert (expired, cancelled.status_code, late) == (403, 204, 404)
    assert left == []
    assert [one.json()["code"] for one in after] == ["upload-gone"] * 2


class OtherClock:
    """A machine whose clock is wrong by hours."""

    def __init__(self, off: timedelta) -> None:
        self._off = off

    def now(self):
        return clock.now() + self._off


@pytest.fixture
async def careless() -> AsyncIterator[str]:
    """A store that takes whatever it is sent; its address."""

    async def take(reader, writer) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0])
        await reader.readexactly(length)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n")
        writer.write(b"Connection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_store_that_cannot_be_trusted_is_not_offered(
    make_person, serve, settings, desk, careless
) -> None:
    """No public name; nobody there; no checks; a clock by which all is late."""
    nowhere = "http://127.0.0.1:9"
    for url in ("", nowhere, careless):
        address = await serve(settings.model_copy(update={"s3_public_url": url}))
        answer = await make_person("officer").client.post(
            f"{address}/staff/v1/uploads/direct", json={"filename": "a.pdf", "size": 9}
        )
        assert (answer.status_code, answer.json()["code"]) == (
            409,
            "upload-direct-not-offered",
        )
        assert "/staff/v1/uploads" in answer.headers["link"]
    with pytest.MonkeyPatch.context() as skewed:
        skewed.setattr(door, "clock", OtherClock(-timedelta(hours=2)))
        late = DirectDoor(desk.store, settings.s3, settings.s3_public_url)
        assert not await late.is_open()
