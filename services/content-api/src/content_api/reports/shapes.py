"""A report and its parts as they are shown."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from content_api.reports import queries, service, snapshots
from content_api.reports.facts import sections
from content_api.reports.facts.client import SyncClient
from content_api.reports.schemas import (
    FactFilter,
    FactList,
    PartLine,
    PartOut,
    ReportLine,
    ReportOut,
    SectionOut,
)
from content_api.reports.snapshots import Snapshot
from content_api.reports.tables import Report, ReportPart
from phohien.db import ReadSession
from phohien.pagination import bad_cursor

Sync = Sequence[Mapping[str, Any]] | None
FILTERS = (
    "type",
    "lang",
    "kind",
    "topic",
    "month",
    "target",
    "state",
    "duty",
    "action",
)


def line(report: Report) -> ReportLine:
    return ReportLine.model_validate(report)


async def asked_of_sync(client: SyncClient, report: Report) -> Sync:
    """A frozen report, or one with figures by hand, asks nobody."""
    if report.state == "frozen" or report.sync_figures:
        return None
    return await client.figures(snapshots.period_of(report))


async def report(session: ReadSession, row: Report, asked: Sync) -> ReportOut:
    content, digest = await content_of(session, row, asked)
    parts = await queries.parts(session, row.id)
    return ReportOut(
        **line(row).model_dump(),
        period_note=row.period_note,
        revision=row.revision,
        texts=row.texts,
        sync_figures=row.sync_figures,
        parts=[PartLine.model_validate(part) for part in parts],
        sections=[
            SectionOut(code=each.code, number=each.number, title=each.title)
            for each in sections.ALL
        ],
        hash=digest,
        figures=content["figures"],
    )


async def part(session: ReadSession, row: Report, held: ReportPart) -> PartOut:
    content, digest = await content_of_part(session, row, held)
    return PartOut(
        **PartLine.model_validate(held).model_dump(),
        texts=held.texts,
        hash=digest,
        figures=content["figures"],
    )


async def content_of(
    session: ReadSession, row: Report, asked: Sync
) -> tuple[Snapshot, str]:
    """What was frozen, else what it would be now; with the hash to bind to."""
    if row.snapshot is not None:
        frozen: Snapshot = json.loads(row.snapshot)
        return frozen, frozen["content_sha256"]
    made = await snapshots.of_report(session, row, sync=service.sync_of(row, asked))
    return made.content, made.hash


async def content_of_part(
    session: ReadSession, row: Report, held: ReportPart
) -> tuple[Snapshot, str]:
    if held.snapshot is not None:
        signed: Snapshot = json.loads(held.snapshot)
        return signed, signed["content_sha256"]
    made = await snapshots.of_part(session, row, held)
    return made.content, made.hash


def fact_page(
    rows: Sequence[dict[str, Any]], wanted: FactFilter, agency: str | None
) -> FactList:
    asked = {
        name: value for name in FILTERS if (value := getattr(wanted, name)) is not None
    }
    if agency is not None:
        asked["agency"] = agency
    found = [row for row in rows if all(row.get(name) == asked[name] for name in asked)]
    start = int(wanted.cursor) if wanted.cursor else 0
    if start > len(found):
        raise bad_cursor()
    end = start + wanted.limit
    return FactList(
        total=len(found),
        data=found[start:end],
        next_cursor=str(end) if end < len(found) else None,
    )
