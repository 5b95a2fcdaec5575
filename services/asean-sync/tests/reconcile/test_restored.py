"""The database is an hour old again, and the target is not."""

import asyncio
import subprocess

import psycopg
import pytest
from psycopg import sql

from asean_sync import commands, reconcile_now
from phohien import urls as addresses
from phohien_stack.embedded.binaries import postgres_programs


@pytest.fixture
def backup(world, postgres, tmp_path):
    """`pg_dump` of the whole database, and `pg_restore` in its place."""
    name = addresses.normal(world.owner_url).database
    file = tmp_path / "phohien.dump"
    server = addresses.libpq(postgres)

    def program(name, *words):
        command = [str(postgres_programs(None) / name), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    async def evidence():
        told = await asyncio.to_thread(commands.receipts, world.settings, verify=True)
        assert told.broken == []
        return [one["id"] for one in told.receipts]

    class Backup:
        async def make(self):
            self.evidence = await evidence()
            source = f"--dbname={addresses.libpq(world.owner_url)}"
            program("pg_dump", "--format=custom", source, f"--file={file}")

        async def put_back(self):
            drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(drop)
            words = ("--create", "--exit-on-error", f"--dbname={server}")
            program("pg_restore", *words, str(file))
            # Every link of the chain came back as it was kept.
            assert await evidence() == self.evidence

    return Backup()


@pytest.mark.proof
async def test_a_restored_database_adopts_what_is_there_and_makes_no_double(
    world, backup, drift
):
    same, newer, gone, sent, after, back = (world.new_key() for _ in range(6))
    for key in (same, newer, gone):
        world.offer(key, "vi", "Bản cũ")
    world.offer(back, "vi", "Đã gỡ trước đó")
    await world.run()
    world.releases.withdraw(back, "vi")
    await world.run()
    # Approved, and not sent yet when the backup is made.
    world.offer(sent, "vi", "Đang chờ gửi")
    await backup.make()
    world.offer(newer, "vi", "Bản mới")
    world.releases.withdraw(gone, "vi")
    world.offer(after, "vi", "Sau bản sao lưu")
    assert (await world.run()).exit_code == 0
    ids = {key: world.object(f"{key}.vi")["remote_id"] for key in (sent, after)}

    await backup.put_back()
    (done,) = await asyncio.to_thread(reconcile_now.adopt_now, world.settings)
    assert done.open == {"changed": 1, "missing": 1, "extra": 2}
    assert drift() == {
        (f"{newer}.vi", "changed"): "reported",
        (f"{gone}.vi", "missing"): "reported",
        (f"{sent}.vi", "extra"): "reported",
        (f"{after}.vi", "extra"): "reported",
    }
    # The nightly run that follows finds what was sent, and sends nothing twice.
    seen = len(await world.log())
    await world.run()
    assert {one["method"] for one in (await world.log())[seen:]} == {"GET"}
    assert world.object(f"{sent}.vi")["remote_id"] == ids[sent]
    # What is offered again by people is adopted as well.
    world.docs.pop(f"{after}.vi")
    world.offer(after, "vi", "Sau bản sao lưu")
    world.offer(newer, "vi", "Bản mới")
    await world.run()
    assert world.object(f"{after}.vi")["remote_id"] == ids[after]
    there = {
        f"{same}.vi": {"title": "Bản cũ"},
        f"{newer}.vi": {"title": "Bản mới"},
        # Withdrawn after the backup: it does not come back by itself.
        f"{gone}.vi": None,
        f"{sent}.vi": {"title": "Đang chờ gửi"},
        f"{after}.vi": {"title": "Sau bản sao lưu"},
        f"{back}.vi": None,
    }
    assert await world.violations(there) == []
    # The target may remember keys of before: the newest write has one of its own.
    ((key,),) = world.sql(
        "select idempotency_key from sync.attempt where op in ('create', 'update')"
        " order by started_at desc limit 1"
    )
    assert "." in key.split(":")[3]
