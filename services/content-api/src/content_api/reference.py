"""What a new installation starts with: units, agencies, targets, terms."""

from content_api.agencies.service import load_agencies
from content_api.glossary.files import load_terms
from content_api.targets.service import load_targets
from content_api.types.filters.service import load_filters
from content_api.units.service import load_units
from phohien import clock
from phohien.db import Database, WriteSession


async def load(session: WriteSession) -> dict[str, int]:
    """In one transaction; running it again changes nothing. Says how many of each."""
    return {
        "units": await load_units(session),
        "agencies": await load_agencies(session),
        "targets": await load_targets(session),
        "terms": await load_terms(session, at=clock.now()),
        "filters": await load_filters(session),
    }


async def load_into(url: str) -> dict[str, int]:
    """The same for a command: `url` is the owner's or content-api's own."""
    async with (
        Database.connect(url, application_name="content-api reference") as database,
        database.writing() as session,
    ):
        return await load(session)
