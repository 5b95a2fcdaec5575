"""Statements on reports, their parts and their templates."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, select, text, tuple_
from sqlalchemy.orm import undefer

from content_api.agencies.tables import Agency
from content_api.reports.facts.periods import Period
from content_api.reports.tables import Report, ReportPart, ReportTemplate
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor
from phohien.release import target


async def get(
    session: ReadSession, report_id: UUID, *, snapshot: bool = False
) -> Report | None:
    options = [undefer(Report.snapshot)] if snapshot else []
    return await session.get(Report, report_id, options=options)


async def get_for_update(session: WriteSession, report_id: UUID) -> Report | None:
    return await session.get(Report, report_id, with_for_update=True)


async def page(
    session: ReadSession, *, after: Cursor | None, limit: int
) -> Sequence[Report]:
    """Newest first; one more than asked for tells that there are more."""
    statement = (
        select(Report)
        .order_by(Report.created_at.desc(), Report.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(
            tuple_(Report.created_at, Report.id) < tuple_(after.at, after.id)
        )
    return (await session.scalars(statement)).all()


async def periods(session: ReadSession) -> list[Period]:
    rows = await session.execute(
        select(Report.period_from, Report.period_to).order_by(Report.period_to)
    )
    return [Period(start, end) for start, end in rows]


async def last_of(session: ReadSession, period: Period) -> Report | None:
    """The last report of exactly these days; a frozen one before an open one."""
    found: Report | None = await session.scalar(
        select(Report)
        .where(Report.period_from == period.start, Report.period_to == period.end)
        .order_by(Report.frozen_at.desc().nulls_last(), Report.created_at.desc())
        .limit(1)
        .options(undefer(Report.snapshot))
    )
    return found


async def lock(session: WriteSession) -> None:
    """Reports are made one after the other, so that none misses another's days."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext('report'))"))


async def insert_report(session: WriteSession, values: Mapping[str, Any]) -> Report:
    report = Report(**values)
    session.add(report)
    await session.flush()
    return report


async def insert_parts(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    if rows:
        await session.execute(insert(ReportPart), rows)


async def agencies_on(session: ReadSession, day: date) -> Sequence[tuple[str, str]]:
    """Agencies that exist on the last day of a period: those who can still sign."""
    rows = await session.execute(
        select(Agency.code, Agency.name_vi)
        .where(
            or_(Agency.valid_from.is_(None), Agency.valid_from <= day),
            or_(Agency.valid_to.is_(None), Agency.valid_to > day),
        )
        .order_by(Agency.code)
    )
    return [(code, name) for code, name in rows]


async def names_of_targets(session: ReadSession) -> dict[str, str]:
    rows = await session.execute(select(target.c.code, target.c.name["vi"].astext))
    return {code: name or code for code, name in rows}


async def names_of_agencies(session: ReadSession) -> dict[str, str]:
    rows = await session.execute(select(Agency.code, Agency.name_vi))
    return {code: name for code, name in rows}  # noqa: C416 -- rows are no pairs to dict()


async def parts(
    session: ReadSession, report_id: UUID, *, snapshots: bool = False
) -> Sequence[ReportPart]:
    statement = (
        select(ReportPart)
        .where(ReportPart.report_id == report_id)
        .order_by(ReportPart.agency_code)
    )
    if snapshots:
        statement = statement.options(undefer(ReportPart.snapshot))
    return (await session.scalars(statement)).all()


async def part(
    session: ReadSession, report_id: UUID, agency_code: str
) -> ReportPart | None:
    return await session.get(
        ReportPart, (report_id, agency_code), options=[undefer(ReportPart.snapshot)]
    )


async def part_for_update(
    session: WriteSession, report_id: UUID, agency_code: str
) -> ReportPart | None:
    return await session.get(
        ReportPart,
        (report_id, agency_code),
        with_for_update=True,
        options=[undefer(ReportPart.snapshot)],
    )


async def newest_template(session: ReadSession) -> ReportTemplate | None:
    found: ReportTemplate | None = await session.scalar(
        select(ReportTemplate).order_by(ReportTemplate.id.desc()).limit(1)
    )
    return found


async def insert_template(
    session: WriteSession, values: Mapping[str, Any]
) -> ReportTemplate:
    template = ReportTemplate(**values)
    session.add(template)
    await session.flush()
    return template
