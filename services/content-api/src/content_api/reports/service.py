"""What may happen to a report: parts are written, signed, rolled up and frozen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from content_api import preconditions
from content_api.items.service import SEE_ALL, SERVICE, Writer
from content_api.reports import queries, refusals, snapshots
from content_api.reports.errors import PeriodInvalidError
from content_api.reports.facts.periods import Basis, Period, gap_before, of_year
from content_api.reports.schemas import (
    FreezeOrder,
    PartDraft,
    ReportDraft,
    RollUpDraft,
    SignOrder,
)
from content_api.reports.tables import Report, ReportPart
from phohien import audit
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text

Sync = Sequence[Mapping[str, Any]] | None
LONGEST_DAYS = 800


async def report_with_id(session: ReadSession, report_id: UUID) -> Report:
    report = await queries.get(session, report_id, snapshot=True)
    if report is None:
        raise refusals.no_report()
    return report


def may_read(agency_code: str, caller: Caller) -> None:
    if caller.agency_code != agency_code and not caller.has(*SEE_ALL):
        raise refusals.of_another(agency_code)


async def part_of(
    session: ReadSession, report_id: UUID, agency_code: str
) -> ReportPart:
    part = await queries.part(session, report_id, agency_code)
    if part is None:
        raise refusals.no_part(agency_code)
    return part


async def create_report(
    session: WriteSession, draft: ReportDraft, writer: Writer
) -> Report:
    await queries.lock(session)
    period = _period_of(draft)
    missed = gap_before(period.start, await queries.periods(session))
    if missed is not None and not draft.period_note:
        raise refusals.gap(missed)
    report = await queries.insert_report(
        session,
        {
            "title": draft.title or _title(period),
            "period_from": period.start,
            "period_to": period.end,
            "basis": draft.basis,
            "period_note": draft.period_note,
            "texts": {},
            "sync_figures": [],
            "state": "open",
            "revision": 1,
            "created_by": writer.caller.id,
            "created_by_name": writer.caller.name,
            "created_at": writer.at,
        },
    )
    agencies = await queries.agencies_on(session, period.end)
    parts = [
        {
            "report_id": report.id,
            "agency_code": code,
            "agency_name": name,
            "texts": {},
            "state": "open",
            "revision": 1,
            "updated_at": writer.at,
        }
        for code, name in agencies
    ]
    await queries.insert_parts(session, parts)
    await _note(session, writer, "report.created", report.id, {"parts": len(parts)})
    return report


async def save_part(
    session: WriteSession, report_id: UUID, code: str, draft: PartDraft, writer: Writer
) -> ReportPart:
    _demand_own(code, writer.caller)
    await _open_report(session, report_id)
    part = await _part_for_update(session, report_id, code)
    _demand_unsigned(part)
    preconditions.demand(writer.if_match, str(part.revision))
    part.texts = draft.texts
    part.revision += 1
    part.updated_by_name = writer.caller.name
    part.updated_at = writer.at
    await _note(session, writer, "report.part.saved", report_id, {"agency": code})
    return part


async def sign_part(
    session: WriteSession, report_id: UUID, code: str, order: SignOrder, writer: Writer
) -> ReportPart:
    """Binds the leader to the texts and the numbers that were read."""
    _demand_own(code, writer.caller)
    report = await _open_report(session, report_id)
    _demand_over(report, writer.at)
    part = await _part_for_update(session, report_id, code)
    _demand_unsigned(part)
    made = await snapshots.of_part(session, report, part)
    if made.hash != order.if_hash:
        raise preconditions.not_what_was_read(made.hash)
    part.snapshot, part.sha256 = made.sealed(
        signed_by=writer.caller.name, signed_at=writer.at.isoformat()
    )
    part.state = "signed"
    part.signed_by = writer.caller.id
    part.signed_by_name = writer.caller.name
    part.signed_at = writer.at
    detail = {"agency": code, "sha256": part.sha256}
    await _note(session, writer, "report.part.signed", report_id, detail)
    return part


async def reopen_part(
    session: WriteSession, report_id: UUID, code: str, writer: Writer
) -> ReportPart:
    """The agency's leader takes it back, or the coordinator hands it back."""
    if not writer.caller.has("coordinator"):
        _demand_own(code, writer.caller)
    await _open_report(session, report_id)
    part = await _part_for_update(session, report_id, code)
    if part.state != "signed":
        raise refusals.not_signed()
    detail = {"agency": code, "sha256": part.sha256}
    part.state, part.snapshot, part.sha256 = "open", None, None
    part.signed_by = part.signed_by_name = part.signed_at = None
    part.revision += 1
    await _note(session, writer, "report.part.reopened", report_id, detail)
    return part


