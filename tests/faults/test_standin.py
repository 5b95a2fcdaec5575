"""The stand-in itself: each fault does what it says, the checker sees what is wrong."""

import asyncio
import hashlib
import signal
import socket
import sys
import time
from pathlib import Path

import httpx
import pytest
from tests.standins.portal.faults import AFTER, BEFORE, MODES

ITEM = {"externalId": "hy-park-1.vi", "title": "Khu công nghiệp Phố Nối A"}
PDF = b"%PDF-1.7\r\n--not-a-boundary\r\n\x00\xff%%EOF\n"
SHA = hashlib.sha256(PDF).hexdigest()
ANSWERED = {
    "error_before": 500,
    "error_after": 500,
    "too_many": 429,
    "unavailable": 503,
    "garbage_before": 200,
    "garbage_after": 200,
}
CUT = {"reset_before", "reset_after", "truncated", "late"}
PORTAL = Path(__file__).parents[1] / "standins" / "portal"


@pytest.fixture
def spoil(at_portal):
    async def spoil(mode, **rule):
        made = await at_portal.post("/_control/faults", json={"mode": mode, **rule})
        assert made.status_code == 201, made.text

    return spoil


@pytest.fixture
def send_media(at_portal):
    async def send_media(external_id, content=PDF, sha256=SHA):
        return await at_portal.post(
            "/api/media",
            data={"externalId": external_id, "sha256": sha256, "alt": "Tờ gấp"},
            files={"file": ("tờ gấp.pdf", content, "application/pdf")},
        )

    return send_media


class TestThePortal:
    async def test_posting_twice_makes_two(self, at_portal):
        first = await at_portal.post("/api/items", json=ITEM)
        second = await at_portal.post("/api/items", json=ITEM)
        assert (first.status_code, second.status_code) == (201, 201)
        held = await at_portal.get("/api/items", params={"externalId": "hy-park-1.vi"})
        assert [one["id"] for one in held.json()["data"]] == [
            first.json()["id"],
            second.json()["id"],
        ]

    async def test_an_item_is_replaced_and_removed_by_id(self, at_portal):
        made = (await at_portal.post("/api/items", json=ITEM)).json()
        path = f"/api/items/{made['id']}"
        await at_portal.put(path, json={**ITEM, "title": "Mới"})
        assert (await at_portal.get(path)).json() == {**made, "title": "Mới"}
        assert (await at_portal.delete(path)).status_code == 204
        assert (await at_portal.delete(path)).status_code == 404

    async def test_a_file_comes_back_byte_for_byte(self, at_portal, send_media):
        made = await send_media("hy-park-1.m.1")
        assert made.status_code == 201
        held = made.json()
        assert (held["sha256"], held["bytes"]) == (SHA, len(PDF))
        assert held["filename"] == "tờ gấp.pdf"
        assert (await at_portal.get(held["url"])).content == PDF

    async def test_a_file_that_differs_from_its_hash_is_refused(
        self, at_portal, send_media
    ):
        refused = await send_media("hy-park-1.m.1", sha256="0" * 64)
        assert refused.status_code == 422
        assert (await at_portal.get("/api/media")).json()["total"] == 0

    async def test_a_stranger_is_refused_and_logged(self, portal, at_portal):
        async with httpx.AsyncClient(base_url=portal) as stranger:
            assert (await stranger.post("/api/items", json=ITEM)).status_code == 401
        log = (await at_portal.get("/_control/log")).json()["data"]
        assert [(row["status"], row["applied"]) for row in log] == [(401, False)]

    async def test_lists_come_in_pages(self, at_portal):
        for number in range(5):
            await at_portal.post("/api/items", json={"externalId": f"k{number}"})
        page = await at_portal.get("/api/items", params={"page": 2, "per_page": 2})
        assert page.json()["total"] == 5
        assert [one["externalId"] for one in page.json()["data"]] == ["k2", "k3"]

    async def test_the_page_says_what_it_is_and_escapes_what_it_shows(self, at_portal):
        await at_portal.post("/api/items", json={**ITEM, "title": "<script>"})
        page = await at_portal.get("/")
        assert '<html lang="vi">' in page.text
        assert "không công bố giao diện" in page.text
        assert "publishes no\ninterface" not in page.text
        assert "stands in for it" in page.text
        assert "<script>" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]


