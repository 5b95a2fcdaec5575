"""What the targets answered is asked of the sync; what nobody says is not made up."""

import asyncio
import io
import json

import psycopg
import pytest
from docx import Document

from content_api.settings import Settings
from phohien.urls import libpq

TOLD = {
    "target": "asean-portal",
    "sent": 7,
    "accepted": 6,
    "rejected": 1,
    "withdrawn": 0,
    "waiting": 0,
    "first_pass": 5,
    "reasons": [{"reason": "status 422: title too long", "objects": 1}],
}


class SyncServer:
    """A declared stand-in for asean-sync, on loopback."""

    def __init__(self):
        self.port = 0
        self.status = 200
        self.body = json.dumps({"data": [TOLD], "next_cursor": None}).encode()
        self.asked = []

    async def answer(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        lines = [f"HTTP/1.1 {self.status} x", f"content-length: {len(self.body)}"]
        lines += ["content-type: application/json", "connection: close", "", ""]
        writer.write("\r\n".join(lines).encode() + self.body)
        writer.close()


@pytest.fixture
async def sync():
    held = SyncServer()
    server = await asyncio.start_server(held.answer, "127.0.0.1", 0)
    held.port = server.sockets[0].getsockname()[1]
    async with server:
        yield held


@pytest.fixture
def settings(urls, assets_url, sync) -> Settings:
    return Settings(
        database_url=urls.owner,
        assets_url=assets_url,
        sync_url=f"http://127.0.0.1:{sync.port}",
        service_token="a token of these tests",
        pool_size=4,
    )


@pytest.fixture
def owner(urls):
    with psycopg.connect(libpq(urls.owner), autocommit=True) as connection:
        yield connection


@pytest.fixture
def figures(make_report, coordinator):
    async def told():
        report = await make_report()
        read = await coordinator.client.get(f"/staff/v1/reports/{report['id']}")
        return read.json()["figures"]["sync"]

    return told


async def test_the_sync_is_asked_for_the_period(sync, figures):
    told = await figures()

    assert told == [{**TOLD, "note": "", "by": "asean-sync"}]
    assert "/internal/v1/figures?since=" in sync.asked[0]
    assert "Bearer a token of these tests" in sync.asked[0]


@pytest.mark.usefixtures("sync")
async def test_what_a_target_refused_is_printed_with_its_reason(
    make_report, coordinator, owner
):
    ((name,),) = owner.execute(
        "SELECT name ->> 'vi' FROM release.target WHERE code = 'asean-portal'"
    ).fetchall()
    report = await make_report()
    path = f"/staff/v1/reports/{report['id']}/document"

    printed = await coordinator.client.get(path)

    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(io.BytesIO(printed.content)).tables
    ]
    (answers,) = [each for each in tables if "Nhận ngay lần đầu" in each[0]]
    assert [name, "7", "6", "1", "0", "0", "71,4%", "sổ gửi nhận"] in answers
    (refused,) = [each for each in tables if each[0] == ["Đích", "Lý do", "Số bản"]]
    assert refused[1] == [name, "status 422: title too long", "1"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (404, b'{"code":"not-found"}'),
        (200, b"<html>"),
        (200, b'{"data":[{"target":"x","sent":-1}]}'),
    ],
)
async def test_a_sync_that_does_not_say_leaves_the_figures_open(
    sync, figures, status, body
):
    sync.status, sync.body = status, body

    assert await figures() is None
