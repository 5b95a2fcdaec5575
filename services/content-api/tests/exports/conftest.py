"""The shipped lists: units and agencies have names."""

import pytest

from content_api import reference


@pytest.fixture(autouse=True)
async def shipped_lists(database):
    async with database.writing() as session:
        await reference.load(session)
