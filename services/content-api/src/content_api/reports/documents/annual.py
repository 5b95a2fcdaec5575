"""The report of some days as a file, for a command."""

from content_api.reports import snapshots, templates
from content_api.reports.documents.files import written
from content_api.reports.facts.periods import Period
from content_api.reports.schemas import Format
from phohien.db import Database


async def annual(
    url: str, period: Period, kind: Format, *, agency: str | None = None
) -> bytes:
    """Nothing is stored; what was frozen or signed is given as it was."""
    async with (
        Database.connect(url, application_name="content-api report") as database,
        database.snapshot() as session,
    ):
        content, sealed = await snapshots.annual(session, period, agency)
        template = await templates.newest(session)
    return await written(content, kind, template.document, sealed)
