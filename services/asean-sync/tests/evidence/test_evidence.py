"""Evidence is added, never changed, and a changed link is named."""

import asyncio

import psycopg
import pytest

from asean_sync import commands


@pytest.fixture
async def pushed(world):
    key = world.new_key()
    world.offer(key, "vi", "Phố Nối A")
    assert (await world.run()).exit_code == 0
    return key


@pytest.fixture
def receipts(world):
    async def read(**options):
        return await asyncio.to_thread(commands.receipts, world.settings, **options)

    return read


async def test_every_write_has_a_receipt_with_its_read_back(world, pushed, receipts):
    found = (await receipts(key=f"{pushed}.vi")).receipts
    assert [one["op"] for one in found] == ["verify", "create", "probe"]
    created = found[1]
    assert created["verdict"] == "applied"
    assert created["http_status"] == 201
    assert created["remote_id"] == world.object(f"{pushed}.vi")["remote_id"]
    assert created["read_back_hash"] == found[0]["read_back_hash"] is not None
    assert found[0]["verifies"] == created["id"]
    assert created["response_headers"]["content-type"] == "application/json"
    logged = [one for one in await world.log() if one["method"] == "POST"]
    assert created["request_sha256"] == logged[0]["bodySha256"]


@pytest.mark.usefixtures("pushed")
async def test_the_chain_verifies_and_the_run_remembers_its_end(world, receipts):
    report = await receipts(verify=True)
    assert (report.broken, report.exit_code) == ([], 0)
    assert report.chains[0].links == 6
    anchors = world.sql("select evidence_seq, evidence_hash from sync.run")
    assert anchors == [(6, report.chains[0].head)]


@pytest.mark.usefixtures("pushed")
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "update sync.attempt_result set http_status = 200 where http_status = 201",
            "its content was altered",
        ),
        (
            "update sync.attempt set object_key = 'x' where op = 'create'",
            "its content was altered",
        ),
        ("delete from sync.attempt_result where chain_seq = 4", "link 4 is missing"),
        ("delete from sync.attempt_result where chain_seq = 6", "saw link 6"),
    ],
)
async def test_what_was_tampered_with_is_named(world, receipts, statement, said):
    # The owner of the tables can switch the triggers off; the chain still tells.
    with psycopg.connect(world.owner_url.replace("+psycopg", "")) as connection:
        connection.execute("set session_replication_role = replica")
        assert connection.execute(statement).rowcount == 1
    report = await receipts(verify=True)
    assert report.exit_code == 1
    assert said in report.broken[0]


@pytest.mark.usefixtures("pushed")
async def test_nobody_changes_evidence(world):
    for statement in (
        "update sync.{} set worker = 'x'",
        "delete from sync.{}",
        "truncate sync.{} cascade",
    ):
        for table in ("attempt", "attempt_result"):
            for owner in (True, False):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    world.sql(statement.format(table), owner=owner)


@pytest.mark.usefixtures("pushed")
async def test_a_link_that_does_not_fit_is_refused(world):
    columns = (
        "target_code, object_id, object_key, generation, fence, op, idempotency_key,"
        " method, path, request_sha256, worker, started_at"
    )
    with pytest.raises(psycopg.errors.IntegrityError, match="does not fit the chain"):
        world.sql(
            f"insert into sync.attempt ({columns}, chain_seq, prev_hash, hash)"
            f" select {columns}, 99, 'x', 'y' from sync.attempt limit 1",
            owner=False,
        )


async def test_no_secret_is_in_the_evidence(world, receipts):
    await world.fault("error_before", "POST", "/api/items")
    key = world.new_key()
    world.offer(key, "vi", "chuoi-thu-nghiem")
    await world.run()
    assert "chuoi-thu-nghiem" not in str((await receipts()).receipts)
