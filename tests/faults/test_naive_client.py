"""The matrix bites: a client that sends again on any trouble fails it."""

import asyncio
import hashlib

import pytest
from tests.standins.matrix import BLIND_RETRY_DOUBLES, MODES, OPS, Cell, cells
from tests.standins.naive import NaiveClient


@pytest.fixture
async def naive(portal, token):
    client = NaiveClient(portal, token)
    yield client
    await client.aclose()


@pytest.fixture
def act(naive, at_portal):
    """Bring a cell's object to the write under test, spoil that write, and do it."""

    async def act(cell: Cell) -> None:
        doc = {"externalId": f"{cell.key}.vi", "title": "Trước"}
        if cell.op in ("update", "withdraw"):
            await naive.create(doc)
        if cell.op == "media_withdraw":
            await naive.add_media(f"{cell.key}.m.1", cell.content)
        await at_portal.post("/_control/faults", json=cell.rule)
        if cell.op == "create":
            await naive.create(doc)
        elif cell.op == "update":
            await naive.update({**doc, "title": "Sau"})
        elif cell.op == "withdraw":
            await naive.withdraw(doc["externalId"])
        elif cell.op == "media":
            await naive.add_media(f"{cell.key}.m.1", cell.content)
        else:
            await naive.withdraw_media(f"{cell.key}.m.1")

    return act


@pytest.fixture
def wrong(violations):
    async def wrong(cell: Cell) -> list[str]:
        item = {
            "create": {"title": "Trước"},
            "update": {"title": "Sau"},
            "withdraw": None,
        }
        items = {f"{cell.key}.vi": item[cell.op]} if cell.op in item else {}
        digest = hashlib.sha256(cell.content).hexdigest()
        file = {"media": digest, "media_withdraw": None}
        media = {f"{cell.key}.m.1": file[cell.op]} if cell.op in file else {}
        return await violations(items, media, prefix=cell.key)

    return wrong


async def test_blind_retry_ends_wrong_where_it_must(act, wrong):
    every = cells(MODES, OPS)
    await asyncio.gather(*(act(cell) for cell in every))
    await asyncio.sleep(1.5)
    failed = {cell for cell in every if await wrong(cell)}
    doubled = set(cells(BLIND_RETRY_DOUBLES, ("create", "media")))
    assert {str(cell) for cell in doubled - failed} == set()
    harmless = set(cells(("error_before", "too_many", "unavailable", "reset_before")))
    assert {str(cell) for cell in harmless & failed} == set()