class TestFaults:
    @pytest.mark.parametrize("mode", sorted(MODES))
    async def test_a_mode_does_what_it_says(self, at_portal, spoil, violations, mode):
        delay = 3.0 if mode == "late" else 0.4
        await spoil(mode, method="POST", path_prefix="/api/items", delay=delay)
        if mode in CUT:
            with pytest.raises(httpx.TransportError):
                await at_portal.post("/api/items", json=ITEM)
        else:
            answer = await at_portal.post("/api/items", json=ITEM)
            assert answer.status_code == ANSWERED.get(mode, 201)
            assert ("retry-after" in answer.headers) == (
                answer.status_code in (429, 503)
            )
            assert ("html" in answer.headers["content-type"]) == ("garbage" in mode)
        if mode == "late":
            assert await violations({ITEM["externalId"]: None}) == []
            await asyncio.sleep(delay)
        wanted = {ITEM["externalId"]: ITEM if mode in AFTER else None}
        twice = [f"item {ITEM['externalId']}: there 2 times (ids 1, 2)"]
        assert await violations(wanted) == (twice if mode == "replayed" else [])
        log = (await at_portal.get("/_control/log")).json()["data"]
        writes = [row for row in log if row["method"] == "POST"]
        assert [(row["fault"], row["applied"]) for row in writes] == [
            (mode, mode not in BEFORE)
        ]
        assert (await at_portal.post("/api/items", json=ITEM)).status_code == 201

    @pytest.mark.parametrize(
        ("mode", "error"),
        [
            ("reset_before", httpx.ReadError),
            ("reset_after", httpx.ReadError),
            ("truncated", httpx.RemoteProtocolError),
        ],
    )
    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    async def test_the_line_is_really_cut(self, at_portal, spoil, mode, error, method):
        made = (await at_portal.post("/api/items", json=ITEM)).json()
        await spoil(mode, method=method)
        path = "/api/items" if method == "POST" else f"/api/items/{made['id']}"
        with pytest.raises(error):
            await at_portal.request(method, path, json=ITEM)

    async def test_slow_answers_outlast_a_short_timeout(self, at_portal, spoil):
        await spoil("slow", delay=1.0)
        with pytest.raises(httpx.ReadTimeout):
            await at_portal.post("/api/items", json=ITEM, timeout=0.2)
        assert (await at_portal.get("/api/items")).json()["total"] == 1

    async def test_skip_times_and_key_narrow_a_rule(self, at_portal, spoil):
        await spoil("error_before", method="POST", skip=1, times=2, external_id="a")
        seen = [
            (await at_portal.post("/api/items", json={"externalId": key})).status_code
            for key in ["b", "a1", "b", "a2", "a3", "a4", "b"]
        ]
        assert seen == [201, 201, 201, 500, 500, 201, 201]

    async def test_faults_can_be_taken_back(self, at_portal, spoil):
        await spoil("error_before", times=9)
        await at_portal.delete("/_control/faults")
        assert (await at_portal.post("/api/items", json=ITEM)).status_code == 201

    async def test_an_unknown_mode_is_refused(self, at_portal):
        refused = await at_portal.post("/_control/faults", json={"mode": "earthquake"})
        assert refused.status_code == 422
        assert "reset_after" in refused.json()["modes"]


class TestTheChecker:
    async def test_it_is_content_when_all_is_right(
        self, at_portal, send_media, violations
    ):
        await at_portal.post("/api/items", json=ITEM)
        await send_media("m1")
        found = await violations(
            {ITEM["externalId"]: {"title": ITEM["title"]}, "gone": None},
            {"m1": SHA, "m2": None},
        )
        assert found == []

    async def test_it_names_each_kind_of_wrong(self, at_portal, send_media, violations):
        for doc in (ITEM, ITEM, {"externalId": "drop"}, {"externalId": "extra"}):
            await at_portal.post("/api/items", json=doc)
        other = hashlib.sha256(b"other").hexdigest()
        await send_media("m1", b"other", other)
        await send_media("m2")
        await send_media("m2")
        await send_media("m3")
        found = await violations(
            {ITEM["externalId"]: {"title": "Khác"}, "drop": None, "lost": {}},
            {"m1": SHA, "m2": SHA, "m3": None, "m4": SHA},
        )
        wrong = f"item {ITEM['externalId']}: title is {ITEM['title']!r}"
        assert [line for line in found if line.startswith(wrong)] != []
        for expected in (
            f"item {ITEM['externalId']}: there 2 times (ids 1, 2)",
            "item drop: still there, should be withdrawn",
            "item lost: missing",
            "item extra: unknown, nobody approved it",
            f"file m1: bytes are {other}, should be {SHA}",
            "file m2: there 2 times (ids 2, 3)",
            "file m3: still there, should be withdrawn",
            "file m4: missing",
        ):
            assert expected in found
        assert len(found) == 10

    async def test_it_reads_every_page(self, at_portal, violations):
        for number in range(120):
            await at_portal.post("/api/items", json={"externalId": f"k{number}"})
        assert await violations({f"k{number}": {} for number in range(120)}) == []


@pytest.fixture
def start_portal(tmp_path):
    """Start the stand-in as a process of its own, at the same port and folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = []

    async def start():
        process = await asyncio.create_subprocess_exec(
            sys.executable, PORTAL, "--port", str(port), "--data", tmp_path / "data"
        )
        started.append(process)
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 20
        async with httpx.AsyncClient(base_url=url) as client:
            while time.monotonic() < deadline:
                try:
                    await client.get("/_control/state")
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
                else:
                    return process, url
        raise TimeoutError(url)

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()


async def test_what_was_answered_survives_kill_9(start_portal):
    process, url = await start_portal()
    signed = {"authorization": "Bearer stand-in"}
    async with httpx.AsyncClient(base_url=url, headers=signed) as client:
        assert (await client.post("/api/items", json=ITEM)).status_code == 201
    process.send_signal(signal.SIGKILL)
    await process.wait()
    process, url = await start_portal()
    async with httpx.AsyncClient(base_url=url, headers=signed) as client:
        state = (await client.get("/_control/state")).json()
        assert [one["externalId"] for one in state["items"]] == [ITEM["externalId"]]
        assert len((await client.get("/_control/log")).json()["data"]) == 1
    process.kill()
    await process.wait()
