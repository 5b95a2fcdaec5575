from content_api.types.filters import derived, queries
from phohien.db import WriteSession


async def load_filters(session: WriteSession) -> int:
    """Tells the database by what readers may filter; says how many filters."""
    return await queries.declare_filters(session, list(derived.declarations()))
