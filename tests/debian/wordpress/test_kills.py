"""A worker is killed at each step of each kind of write at a real WordPress."""

import asyncio
from contextlib import ExitStack
from dataclasses import replace

import pytest
from tests.standins.mortal import killed_at
from tests.standins.releases import Brochure, Releases
from tests.standins.wordpress import oracle

from asean_sync.sending.steps import Step
from asean_sync.settings import Settings
from phohien_stack import databases

OPS = ("create", "update", "withdraw", "media", "term")
MAKING = {"create", "media", "term"}
# What is known to be there is not looked for first; bytes are fetched for files only.
ONLY = {Step.BYTES_FETCHED: {"media"}, Step.LOOKED: MAKING, Step.PROBED: MAKING}


@pytest.fixture
def pushes(push, postgres, monkeypatch):
    """A database for each kind of write before one site: they wait side by side."""
    for name in ("Tiếng Việt", "Khu công nghiệp"):
        push.site.add_term(name, name.encode().hex())
    push.site.add_term("đầu tư", "dau-tu", "post_tag")
    monkeypatch.delenv("PHOHIEN_SYNC_DATABASE_URL")
    monkeypatch.setenv("PHOHIEN_SYNC_LEASE_SECONDS", "2")
    with ExitStack() as stack:
        made = {}
        for op in OPS:
            urls = databases.clone(postgres, f"kill_{op}")
            stack.callback(databases.drop, postgres, urls)
            releases = Releases(urls.owner)
            releases.add_target(push.target)
            (folder := push.folder / op).mkdir()
            made[op] = replace(
                push,
                settings=Settings(database_url=urls.owner),
                releases=releases,
                folder=folder,
                owner_url=urls.owner,
                sync_url=urls.sync,
                offered=set(),
            )
        yield made


@pytest.fixture
def story():
    """One kind of write, ended by a kill at `step`, then carried on by others."""

    async def tell(push, op, step):
        section = f"Mục {step.value}" if op == "term" else "Khu công nghiệp"
        await push.activate("profile.yaml", **{"Khu công nghiệp": section})
        key = push.new_key()
        paper = Brochure(f"%PDF-1.7 {key}\n".encode() * 40)
        files = (paper,) if op == "media" else ()
        push.release(key, "vi", "Phố Nối A", *files)
        if op in {"update", "withdraw"}:
            assert (await push.run()).exit_code == 0
        if op == "update":
            push.release(key, "vi", "Phố Nối A mở rộng")
        if op == "withdraw":
            push.releases.withdraw(key, "vi")
        database = {"PHOHIEN_SYNC_DATABASE_URL": push.sync_url}
        assert await killed_at(step, **database), f"{op} never came to {step}"
        report = await push.run()
        assert report.exit_code == 0, (op, report.runs)
        (most,) = push.sql(
            "select coalesce(max(n), 0) from (select count(*) n from sync.attempt a "
            "left join sync.attempt_result r on r.attempt_id = a.id "
            "where op in ('create', 'update', 'withdraw') "
            "and (verdict is null or verdict = 'applied') "
            "group by object_key, op) as done"
        )
        assert most <= (2,), op
        title = "Phố Nối A mở rộng" if op == "update" else "Phố Nối A"
        item = oracle.ABSENT if op == "withdraw" else {"title": title}
        return {f"{key}.vi": item}, {
            f"{key}.m.{one.version}": one.sha256 for one in files
        }

    return tell


@pytest.fixture
def told(pushes, story):
    async def told(step):
        ops = [op for op in OPS if op in ONLY.get(step, OPS)]
        ends = await asyncio.gather(*(story(pushes[op], op, step) for op in ops))
        items, media = {}, {}
        for its_items, its_media in ends:
            items |= its_items
            media |= its_media
        return await pushes["create"].violations(items, media)

    return told


async def test_killed_when_it_was_sent_and_nobody_knows(told):
    assert await told(Step.SENT) == []


@pytest.mark.soak
@pytest.mark.parametrize("step", [step for step in Step if step is not Step.SENT])
async def test_killed_at_any_other_step_and_taken_up_again(told, step):
    assert await told(step) == []
