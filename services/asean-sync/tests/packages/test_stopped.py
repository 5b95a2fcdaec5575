"""What was laid ready for a package stays while sending is stopped."""

import asyncio

from asean_sync.packages import packing
from asean_sync.stops import commands
from asean_sync.stops.service import Order, Scope


async def test_a_stop_keeps_back_the_package_that_was_being_filled(
    world, recipient, monkeypatch
):
    keys = [world.new_key() for _ in range(3)]
    for key in keys:
        world.offer(key)

    async def nothing_packed(*_):
        """A worker that ended after it laid the objects ready."""

    with monkeypatch.context() as ended:
        ended.setattr(packing, "pack_all", nothing_packed)
        await world.run(target=world.target)
    laid = {world.object(f"{key}.vi")["state"] for key in keys}
    assert laid == {"applied"}
    scope = Scope(world.target)
    order = Order(scope, "nghi lẫn mục chưa kiểm tra")
    await asyncio.to_thread(commands.stop, world.settings, order)
    report = await world.run(target=world.target)
    assert "nghi lẫn" in report.runs[0]["note"]
    assert recipient.take() == []
    await asyncio.to_thread(commands.resume, world.settings, scope)
    await world.run(target=world.target)
    (package,) = recipient.take()
    assert {one["key"] for one in package["changes"]} == {f"{key}.vi" for key in keys}
    assert (await world.run(target=world.target)).exit_code == 0
