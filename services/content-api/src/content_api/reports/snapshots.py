"""The report as one value: what is shown, what is signed, what is frozen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content_api.reports import queries
from content_api.reports.facts.figures import figures
from content_api.reports.facts.gather import Facts, gather, joined
from content_api.reports.facts.periods import Period
from content_api.reports.tables import Report, ReportPart
from phohien.canonical import canonical_json, canonical_text, sha256_hex
from phohien.db import ReadSession

PART_SCHEMA = "phohien.report-part/1"
REPORT_SCHEMA = "phohien.report/1"
Snapshot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot with the hash of its content; who signs and when is not part of it."""

    content: Snapshot
    hash: str

    def sealed(self, **seal: str) -> tuple[str, str]:
        """Text and SHA-256 of the content with who sealed it."""
        text = canonical_text({**self.content, "content_sha256": self.hash, **seal})
        return text, sha256_hex(text.encode())


def period_of(report: Report) -> Period:
    return Period(report.period_from, report.period_to)


def made(content: Snapshot) -> Made:
    # What came from the database has dates and decimals as text already.
    return Made(content, sha256_hex(canonical_json(content)))


async def of_part(session: ReadSession, report: Report, part: ReportPart) -> Made:
    period = period_of(report)
    facts = await gather(session, period, part.agency_code)
    return made(
        {
            "schema": PART_SCHEMA,
            "report": str(report.id),
            "agency": {"code": part.agency_code, "name": part.agency_name},
            "period": _days(period),
            "texts": part.texts,
            "figures": figures(facts, period),
            "facts": facts,
        }
    )


async def of_report(
    session: ReadSession, report: Report, *, sync: Sequence[Mapping[str, Any]] | None
) -> Made:
    """The province: signed parts as signed, everything else as it is now."""
    rows = await queries.parts(session, report.id, snapshots=True)
    signed = {
        row.agency_code: json.loads(row.snapshot)
        for row in rows
        if row.snapshot is not None
    }
    period = period_of(report)
    live = await gather(session, period, None)
    facts = joined(live, {code: held["facts"] for code, held in signed.items()})
    return made(
        {
            **await whole(session, period, facts, sync=sync),
            "report": str(report.id),
            "title": report.title,
            "basis": report.basis,
            "period_note": report.period_note,
            "texts": report.texts,
            "parts": [_part(row) for row in rows],
        }
    )


async def annual(
    session: ReadSession, period: Period, agency: str | None
) -> tuple[Snapshot, str | None]:
    """The report of these days: with the text that was frozen, if it was.

    Without a report it is what one would say now. `agency` asks for that part alone.
    """
    report = await queries.last_of(session, period)
    if agency is not None:
        part = await queries.part(session, report.id, agency) if report else None
        if part is not None and part.snapshot is not None:
            return json.loads(part.snapshot), part.snapshot
        facts = await gather(session, period, agency)
        content = await whole(session, period, facts, sync=None)
        name = content["agencies"].get(agency, agency)
        return {**content, "agency": {"code": agency, "name": name}}, None
    if report is None:
        facts = await gather(session, period, None)
        return await whole(session, period, facts, sync=None), None
    if report.snapshot is not None:
        return json.loads(report.snapshot), report.snapshot
    by_hand = [{**each, "by": "manual"} for each in report.sync_figures]
    made = await of_report(session, report, sync=by_hand or None)
    return made.content, None


async def whole(
    session: ReadSession,
    period: Period,
    facts: Facts,
    *,
    sync: Sequence[Mapping[str, Any]] | None,
) -> Snapshot:
    """The parts that every form of the report has."""
    names = await queries.names_of_agencies(session)
    codes = {row["agency"] for rows in facts.values() for row in rows} & names.keys()
    told = None if sync is None else [dict(row) for row in sync]
    known = await queries.names_of_targets(session)
    seen = {row["target"] for row in (*facts["nominations"], *facts["offers"])}
    seen |= {row["target"] for row in told or ()}
    return {
        "schema": REPORT_SCHEMA,
        "period": _days(period),
        "agencies": {code: names[code] for code in codes},
        "targets": {code: known[code] for code in seen & known.keys()},
        "figures": figures(facts, period, told),
        "facts": facts,
    }


def _days(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


def _part(row: ReportPart) -> dict[str, Any]:
    return {
        "agency": row.agency_code,
        "name": row.agency_name,
        "state": row.state,
        "texts": row.texts,
        "signed_by": row.signed_by_name,
        "signed_at": row.signed_at.isoformat() if row.signed_at else None,
        "sha256": row.sha256,
    }
