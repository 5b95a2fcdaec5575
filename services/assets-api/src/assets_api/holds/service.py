"""Who may keep an asset from being deleted, and for how long."""

from datetime import date, datetime, timedelta
from uuid import UUID

from assets_api.assets import service as assets
from assets_api.holds import queries
from assets_api.holds.errors import (
    AssetKeptError,
    HoldLiftedError,
    HoldNotFoundError,
    RetentionDayError,
    RetentionNotLiftedError,
)
from assets_api.holds.schemas import HoldEnd, HoldIn, HoldOut, HoldsOut
from assets_api.holds.tables import Hold
from phohien import audit, markings
from phohien.callers import Caller
from phohien.clock import day_of
from phohien.db import ReadSession, WriteSession

RETENTION, LEGAL = "retention", "legal"
LONGEST = timedelta(days=36525)


def agency_seen_by(caller: Caller) -> UUID | None:
    """Operators and auditors look after every agency, others after their own."""
    return None if caller.has("operator", "auditor") else assets.agency_of(caller)


async def holds_of(
    session: ReadSession, asset_id: UUID, *, caller: Caller, at: datetime
) -> HoldsOut:
    await assets.find_asset(session, asset_id, agency_id=agency_seen_by(caller))
    today = day_of(at)
    rows = await queries.of_asset(session, asset_id)
    return HoldsOut(
        kept=any(_stands(row, today) for row in rows),
        data=[_out(row, today) for row in rows],
    )


async def place(
    session: WriteSession, asset_id: UUID, hold: HoldIn, *, caller: Caller, at: datetime
) -> HoldOut:
    await assets.find_asset(session, asset_id, agency_id=agency_seen_by(caller))
    today = day_of(at)
    if (hold.kind == RETENTION) != (hold.until is not None):
        raise RetentionDayError
    if hold.until is not None and not today < hold.until <= today + LONGEST:
        raise RetentionDayError
    markings.refuse({"/reason": hold.reason})
    made = await queries.insert(
        session,
        asset_id=asset_id,
        kind=hold.kind,
        reason=hold.reason,
        until=hold.until,
        placed_by=caller.username,
        placed_at=at,
        lifted_by="",
        lift_note="",
        store="pending",
    )
    await _note(session, made, "hold.placed", caller=caller, reason=hold.reason)
    return _out(made, today)


async def keep_as_evidence(
    session: WriteSession, asset_id: UUID, reason: str, *, by: str, at: datetime
) -> None:
    """Until a person lifts it; once, however often it is asked for."""
    rows = await queries.of_asset(session, asset_id)
    if any(row.placed_by == by and row.lifted_at is None for row in rows):
        return
    await queries.insert(
        session,
        asset_id=asset_id,
        kind=LEGAL,
        reason=reason,
        until=None,
        placed_by=by,
        placed_at=at,
        lifted_by="",
        lift_note="",
        store="pending",
    )


async def lift(
    session: WriteSession,
    asset_id: UUID,
    hold_id: UUID,
    end: HoldEnd,
    *,
    caller: Caller,
    at: datetime,
) -> HoldsOut:
    """An order alone: a retention cannot be shortened by anybody."""
    await assets.find_asset(session, asset_id, agency_id=agency_seen_by(caller))
    hold = await queries.find(session, asset_id, hold_id)
    if hold is None:
        raise HoldNotFoundError
    if hold.until is not None and _stands(hold, day_of(at)):
        raise RetentionNotLiftedError(hold.until)
    markings.refuse({"/note": end.note})
    done = hold.until is None and await queries.lift(
        session, hold_id, lifted_by=caller.username, lifted_at=at, lift_note=end.note
    )
    if not done:
        raise HoldLiftedError
    await _note(session, hold, "hold.lifted", caller=caller, reason=end.note)
    return await holds_of(session, asset_id, caller=caller, at=at)


async def refuse_kept(session: ReadSession, asset_id: UUID, *, at: datetime) -> None:
    """Raises AssetKeptError, with the day when all of it ends."""
    today = day_of(at)
    rows = await queries.of_asset(session, asset_id)
    ends = [row.until for row in rows if _stands(row, today)]
    if ends:
        days = [day for day in ends if day is not None]
        raise AssetKeptError(max(days) if len(days) == len(ends) else None)


def _stands(row: Hold, today: date) -> bool:
    return row.lifted_at is None and (row.until is None or row.until >= today)


def _out(row: Hold, today: date) -> HoldOut:
    return HoldOut.model_validate(
        {
            "id": row.id,
            "kind": row.kind,
            "reason": row.reason,
            "until": row.until,
            "stands": _stands(row, today),
            "store": row.store,
            "placed_by": row.placed_by,
            "placed_at": row.placed_at,
            "lifted_by": row.lifted_by,
            "lifted_at": row.lifted_at,
            "lift_note": row.lift_note,
        }
    )


async def _note(
    session: WriteSession, hold: Hold, action: str, *, caller: Caller, reason: str
) -> None:
    await audit.append(
        session,
        service=assets.SERVICE,
        caller=caller,
        action=action,
        subject=f"asset:{hold.asset_id}",
        detail={
            "hold": str(hold.id),
            "kind": hold.kind,
            "until": str(hold.until or ""),
            "reason": reason,
        },
    )
