"""Each way to fail at each kind of write ends right: once there, or gone."""

import asyncio

import pytest
from tests.standins.matrix import ONE_A_CLASS, cells
from tests.standins.portal.checker import ABSENT
from tests.standins.releases import Brochure


@pytest.fixture
def prepared(world):
    async def prepare(cell):
        files = ()
        if cell.op == "media":
            files = (Brochure(cell.content),)
        world.offer(cell.key, "vi", "Phố Nối A", *files)
        return files

    return prepare


@pytest.mark.parametrize("modes", [ONE_A_CLASS], ids=["one of each class"])
async def test_a_fault_at_every_kind_of_write_is_survived(world, prepared, modes):
    table = cells(modes)
    early = [cell for cell in table if cell.op in {"update", "withdraw"}]
    for cell in early:
        await prepared(cell)
    assert (await world.run(60)).exit_code == 0
    items, media = {}, {}
    for cell in table:
        key = f"{cell.key}.vi"
        title = "Phố Nối A mở rộng" if cell.op == "update" else "Phố Nối A"
        items[key] = ABSENT if cell.op == "withdraw" else {"title": title}
        if cell.op == "update":
            world.offer(cell.key, "vi", title)
        elif cell.op == "withdraw":
            await asyncio.to_thread(world.releases.withdraw, cell.key, "vi")
        else:
            files = await prepared(cell)
            media |= {f"{cell.key}.m.{one.version}": one.sha256 for one in files}
        (await world.portal.post("/_control/faults", json=cell.rule)).raise_for_status()
    report = await world.run(120)
    assert report.exit_code == 0, report.runs
    spoilt = {one["fault"] for one in await world.log() if one["fault"]}
    assert spoilt == set(modes)
    assert await world.violations(items, media) == []
