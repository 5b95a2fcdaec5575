from contextlib import asynccontextmanager

import pytest

from asean_sync.planning import service as planning
from asean_sync.planning.service import Request
from asean_sync.profiles import service as profiles
from asean_sync.sending.desk import opened
from phohien import clock
from phohien.db import Database


@pytest.fixture
def at_desk(world):
    """A worker's desk, with the plan already made."""

    @asynccontextmanager
    async def open_desk():
        async with Database.connect(world.sync_url, application_name="t") as database:
            async with database.reading() as session:
                profile = await profiles.active_profile(session, world.target)
            request = Request(world.target, profile, clock.now())
            await planning.plan_target(database, request)
            async with opened(database, world.settings, profile) as desk:
                yield desk

    return open_desk
