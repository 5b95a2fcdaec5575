"""Each way to fail at each kind of write, at a real WordPress behind a spoiling proxy.

The cells of one test share the site, a database and a run, each with its own objects.
"""

import asyncio
import hashlib

import pytest
from tests.standins.matrix import BLIND_RETRY_DOUBLES, MODES, ONE_A_CLASS, OPS, cells
from tests.standins.releases import Brochure
from tests.standins.spoiling_proxy import SpoilingProxy
from tests.standins.wordpress import oracle
from tests.standins.wordpress.naive import MEDIA, POSTS, NaiveClient

CALLS = {
    "create": ("POST", POSTS),
    "update": ("PUT", POSTS),
    "withdraw": ("DELETE", POSTS),
    "media": ("POST", MEDIA),
    "media_withdraw": ("DELETE", MEDIA),
}
# Longer than the clients wait; a late write still lands within the cool-down.
DELAYS = {"slow": 9.0, "late": 2.0}
PATIENCE = {
    "timeout: {connect: 2, read: 5, media: 30}": "timeout: {connect: 1, read: 3, "
    "media: 3}",
    "cool_down: 2": "cool_down: 6",
}


def rule(cell):
    method, path = CALLS[cell.op]
    return {
        "mode": cell.mode,
        "method": method,
        "path_prefix": path,
        "external_id": f"{cell.key}-",
        "delay": DELAYS.get(cell.mode, 1.0),
    }


@pytest.fixture
async def proxy(wordpress):
    async with SpoilingProxy(wordpress.url).running() as proxy:
        yield proxy


@pytest.fixture
async def behind(push, proxy, monkeypatch):
    """The sync, which reaches the site through the proxy only."""
    monkeypatch.setenv("PHOHIEN_WORDPRESS_URL", proxy.url)
    await push.activate("profile.yaml", **PATIENCE)
    return push


@pytest.fixture
def publish(behind):
    """Put a cell's object where the write under test is the next thing to happen."""

    def publish(cell, title="Trước"):
        shown = [Brochure(cell.content)] if "media" in cell.op else []
        behind.release(cell.key, "vi", f"{title} {cell}", *shown)

    return publish


@pytest.fixture
def play(behind, publish, proxy):
    """Bring every cell to its write, spoil that write once, and let the sync work."""

    async def play(played):
        known = [cell for cell in played if cell.op not in {"create", "media"}]
        for cell in known:
            publish(cell)
        assert (await behind.run(120)).exit_code == 0
        for cell in played:
            proxy.faults.add(rule(cell))
            if cell.op in {"create", "media"}:
                publish(cell)
            elif cell.op == "update":
                publish(cell, "Sau")
            else:
                await asyncio.to_thread(behind.releases.withdraw, cell.key, "vi")
        report = await behind.run(240)
        assert report.exit_code == 0, report.runs
        # A late write may land after everything else seems done.
        await asyncio.sleep(DELAYS["late"])

    return play


@pytest.fixture
def expected(behind):
    def expected(cell):
        gone = "withdraw" in cell.op
        title = "Sau" if cell.op == "update" else "Trước"
        item = oracle.ABSENT if gone else {"title": f"{title} {cell}"}
        media = {
            f"{cell.key}.m.{one.version}": oracle.ABSENT if gone else one.sha256
            for one in behind.brochures
            if one.content == cell.content
        }
        return {f"{cell.key}.vi": item}, media

    return expected


@pytest.fixture
def is_right(behind, proxy, expected, receipts):
    async def is_right(played):
        assert [one for one in proxy.faults.listing() if one["applied"] != 1] == []
        items, media = {}, {}
        for cell in played:
            item, files = expected(cell)
            items |= item
            media |= files
        assert await behind.violations(items, media) == []
        written = receipts()
        assert set(items) | set(media) <= set(written)
        assert [key for key, (begun, ended) in written.items() if begun != ended] == []

    return is_right


async def test_one_fault_of_each_class_ends_right_at_every_write(play, is_right):
    played = cells((*ONE_A_CLASS, "replayed"))
    await play(played)
    await is_right(played)


@pytest.mark.soak
async def test_every_fault_ends_right_at_every_write(play, is_right, record_property):
    played = cells(MODES)
    await play(played)
    await is_right(played)
    record_property("cells", len(played))


@pytest.fixture
async def naive(wordpress, proxy):
    client = NaiveClient(proxy.url, wordpress.user, wordpress.password)
    yield client
    await client.aclose()


@pytest.fixture
def act(naive, proxy):
    async def act(cell):
        item, file = f"{cell.key}-vi", f"{cell.key}-m-1"
        if cell.op in {"update", "withdraw"}:
            await naive.post(item, "Trước")
        if cell.op == "media_withdraw":
            await naive.upload(file, cell.content)
        proxy.faults.add(rule(cell))
        deeds = {
            "create": lambda: naive.post(item, "Trước"),
            "update": lambda: naive.post(item, "Sau"),
            "withdraw": lambda: naive.delete(item),
            "media": lambda: naive.upload(file, cell.content),
            "media_withdraw": lambda: naive.delete(file, MEDIA),
        }
        await deeds[cell.op]()

    return act


@pytest.fixture
def wrong(wordpress):
    def wrong(cell):
        titles = {"create": "Trước", "update": "Sau"}
        digest = hashlib.sha256(cell.content).hexdigest()
        item = {"title": titles[cell.op]} if cell.op in titles else oracle.ABSENT
        items, media = {f"{cell.key}.vi": item}, {}
        if "media" in cell.op:
            file = digest if cell.op == "media" else oracle.ABSENT
            items, media = {}, {f"{cell.key}.m.1": file}
        return oracle.violations(wordpress, items, media, prefix=cell.key)

    return wrong


async def blindly(act, wrong, played):
    """The cells in which a client that just sends again ends wrong."""
    crowd = asyncio.Semaphore(4)

    async def one(cell):
        async with crowd:
            await act(cell)

    await asyncio.gather(*(one(cell) for cell in played))
    await asyncio.sleep(DELAYS["late"] + 1)
    failed = await asyncio.gather(*(asyncio.to_thread(wrong, one) for one in played))
    return {cell for cell, told in zip(played, failed, strict=True) if told}


async def test_blind_retry_ends_wrong_where_the_sync_ends_right(act, wrong):
    played = cells(("reset_after", "late", "garbage_after"), ("create", "media"))
    assert await blindly(act, wrong, played) == set(played)


@pytest.mark.soak
async def test_blind_retry_fails_the_whole_matrix(act, wrong, record_property):
    played = cells(MODES, OPS)
    failed = await blindly(act, wrong, played)
    record_property("wrong", f"{len(failed)} of {len(played)}")
    assert failed >= set(cells(BLIND_RETRY_DOUBLES, ("create", "media")))
