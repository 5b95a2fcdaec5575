"""The template the office owns, and a report printed with it."""

from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

from content_api.items.service import SERVICE
from content_api.reports import queries, snapshots
from content_api.reports.documents import docx
from content_api.reports.documents.context import context_of
from content_api.reports.documents.files import written
from content_api.reports.facts.figures import figures
from content_api.reports.facts.gather import nothing
from content_api.reports.facts.periods import Period
from content_api.reports.schemas import Format, TemplateOut
from phohien import audit
from phohien.callers import Caller
from phohien.canonical import sha256_hex
from phohien.db import Database, ReadSession, WriteSession

SAMPLE = Period(date(2020, 1, 1), date(2020, 12, 31))


@dataclass(frozen=True, slots=True)
class Template:
    document: bytes


def default() -> Template:
    return Template(docx.default_template())


async def newest(session: ReadSession) -> Template:
    row = await queries.newest_template(session)
    return default() if row is None else Template(row.document)


async def replace(
    session: WriteSession,
    document: bytes,
    filename: str,
    caller: Caller,
    *,
    at: datetime,
) -> TemplateOut:
    """Raises TemplateRefusedError for one that cannot be filled in."""
    docx.look_at(document)
    await docx.render(document, _sample())
    row = await queries.insert_template(
        session,
        {
            "filename": filename,
            "sha256": sha256_hex(document),
            "document": document,
            "created_by_name": caller.name,
            "created_at": at,
        },
    )
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="report.template.replaced",
        subject=f"report-template:{row.id}",
        detail={"sha256": row.sha256, "version": version("content-api")},
    )
    return TemplateOut(
        filename=row.filename,
        sha256=row.sha256,
        bytes=len(document),
        is_default=document == docx.default_template(),
        created_by_name=row.created_by_name,
        created_at=row.created_at,
    )


def _sample() -> dict[str, object]:
    """A report of a year in which nothing happened."""
    facts = nothing()
    return context_of(
        {
            "period": {
                "from": SAMPLE.start.isoformat(),
                "to": SAMPLE.end.isoformat(),
            },
            "figures": figures(facts, SAMPLE),
            "facts": facts,
            "agencies": {},
        }
    )


async def annual(
    url: str, period: Period, kind: Format, *, agency: str | None = None
) -> bytes:
    """Nothing is stored; what was frozen or signed is given as it was."""
    async with (
        Database.connect(url, application_name="content-api report") as database,
        database.snapshot() as session,
    ):
        content, sealed = await snapshots.annual(session, period, agency)
        template = await newest(session)
    return await written(content, kind, template.document, sealed)
