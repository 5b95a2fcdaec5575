"""A worker is killed at each step of each kind of write; the next one gets it right."""

import asyncio
from contextlib import ExitStack
from dataclasses import replace

import pytest
from tests.standins.mortal import killed_at
from tests.standins.portal.checker import ABSENT
from tests.standins.releases import Brochure, Releases

from asean_sync.sending.steps import Step
from asean_sync.settings import Settings
from phohien_stack import databases

OPS = ("create", "update", "withdraw", "media")
MAKING = {"create", "media"}
# What is known to be there is not looked for first; bytes are fetched for files only.
ONLY = {Step.BYTES_FETCHED: {"media"}, Step.LOOKED: MAKING, Step.PROBED: MAKING}
SAMPLE = {Step.INTENT_RECORDED, Step.SENT, Step.RESULT_RECORDED}
PACKAGES = {Step.PACKED, Step.HANDED_OVER}  # tests/packages


@pytest.fixture
def worlds(world, postgres, monkeypatch):
    """Four databases before one portal: the kinds of write wait side by side."""
    monkeypatch.delenv("PHOHIEN_SYNC_DATABASE_URL")
    with ExitStack() as stack:
        made = {}
        for op in OPS:
            urls = databases.clone(postgres, f"crash_{op}")
            stack.callback(databases.drop, postgres, urls)
            made[op] = replace(
                world,
                settings=Settings(database_url=urls.owner),
                owner_url=urls.owner,
                sync_url=urls.sync,
                releases=Releases(urls.owner),
                docs={},
            )
        yield made


@pytest.fixture
def story():
    """One kind of write, ended by a kill at `step`, then carried on by others."""

    async def tell(world, op, step):
        key = world.new_key()
        brochure = Brochure(f"%PDF-1.7 {key}\n".encode() * 40)
        files = (brochure,) if op == "media" else ()
        world.releases.add_target(world.target)
        await world.activate()
        world.offer(key, "vi", "Phố Nối A", *files)
        if op in {"update", "withdraw"}:
            assert (await world.run()).exit_code == 0
        if op == "update":
            world.offer(key, "vi", "Phố Nối A mở rộng")
        if op == "withdraw":
            world.releases.withdraw(key, "vi")
        database = {"PHOHIEN_SYNC_DATABASE_URL": world.sync_url}
        assert await killed_at(step, **database), f"{op} never came to {step}"
        report = await world.run()
        assert report.exit_code == 0, (op, report.runs)
        title = "Phố Nối A mở rộng" if op == "update" else "Phố Nối A"
        items = {f"{key}.vi": ABSENT if op == "withdraw" else {"title": title}}
        return items, {f"{key}.m.{one.version}": one.sha256 for one in files}

    return tell


def _tier(step):
    """Before and after the wire each time; every step before a release."""
    later = () if step in SAMPLE else pytest.mark.soak
    return pytest.param(step, marks=later, id=step.value)


@pytest.mark.parametrize("step", [_tier(one) for one in Step if one not in PACKAGES])
async def test_killed_there_and_taken_up_again(worlds, story, step):
    ops = [op for op in OPS if op in ONLY.get(step, OPS)]
    told = await asyncio.gather(*(story(worlds[op], op, step) for op in ops))
    items = {key: one for its_items, _ in told for key, one in its_items.items()}
    media = {key: one for _, its_media in told for key, one in its_media.items()}
    assert await worlds["create"].violations(items, media) == []
