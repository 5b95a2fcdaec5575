"""What `phohien sync why` calls: settings in, an answer out."""

import asyncio

from asean_sync.db import connected
from asean_sync.reasons import service
from asean_sync.reasons.schemas import WhyOut
from asean_sync.settings import Settings


def explain(settings: Settings, target: str, key: str) -> WhyOut:
    return asyncio.run(_explain(settings, target, key))


async def _explain(settings: Settings, target: str, key: str) -> WhyOut:
    async with connected(settings) as database, database.snapshot() as session:
        return await service.explain(session, target, key)
