"""Figures tell what happened, and readiness is what a worker would meet."""

import asyncio

import httpx
import pytest
from tests.standins.releases import Brochure

from asean_sync.app import create_app
from asean_sync.monitoring.readings import figures
from asean_sync.runs.proof import prove
from phohien.db import Database
from phohien.metrics import Requests

OF_TARGET = {"target": "asean-portal"}


@pytest.fixture
def told(world):
    """One scrape, as `value(name, **labels)`."""

    async def scrape():
        async with Database.connect(world.sync_url, application_name="t") as database:
            made = figures(Requests(), database, world.sync_url)
            families = await asyncio.to_thread(lambda: list(made.collect()))
        samples = [sample for family in families for sample in family.samples]

        def value(name, **labels):
            wanted = OF_TARGET | labels
            return sum(
                sample.value
                for sample in samples
                if sample.name == f"phohien_sync_{name}"
                and wanted.items() <= sample.labels.items()
            )

        return value

    return scrape


async def test_a_push_a_doubt_and_a_withdrawal_are_told(world, told):
    key, brochure = world.new_key(), Brochure(b"%PDF-1.7 so lieu\n" * 30)
    world.offer(key, "vi", "Phố Nối A", brochure)
    lost = world.new_key()
    world.offer(lost, "vi", "Phố Nối B")
    await world.fault("reset_after", "POST", "/api/items", external_id=f"{lost}.")
    assert (await world.run()).exit_code == 0
    async with Database.connect(world.sync_url, application_name="t") as database:
        assert await prove(database, world.target) is None

    value = await told()
    wire = {"op": "create", "class": "applied"}
    assert value("attempts_total", **wire) == 2  # the file and one of the items
    assert value("attempts_total", op="create", **{"class": "in_doubt"}) == 1
    assert value("attempts_total", op="verify", **{"class": "applied"}) == 3
    assert value("request_seconds_count", method="POST") == 3
    assert 0 < value("request_seconds_sum", method="POST") < 30
    assert value("request_seconds_bucket", le="+Inf", method="POST") == 3
    assert value("media_bytes_total") == len(brochure.content)
    assert value("objects", state="synced") == 3
    assert value("run_last_success_timestamp") > 1_700_000_000
    assert value("evidence_chain_ok") == 1
    assert (value("circuit_state"), value("in_doubt")) == (0, 0)
    assert 0 <= value("rate_tokens") <= 4

    world.sql(
        "update sync.object set desired = 'absent', state = 'pending', priority = 0,"
        " desired_generation = desired_generation + 1, in_doubt_since = now()"
        " where object_key = %s",
        f"{key}.vi",
    )
    world.sql("update sync.takedown set asked_at = now() - interval '2 hours'")
    world.sql("update sync.target set circuit = 'open', circuit_until = now() + '1h'")
    value = await told()
    assert value("oldest_withdrawal_seconds") >= 7200
    assert (value("circuit_state"), value("in_doubt")) == (2, 1)


async def test_an_altered_link_is_told_as_broken_evidence(world, told):
    world.offer(world.new_key())
    await world.run()
    world.sql("alter table sync.attempt disable trigger all")
    world.sql("update sync.attempt set path = '/khac' where chain_seq = 1")
    async with Database.connect(world.sync_url, application_name="t") as database:
        broken = await prove(database, world.target)
    assert broken is not None
    assert broken.startswith("link 1 (attempt ")
    assert (await told())("evidence_chain_ok") == 0


@pytest.fixture
async def api(world):
    app = create_app(world.settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://sync"
        ) as client,
    ):
        yield client


async def test_ready_is_who_could_take_up_an_object(world, api):
    world.offer(world.new_key())
    await world.run()
    world.sql("update sync.object set state = 'pending', not_before = now()")
    before = world.sql("select fence, state from sync.object")
    answer = await api.get("/health/ready")
    assert (answer.status_code, answer.json()["parts"]) == (200, {"claim": "ok"})
    assert world.sql("select fence, state from sync.object") == before
    world.sql("revoke update on sync.object from phohien_sync")
    try:
        refused = await api.get("/health/ready", headers={"accept-language": "vi"})
    finally:
        world.sql("grant update on sync.object to phohien_sync")
    assert refused.status_code == 503
    assert "Không nhận được đối tượng nào" in refused.json()["detail"]
