"""Consents as they are given and withdrawn, and what that means for the picture."""

from datetime import date, datetime
from uuid import UUID

from assets_api.assets import service as assets
from assets_api.assets.errors import AssetNotFoundError, AssetWithdrawnError
from assets_api.assets.tables import Asset
from assets_api.consents import queries
from assets_api.consents.coverage import WORLD, Coverage, Given, coverage
from assets_api.consents.errors import (
    ConsentEvidenceUnknownError,
    ConsentNotFoundError,
    ConsentOverError,
    ConsentWithdrawnError,
    PeopleAreShownError,
    TerritoryUnknownError,
)
from assets_api.consents.schemas import (
    ConsentEnd,
    ConsentIn,
    ConsentOut,
    ConsentsOut,
    State,
)
from assets_api.consents.tables import Consent
from assets_api.withdrawals import service as withdrawals
from assets_api.withdrawals.service import End
from phohien import audit, markings
from phohien.callers import Caller
from phohien.clock import day_of
from phohien.db import Database, ReadSession, WriteSession

IDENTIFIABLE, NOBODY = "identifiable", "none"
REASON = "consent"
COUNTRY = 2


async def consents_of(
    session: ReadSession, asset_id: UUID, *, caller: Caller, at: datetime
) -> ConsentsOut:
    agency_id = assets.agency_of(caller)
    asset, _ = await assets.find_asset(session, asset_id, agency_id=agency_id)
    rows = await queries.of_asset(session, asset_id)
    today = day_of(at)
    weighed = _weighed(asset, list(rows), today=today)
    return ConsentsOut(
        people=asset.people,
        gap=weighed.gap,
        until=weighed.until,
        withdrawn_at=asset.withdrawn_at,
        data=[_out(row, today) for row in rows],
    )


async def say_people(
    session: WriteSession, asset_id: UUID, people: str, *, caller: Caller, at: datetime
) -> ConsentsOut:
    agency_id = assets.agency_of(caller)
    asset, _ = await assets.find_asset(session, asset_id, agency_id=agency_id)
    if asset.withdrawn_at is not None:
        raise AssetWithdrawnError
    await queries.asset_for_update(session, asset_id)
    if people == NOBODY and await queries.of_asset(session, asset_id):
        raise PeopleAreShownError
    await weigh(session, asset_id, by=caller, at=at, people=people)
    await audit.append(
        session,
        service=assets.SERVICE,
        caller=caller,
        action="asset.people-said",
        subject=f"asset:{asset_id}",
        detail={"people": people},
    )
    session.expire_all()
    return await consents_of(session, asset_id, caller=caller, at=at)


async def record(
    session: WriteSession,
    asset_id: UUID,
    consent: ConsentIn,
    *,
    caller: Caller,
    at: datetime,
) -> ConsentOut:
    agency_id = assets.agency_of(caller)
    asset, _ = await assets.find_asset(session, asset_id, agency_id=agency_id)
    if asset.withdrawn_at is not None:
        raise AssetWithdrawnError
    begins = consent.valid_from or day_of(at)
    _refuse_words_and_days(consent, begins, today=day_of(at))
    territories = sorted({_territory(one) for one in consent.territories})
    await _require_evidence(session, asset_id, consent.evidence_id, agency_id=agency_id)
    await queries.asset_for_update(session, asset_id)
    made = await queries.insert(
        session,
        asset_id=asset_id,
        person=consent.person,
        given_by=consent.given_by,
        scope=sorted(set(consent.scope)),
        territories=territories,
        valid_from=begins,
        until=consent.until,
        evidence_id=consent.evidence_id,
        note=consent.note,
        created_by=caller.username,
        created_at=at,
    )
    await weigh(session, asset_id, by=caller, at=at, people=IDENTIFIABLE)
    await audit.append(
        session,
        service=assets.SERVICE,
        caller=caller,
        action="consent.recorded",
        subject=f"asset:{asset_id}",
        detail={
            "consent": str(made.id),
            "scope": made.scope,
            "territories": territories,
            "until": str(made.until or ""),
        },
    )
    return _out(made, day_of(at))