async def save_roll_up(
    session: WriteSession, report_id: UUID, draft: RollUpDraft, writer: Writer
) -> Report:
    report = await _open_report(session, report_id)
    preconditions.demand(writer.if_match, str(report.revision))
    report.texts = draft.texts
    report.sync_figures = [each.model_dump() for each in draft.sync_figures]
    report.revision += 1
    await _note(session, writer, "report.saved", report_id, {})
    return report


async def freeze(
    session: WriteSession,
    report_id: UUID,
    order: FreezeOrder,
    writer: Writer,
    *,
    sync: Sync,
) -> Report:
    """From now on the report is this text with this hash, whatever is edited later."""
    report = await _open_report(session, report_id)
    _demand_over(report, writer.at)
    parts = await queries.parts(session, report_id)
    unsigned = [part.agency_code for part in parts if part.state != "signed"]
    if unsigned and not order.unsigned_note:
        raise refusals.unsigned(unsigned)
    made = await snapshots.of_report(session, report, sync=sync_of(report, sync))
    if made.hash != order.if_hash:
        raise preconditions.not_what_was_read(made.hash)
    report.snapshot, report.sha256 = made.sealed(
        frozen_by=writer.caller.name,
        frozen_at=writer.at.isoformat(),
        unsigned_note=order.unsigned_note,
    )
    report.state = "frozen"
    report.frozen_by = writer.caller.id
    report.frozen_by_name = writer.caller.name
    report.frozen_at = writer.at
    detail = {"sha256": report.sha256, "unsigned": unsigned}
    await _note(session, writer, "report.frozen", report_id, detail)
    return report


def sync_of(report: Report, asked: Sync) -> Sync:
    """What was entered by hand stands before what the sync says."""
    if report.sync_figures:
        return [{**each, "by": "manual"} for each in report.sync_figures]
    return asked


def _period_of(draft: ReportDraft) -> Period:
    if draft.basis is not Basis.CUSTOM and draft.year is not None:
        whole = of_year(draft.year, draft.basis)
        period = Period(draft.period_from or whole.start, draft.period_to or whole.end)
    elif draft.period_from is not None and draft.period_to is not None:
        period = Period(draft.period_from, draft.period_to)
    else:
        raise PeriodInvalidError(
            Text(
                vi="Gửi year cùng basis (calendar, reporting_year, cut_off), hoặc"
                " period_from và period_to.",
                en="Send year with basis (calendar, reporting_year, cut_off), or"
                " period_from and period_to.",
            )
        )
    if not 0 <= (period.end - period.start).days < LONGEST_DAYS:
        raise PeriodInvalidError(
            Text(
                vi=f"Kỳ báo cáo phải từ 1 đến {LONGEST_DAYS} ngày, ngày đầu không sau"
                " ngày cuối.",
                en=f"A period has 1 to {LONGEST_DAYS} days, the first not after the"
                " last.",
            )
        )
    return period


def _title(period: Period) -> str:
    return f"Kết quả hoạt động thông tin đối ngoại năm {period.end.year}"


def _demand_own(code: str, caller: Caller) -> None:
    if not caller.agency_code or caller.agency_code != code:
        raise refusals.of_another(code)


def _demand_unsigned(part: ReportPart) -> None:
    if part.state == "signed":
        raise refusals.signed()


def _demand_over(report: Report, at: datetime) -> None:
    if at < snapshots.period_of(report).until:
        raise refusals.not_over(report.period_to)


async def _open_report(session: WriteSession, report_id: UUID) -> Report:
    report = await queries.get_for_update(session, report_id)
    if report is None:
        raise refusals.no_report()
    if report.state == "frozen":
        raise refusals.frozen()
    return report


async def _part_for_update(
    session: WriteSession, report_id: UUID, code: str
) -> ReportPart:
    part = await queries.part_for_update(session, report_id, code)
    if part is None:
        raise refusals.no_part(code)
    return part


async def _note(
    session: WriteSession,
    writer: Writer,
    action: str,
    report_id: UUID,
    detail: dict[str, Any],
) -> None:
    await session.flush()  # the audit line is the last thing this transaction writes
    await audit.append(
        session,
        service=SERVICE,
        caller=writer.caller,
        action=action,
        subject=f"report:{report_id}",
        detail=detail,
    )
