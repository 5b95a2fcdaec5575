"""A small file in one request."""

import asyncio
import hashlib
from base64 import b64encode

import httpx
import pytest

WHOLE = "/staff/v1/uploads/whole"
MIB = 1024 * 1024


def digest_of(data: bytes) -> dict[str, str]:
    digest = b64encode(hashlib.sha256(data).digest()).decode()
    return {"content-digest": f"md5=:YQ==:, sha-256=:{digest}:"}


async def test_one_request_brings_a_file_to_the_same_inspection(
    officer, make_person, make_jpeg, checked
) -> None:
    data = make_jpeg(padding=9 * MIB)
    named = {"filename": "Hội làng Phù Ủng.jpg"}

    sent = await officer.client.post(
        WHOLE, params=named, content=data, headers=digest_of(data)
    )
    status = await checked(officer, sent.headers["location"])
    again = await officer.client.post(
        WHOLE, params=named, content=data, headers=digest_of(data)
    )
    stranger = make_person("officer")
    theirs = await stranger.client.post(
        WHOLE, params=named, content=data, headers=digest_of(data)
    )

    assert (sent.status_code, sent.json()["state"]) == (201, "received")
    assert status["state"] == "ready", status
    assert (again.status_code, again.json()["asset_id"]) == (200, status["asset_id"])
    assert (theirs.status_code, theirs.json()["asset_id"]) == (201, None)


@pytest.mark.parametrize(
    ("content", "headers", "refusal"),
    [
        (b"", {}, (422, "upload-empty")),
        (b"x" * (25 * MIB + 1), {}, (413, "upload-whole-too-large")),
        (b"%PDF", {"content-digest": "sha-256=:YQ==:"}, (400, "upload-digest")),
        (b"%PDF", {"content-digest": "sha-512=:YQ==:"}, (400, "upload-digest")),
        (b"%PDF", digest_of(b"%PDX"), (400, "upload-checksum-mismatch")),
        (
            b"%PDF",
            {"content-type": "video/x-msvideo"},
            (415, "upload-type-not-accepted"),
        ),
        (
            b"--a\r\n",
            {"content-type": "multipart/form-data; boundary=a"},
            (415, "upload-form-body"),
        ),
    ],
)
async def test_what_is_no_file_is_refused_and_keeps_no_space(
    officer, owner, content, headers, refusal
) -> None:
    answer = await officer.client.post(
        WHOLE, params={"filename": "a.pdf"}, content=content, headers=headers
    )

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == refusal
    assert problem["type"] == f"/problems/{refusal[1]}"
    reserved = owner(
        "SELECT coalesce(sum(reserved), 0) FROM assets.agency_quota"
        " WHERE agency_id = %s",
        officer.agency.id,
    )
    assert reserved == [(0,)]


async def test_a_body_without_a_length_or_half_of_one_leaves_nothing(
    officer, address, owner
) -> None:
    async def chunks():
        yield b"%PDF"

    unmeasured = await officer.client.post(WHOLE, content=chunks())
    url = httpx.URL(address)
    _, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(
        f"POST {WHOLE}?filename=a.pdf HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer"
        f" {officer.token}\r\nContent-Length: 1000\r\n\r\n".encode()
        + b"x" * 500
    )
    await writer.drain()
    await asyncio.sleep(0.3)  # what is on the wire arrives before the line goes down
    writer.close()

    assert unmeasured.json()["code"] == "upload-length-required"
    async with asyncio.timeout(10):
        while owner(  # noqa: ASYNC110 -- another task of the service
            "SELECT state, reason FROM assets.upload WHERE agency_id = %s",
            officer.agency.id,
        ) != [("expired", "cancelled")]:
            await asyncio.sleep(0.05)
