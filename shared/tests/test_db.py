import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError, ProgrammingError

from phohien.db import Database


@pytest.fixture
async def database(fresh_urls):
    async with Database.connect(fresh_urls.content, application_name="test") as it:
        yield it


async def test_reading_refuses_a_write(database) -> None:
    with pytest.raises(InternalError, match="read-only transaction"):
        async with database.reading() as session:
            await session.execute(text("DELETE FROM jobs.procrastinate_jobs"))


@pytest.mark.parametrize("schema", ["content", "assets", "sync", "access", "jobs"])
async def test_the_public_role_reads_nothing_but_release(fresh_urls, schema) -> None:
    tables = text(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p')"
        " AND relnamespace = CAST(:schema AS regnamespace)"
    )
    async with (
        Database.connect(fresh_urls.owner, application_name="owner") as owner,
        owner.reading() as session,
    ):
        names = list(await session.scalars(tables, {"schema": schema}))
    assert names
    async with Database.connect(fresh_urls.public, application_name="public") as public:
        for name in names:
            with pytest.raises(ProgrammingError, match="permission denied"):
                async with public.reading() as session:
                    await session.execute(text(f'SELECT * FROM {schema}."{name}"'))


async def test_an_error_of_the_database_hides_the_values(database) -> None:
    with pytest.raises(ProgrammingError) as failed:
        async with database.reading() as session:
            await session.execute(text("SELECT :it FROM nowhere"), {"it": "zqsecret"})

    assert "zqsecret" not in str(failed.value)
