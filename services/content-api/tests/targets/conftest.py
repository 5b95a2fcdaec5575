import pytest

from content_api import reference


@pytest.fixture
async def session(database):
    """A session of content-api's role, with the shipped lists loaded."""
    async with database.writing() as session:
        await reference.load(session)
        yield session


@pytest.fixture
async def loaded(database):
    async with database.writing() as session:
        await reference.load(session)
