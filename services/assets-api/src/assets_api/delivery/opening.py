"""The counter with everything behind it, for as long as a process serves."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from assets_api.delivery.service import Counter
from assets_api.delivery.shelf import Shelf
from assets_api.studio.service import Studio
from assets_api.uploads.desk import Desk

MIB = 1 << 20


@asynccontextmanager
async def open_counter(desk: Desk, cache_mib: int) -> AsyncGenerator[Counter]:
    async with Studio.opened(desk.database, desk.store, desk.scratch) as studio:
        counter = Counter(desk.database, studio, Shelf(cache_mib * MIB))
        async with counter.uses.kept():
            yield counter
