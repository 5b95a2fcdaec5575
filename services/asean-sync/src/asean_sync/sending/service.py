"""What the worker process asks before it starts sending."""

from asean_sync.sending import queries
from phohien.db import ReadSession


async def seconds_until_due(session: ReadSession, target_code: str) -> float | None:
    """None: nothing is left to do or to wait for."""
    return await queries.seconds_until_due(session, target_code)
