"""Texts with a secrecy marking go no further than this."""

from collections.abc import Mapping

from content_api.items.service import SERVICE
from phohien.callers import Caller
from phohien.db import Database
from phohien.serving import scanning


async def refuse_markings(
    database: Database, caller: Caller, subject: str, texts: Mapping[str, str]
) -> None:
    """Raises MarkingFoundError. That it happened is kept, what it was is not."""
    await scanning.refuse_markings(database, caller, subject, texts, service=SERVICE)
