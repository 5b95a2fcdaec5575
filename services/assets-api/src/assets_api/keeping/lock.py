"""The lock between those who keep bytes and the one who collects what nobody keeps.

Bytes are put into the store before the rows that name them. Whoever writes those rows
takes this lock together with others, then looks whether the objects are still there,
then commits; the collector takes it alone, looks whether a row names the bytes, and
deletes. So no row ever names what was collected a moment ago.
"""

from sqlalchemy import text

from phohien.db import WriteSession

_TOGETHER = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('bytes', 0))")
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('bytes', 0))")


async def together(session: WriteSession) -> None:
    """Until the end of the transaction nothing is collected."""
    await session.execute(_TOGETHER)


async def alone(session: WriteSession) -> None:
    """Until the end of the transaction nobody names bytes that are not named yet."""
    await session.execute(_ALONE)
