"""A feed server of the test's own: a declared stand-in for ASEAN and ministry feeds."""

import asyncio
import secrets
from dataclasses import dataclass, field
from email.utils import format_datetime

import pytest

from content_api.settings import Settings
from phohien import clock

HOST = "127.0.0.1"


@dataclass
class FeedServer:
    """Answers on loopback with whatever a test puts in; remembers what was asked."""

    port: int = 0
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/feed-{secrets.token_hex(4)}.xml"

    async def answer(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        pairs = (line.split(": ", 1) for line in head[1:] if ": " in line)
        self.asked.append({name.lower(): value for name, value in pairs})
        await asyncio.sleep(self.pause)
        status, body = self.status, self.body
        tag = self.headers.get("etag")
        if tag and self.asked[-1].get("if-none-match") == tag:
            status, body = 304, b""
        lines = [f"HTTP/1.1 {status} x", f"content-length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        writer.write("\r\n".join([*lines, "connection: close", "", ""]).encode() + body)
        writer.close()


@pytest.fixture
async def feed_server():
    held = FeedServer()
    server = await asyncio.start_server(held.answer, HOST, 0)
    held.port = server.sockets[0].getsockname()[1]
    async with server:
        yield held


@pytest.fixture
def settings(urls, assets_url) -> Settings:
    """Loopback is private: only this setting lets a test take news from it."""
    return Settings(
        database_url=urls.owner,
        assets_url=assets_url,
        service_token="a token of these tests",
        pool_size=4,
        feed_private_hosts=HOST,
    )


@pytest.fixture
async def coordinator(make_person):
    return await make_person("coordinator")


@pytest.fixture
def make_feed(coordinator, feed_server):
    async def make(**given):
        body = {
            "url": feed_server.url,
            "name": f"Nguồn {secrets.token_hex(3)}",
            "lang": "en",
            **given,
        }
        answer = await coordinator.client.post("/staff/v1/feeds", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return make


@pytest.fixture
def pull(coordinator):
    async def once(feed):
        answer = await coordinator.client.post(f"/staff/v1/feeds/{feed['id']}/pull")
        assert answer.status_code == 200, answer.text
        return answer.json()

    return once


@pytest.fixture
def news_of(coordinator):
    async def listed(feed, **given):
        params = {"feed": feed["id"], **given}
        answer = await coordinator.client.get("/staff/v1/news", params=params)
        return answer.json()["data"]

    return listed


@pytest.fixture
def entry():
    """One RSS item; nothing in it is anywhere else."""

    def make(**given):
        mark = secrets.token_hex(5)
        parts = {
            "title": f"ASEAN meeting {mark}",
            "link": f"https://asean.org/news/{mark}",
            "guid": mark,
            "description": f"&lt;p&gt;Ministers met &amp;amp; agreed {mark}.&lt;/p&gt;",
            "pubDate": format_datetime(clock.now()),
            **given,
        }
        inside = "".join(f"<{name}>{text}</{name}>" for name, text in parts.items())
        return f"<item>{inside}</item>"

    return make


@pytest.fixture
def rss():
    def make(*items):
        joined = "".join(items)
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>ASEAN</title>{joined}</channel></rss>"
        ).encode()

    return make
