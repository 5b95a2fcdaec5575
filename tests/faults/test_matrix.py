"""Each way to fail at each kind of write: asean-sync ends right in every cell.

The cells of one test share a portal, a database and a run, each with objects of its
own, so that the faults also fall among the work of the others.
"""

import asyncio

import psycopg
import pytest
from tests.standins.matrix import MODES, ONE_A_CLASS, Cell, cells
from tests.standins.releases import Brochure, Releases

TARGET = "asean-portal"


@pytest.fixture
def releases(fresh_urls):
    releases = Releases(fresh_urls.owner)
    releases.add_target(TARGET)
    return releases


@pytest.fixture
def publish(releases, brochures):
    """Put a cell's object where the write under test is the next thing to happen."""

    def publish(cell: Cell) -> None:
        shown = [Brochure(cell.content)] if "media" in cell.op else []
        brochures.extend(shown)
        doc = releases.release(cell.key, "vi", f"Trước {cell}", *shown)
        releases.offer(doc, TARGET)

    return publish


@pytest.fixture
def change(publish, releases):
    """What makes the sync do the write of the cell."""

    def change(cell: Cell) -> None:
        if cell.op in ("create", "media"):
            publish(cell)
        elif cell.op == "update":
            releases.release(cell.key, "vi", f"Sau {cell}")
        else:
            releases.withdraw(cell.key, "vi")

    return change


@pytest.fixture
def expected(brochures):
    def expected(cell: Cell) -> tuple[dict, dict]:
        gone = "withdraw" in cell.op
        title = "Sau" if cell.op == "update" else "Trước"
        item = None if gone else {"title": f"{title} {cell}"}
        media = {
            f"{cell.key}.m.{one.version}": None if gone else one.sha256
            for one in brochures
            if one.content == cell.content
        }
        return {f"{cell.key}.vi": item}, media

    return expected


@pytest.fixture
def receipts(fresh_urls):
    """By object: writes that were begun, and writes whose outcome is on record."""

    def receipts() -> dict[str, tuple[int, int]]:
        url = fresh_urls.owner.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(url) as db:
            rows = db.execute(
                "select a.object_key, count(*), count(r.attempt_id) "
                "from sync.attempt a "
                "left join sync.attempt_result r on r.attempt_id = a.id "
                "where a.op in ('create', 'update', 'withdraw') group by 1"
            ).fetchall()
        return {key: (begun, ended) for key, begun, ended in rows}

    return receipts


@pytest.fixture
def play(publish, change, at_portal, push):
    """Bring every cell to its write, spoil that write once, and let the sync work."""

    async def play(played: list[Cell]) -> None:
        known = [cell for cell in played if cell.op not in ("create", "media")]
        for cell in known:
            publish(cell)
        if known:
            await push()
        for cell in played:
            change(cell)
        rules = [cell.rule for cell in played]
        await at_portal.post("/_control/faults", json=rules)
        await push()
        # A late write may land after everything else seems done.
        await asyncio.sleep(1.1)

    return play


@pytest.fixture
def is_right(expected, violations, at_portal, receipts, verify_chain):
    async def is_right(played: list[Cell]) -> None:
        rules = (await at_portal.get("/_control/faults")).json()["data"]
        assert len(rules) >= len(played)
        assert [rule for rule in rules if rule["applied"] != rule["times"]] == []
        items, media = {}, {}
        for cell in played:
            wanted = expected(cell)
            items |= wanted[0]
            media |= wanted[1]
        assert await violations(items, media) == []
        written = receipts()
        assert set(items) | set(media) <= set(written)
        # An answer that never came stays an attempt without a result only while the
        # worker lives on to say so.
        assert [key for key, (begun, ended) in written.items() if begun != ended] == []
        await verify_chain()

    return is_right


async def test_one_fault_of_each_class_ends_right_at_every_write(play, is_right):
    played = cells(ONE_A_CLASS)
    await play(played)
    await is_right(played)


@pytest.mark.soak
async def test_every_fault_ends_right_at_every_write(play, is_right):
    played = cells(MODES)
    await play(played)
    await is_right(played)


@pytest.fixture
def blind(at_portal):
    """Also spoil what the sync looks at after a write whose answer was lost."""

    async def blind(cell: Cell, mode: str, times: int) -> None:
        rule = {**cell.rule, "mode": mode, "method": "GET", "times": times}
        made = await at_portal.post("/_control/faults", json=rule)
        assert made.status_code == 201, made.text

    return blind


async def test_a_look_that_fails_is_not_taken_for_an_absence(play, is_right, blind):
    """Answer lost, then the search fails too: sending again would make two."""
    modes = ("error_before", "garbage_before", "truncated", "reset_before", "slow")
    played = [
        Cell("reset_after", op, of=mode) for op in ("create", "media") for mode in modes
    ]
    for cell in played:
        await blind(cell, cell.of, times=2)
    await play(played)
    await is_right(played)