def _refuse_words_and_days(consent: ConsentIn, begins: date, *, today: date) -> None:
    if consent.until is not None and consent.until < max(begins, today):
        raise ConsentOverError
    markings.refuse(
        {
            "/person": consent.person,
            "/given_by": consent.given_by,
            "/note": consent.note,
        }
    )


async def withdraw(
    session: WriteSession,
    asset_id: UUID,
    consent_id: UUID,
    end: ConsentEnd,
    *,
    caller: Caller,
    at: datetime,
) -> ConsentsOut:
    """At once: what is shown without the person's word is withdrawn with it."""
    agency_id = assets.agency_of(caller)
    await assets.find_asset(session, asset_id, agency_id=agency_id)
    markings.refuse({"/note": end.note})
    await queries.asset_for_update(session, asset_id)
    done = await queries.withdraw(
        session,
        asset_id,
        consent_id,
        withdrawn_at=at,
        withdrawn_by=caller.username,
        withdrawal_note=end.note,
    )
    if done is None:
        raise ConsentNotFoundError
    if not done:
        raise ConsentWithdrawnError
    await weigh(session, asset_id, by=caller, at=at)
    await audit.append(
        session,
        service=assets.SERVICE,
        caller=caller,
        action="consent.withdrawn",
        subject=f"asset:{asset_id}",
        detail={"consent": str(consent_id)},
    )
    session.expire_all()
    return await consents_of(session, asset_id, caller=caller, at=at)


async def weigh(
    session: WriteSession,
    asset_id: UUID,
    *,
    by: Caller | str,
    at: datetime,
    people: str | None = None,
) -> None:
    """Writes down what the consents amount to; one that has ended withdraws."""
    asset = await queries.asset_for_update(session, asset_id)
    rows = list(await queries.of_asset(session, asset_id))
    said = people or asset.people
    weighed = _weighed(asset, rows, today=day_of(at), people=said)
    await queries.settle(
        session,
        asset_id,
        at=at,
        people=said,
        consent_gap=weighed.gap,
        consent_until=weighed.until,
    )
    if weighed.ended and asset.withdrawn_at is None:
        await withdrawals.withdraw(session, asset_id, End(REASON, by=by), at=at)


async def end_due(database: Database, *, at: datetime) -> None:
    """Whatever a passing day has changed; delivery has not waited for this."""
    async with database.reading() as session:
        due = await queries.to_weigh(session, today=day_of(at))
    for asset_id in due:
        async with database.writing() as session:
            await weigh(session, asset_id, by="tick", at=at)


def _weighed(
    asset: Asset, rows: list[Consent], *, today: date, people: str | None = None
) -> Coverage:
    needed = (people or asset.people) == IDENTIFIABLE
    given = [
        Given(
            row.person,
            row.scope,
            row.territories,
            row.valid_from,
            row.until,
            row.withdrawn_at is not None,
        )
        for row in rows
    ]
    return coverage(given, today=today, needed=needed)


def _out(row: Consent, today: date) -> ConsentOut:
    return ConsentOut(
        id=row.id,
        person=row.person,
        given_by=row.given_by,
        scope=row.scope,
        territories=row.territories,
        valid_from=row.valid_from,
        until=row.until,
        evidence_id=row.evidence_id,
        note=row.note,
        state=_state(row, today),
        created_by=row.created_by,
        created_at=row.created_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawal_note=row.withdrawal_note,
    )


def _state(row: Consent, today: date) -> State:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.until is not None and row.until < today:
        return "over"
    return "live" if row.valid_from <= today else "coming"


def _territory(said: str) -> str:
    plain = said.strip()
    if plain.lower() in {WORLD, "*"}:
        return WORLD
    if len(plain) != COUNTRY or not plain.isascii() or not plain.isalpha():
        raise TerritoryUnknownError(said)
    return plain.upper()


async def _require_evidence(
    session: ReadSession, asset_id: UUID, evidence_id: UUID | None, *, agency_id: UUID
) -> None:
    if evidence_id is None:
        return
    if evidence_id == asset_id:
        raise ConsentEvidenceUnknownError
    try:
        await assets.find_asset(session, evidence_id, agency_id=agency_id)
    except AssetNotFoundError as error:
        raise ConsentEvidenceUnknownError from error
