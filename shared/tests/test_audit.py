import asyncio

import psycopg
import pytest
from sqlalchemy import text

from phohien import audit
from phohien import urls as addresses
from phohien.db import Database


@pytest.fixture
async def database(fresh_urls):
    async with Database.connect(fresh_urls.content, application_name="test") as it:
        yield it


@pytest.fixture
def owner(fresh_urls):
    with psycopg.connect(addresses.libpq(fresh_urls.owner), autocommit=True) as it:
        yield it


@pytest.fixture
def append(database):
    async def one(action="read", **detail) -> int:
        async with database.writing() as session:
            return await audit.append(
                session,
                service="test",
                caller="test",
                action=action,
                subject="thing",
                detail=detail,
            )

    return one


def verdict(owner):
    return owner.execute("SELECT * FROM audit.verify()").fetchone()


async def test_lines_written_at_once_form_one_chain(append, owner) -> None:
    seqs = await asyncio.gather(*(append(number=n) for n in range(20)))

    assert sorted(seqs) == list(range(min(seqs), min(seqs) + 20))
    checked, broken_at, _ = verdict(owner)
    assert (checked, broken_at) == (max(seqs), None)


async def test_a_rolled_back_line_leaves_no_gap(append, database, owner) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.writing() as session:
            await audit.append(
                session, service="test", caller="test", action="lost", subject="x"
            )
            _ = 1 / 0
    await append()

    assert verdict(owner)[1] is None
    lost = "SELECT count(*) FROM audit.entry WHERE action = 'lost'"
    assert owner.execute(lost).fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.entry SET action = 'other'",
        "DELETE FROM audit.entry",
        "TRUNCATE audit.entry",
    ],
)
async def test_even_the_owner_cannot_change_a_line(append, owner, statement) -> None:
    await append()

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(statement)


@pytest.mark.parametrize(
    ("tampering", "reason"),
    [
        ("UPDATE audit.entry SET subject = 'other' WHERE seq = 2", "altered"),
        ("DELETE FROM audit.entry WHERE seq = 2", "missing"),
    ],
)
async def test_a_line_changed_behind_the_trigger_is_named(
    append, owner, tampering, reason
) -> None:
    for _ in range(3):
        await append()
    owner.execute("SET session_replication_role = replica")
    owner.execute(tampering)

    assert verdict(owner)[1:] == (2, reason)


async def test_a_service_may_only_append(database) -> None:
    async with database.reading() as session:
        insert = text("SELECT has_table_privilege('audit.entry', 'INSERT')")
        assert await session.scalar(insert) is False
