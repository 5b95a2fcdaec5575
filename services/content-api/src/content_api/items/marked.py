"""Texts with a secrecy marking go no further than this."""

import asyncio
from collections.abc import Mapping

from content_api.items.service import SERVICE
from phohien import audit, markings
from phohien.callers import Caller
from phohien.db import Database
from phohien.markings import MarkingFoundError

# Shorter texts are looked through on the spot.
LONG = 20_000


async def refuse_markings(
    database: Database, caller: Caller, subject: str, texts: Mapping[str, str]
) -> None:
    """Raises MarkingFoundError. That it happened is kept, what it was is not.

    The audit line has its own transaction: the refusal rolls back every other.
    """
    try:
        if sum(map(len, texts.values())) > LONG:
            await asyncio.to_thread(markings.refuse, texts)
        else:
            markings.refuse(texts)
    except MarkingFoundError as refusal:
        kinds = sorted({problem.code for problem in refusal.errors})
        async with database.writing() as session:
            await audit.append(
                session,
                service=SERVICE,
                caller=caller,
                action="marking.refused",
                subject=subject,
                detail={
                    "kinds": kinds,
                    "places": len(refusal.errors),
                    "agency": caller.agency_code,
                },
            )
        raise
