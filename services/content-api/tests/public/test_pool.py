"""The connections of the public role: what they may do, and what they survive."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from content_api.lane.database.connections import Connections
from content_api.public.errors import DatabaseUnreachableError, QueryTooSlowError
from phohien.urls import libpq

ENDED = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE application_name = 'content-api public' AND datname = current_database()"""


@pytest.fixture
async def pool(urls):
    async with Connections.keep(urls.public, size=2) as pool:
        yield pool


async def test_a_read_survives_the_loss_of_every_connection(
    client, make_document, owner
) -> None:
    url = f"/v1/items/{make_document()['key']}"
    before = await client.get(url)

    ended = owner.execute(ENDED).fetchall()

    assert len(ended) >= 1
    again = await client.get(url)
    assert again.content == before.content, again


async def test_a_statement_that_takes_too_long_is_given_up(pool) -> None:
    with pytest.raises(QueryTooSlowError):
        await pool.rows("SELECT pg_sleep(60)", {})


async def test_without_a_database_the_answer_says_so(urls) -> None:
    nowhere = urls.public.rpartition("/")[0] + "/there_is_none"
    async with Connections.keep(nowhere, size=1) as pool:
        with pytest.raises(DatabaseUnreachableError):
            await pool.rows("SELECT 1", {})


async def test_an_answer_is_remembered_for_the_time_asked(pool) -> None:
    first = await pool.remembered("SELECT clock_timestamp()", seconds=60)

    assert await pool.remembered("SELECT clock_timestamp()", seconds=60) == first
    assert await pool.remembered("SELECT clock_timestamp()", seconds=0) != first


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM content.item",
        "SELECT * FROM content.revision",
        "SELECT * FROM release.offer",
        "SELECT * FROM access.account",
        "DELETE FROM release.document",
        "UPDATE release.tombstone SET reason_class = ''",
        "SELECT release.tick()",
    ],
)
def test_the_public_role_may_only_read_what_is_released(urls, statement) -> None:
    with (
        psycopg.connect(libpq(urls.public), autocommit=True) as connection,
        pytest.raises(InsufficientPrivilege),
    ):
        connection.execute(statement)
