import pytest


@pytest.fixture
async def session(database):
    """A session of content-api's role."""
    async with database.writing() as session:
        yield session
