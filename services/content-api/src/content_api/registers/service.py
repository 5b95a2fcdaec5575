"""Who may keep which register, and what a report takes from it."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from content_api import preconditions
from content_api.items.service import SEE_ALL, SERVICE, Writer
from content_api.registers import queries, refusals
from content_api.registers.schemas import (
    DATA,
    Appointment,
    Duty,
    EntryDraft,
    Register,
)
from content_api.registers.tables import PersonInCharge, RegisterEntry
from phohien import audit
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession

Row = dict[str, Any]
# Distorted information and the answers to it are read by few, and by name.
RESTRICTED = frozenset({Register.PRESS_ITEMS})
RESTRICTED_READERS = ("coordinator", "approver", "auditor")
SECONDS_AN_HOUR = 3600
# What `kept_between` gives.
LISTS = (
    "directives",
    "trainings",
    "budgets",
    "press_delegations",
    "other_publications",
    "press",
    "people",
)


def demand_reader(register: Register, caller: Caller) -> str | None:
    """The agency whose rows the caller sees; None is all of them."""
    if register in RESTRICTED:
        if caller.has(*RESTRICTED_READERS):
            return None
        if not caller.has("leader"):
            raise refusals.restricted()
        return caller.agency_code
    return None if caller.has(*SEE_ALL) else caller.agency_code


async def add_entry(
    session: WriteSession, register: Register, draft: EntryDraft, writer: Writer
) -> RegisterEntry:
    code = draft.agency_code or writer.caller.agency_code
    _demand_writer(register, code, writer.caller)
    await _demand_agency(session, code)
    values = {
        "register": register,
        "agency_code": code,
        "on_date": draft.on_date,
        "data": checked(register, draft.data),
        "revision": 1,
        "created_by_name": writer.caller.name,
        "created_at": writer.at,
        "updated_at": writer.at,
    }
    entry = await queries.insert_entry(session, values)
    await _note(session, writer, "register.added", register, entry.id)
    return entry


async def replace_entry(
    session: WriteSession,
    register: Register,
    entry_id: UUID,
    draft: EntryDraft,
    writer: Writer,
) -> RegisterEntry:
    entry = await _own_entry(session, register, entry_id, writer)
    if draft.agency_code not in {None, entry.agency_code}:
        raise refusals.of_another(entry.agency_code)
    entry.data = checked(register, draft.data)
    entry.on_date = draft.on_date
    entry.revision += 1
    entry.updated_at = writer.at
    await _note(session, writer, "register.changed", register, entry.id)
    return entry


async def remove_entry(
    session: WriteSession, register: Register, entry_id: UUID, writer: Writer
) -> None:
    entry = await _own_entry(session, register, entry_id, writer)
    entry.removed_at = writer.at
    await _note(session, writer, "register.removed", register, entry.id)


async def entry_for_reader(
    session: ReadSession, register: Register, entry_id: UUID, caller: Caller
) -> RegisterEntry:
    agency = demand_reader(register, caller)
    entry = await queries.entry(session, register, entry_id)
    if entry is None:
        raise refusals.no_entry(register)
    if agency is not None and entry.agency_code != agency:
        raise refusals.of_another(entry.agency_code)
    return entry


async def appoint(
    session: WriteSession, draft: Appointment, writer: Writer
) -> PersonInCharge:
    """Whoever holds the duty without an end hands it over on that day."""
    _demand_keeper(draft.agency_code, writer.caller)
    await _demand_agency(session, draft.agency_code)
    await queries.lock_duty(session, draft.agency_code, draft.duty)
    for held in await queries.holders(session, draft.agency_code, draft.duty):
        if held.valid_from >= draft.valid_from or (
            held.valid_to is not None and held.valid_to > draft.valid_from
        ):
            raise refusals.held(held.name, held.valid_from)
        if held.valid_to is None:
            held.valid_to = draft.valid_from
    await session.flush()
    person = await queries.insert_person(
        session,
        {
            **draft.model_dump(),
            "created_by_name": writer.caller.name,
            "created_at": writer.at,
        },
    )
    await _note(session, writer, "duty.appointed", draft.duty, person.id)
    return person


async def dismiss(
    session: WriteSession, person_id: UUID, valid_to: date, writer: Writer
) -> PersonInCharge:
    person = await queries.person_for_update(session, person_id)
    if person is None:
        raise refusals.no_person()
    _demand_keeper(person.agency_code, writer.caller)
    if valid_to <= person.valid_from or (
        person.valid_to is not None and valid_to > person.valid_to
    ):
        raise refusals.held(person.name, person.valid_from)
    person.valid_to = valid_to
    await _note(session, writer, "duty.ended", person.duty, person.id)
    return person


async def vacancies(
    session: ReadSession, day: date, agency: str | None = None
) -> list[Row]:
    rows = await people(session, day, agency)
    return [row for row in rows if not row["name"]]


async def people(session: ReadSession, day: date, agency: str | None) -> list[Row]:
    """A row for each duty of each agency; without a name it is vacant."""
    held = {
        (person.agency_code, person.duty): person
        for person in await queries.people_on(session, day, agency)
    }
    rows = []
    for code, name in await queries.agencies_on(session, day, agency):
        for duty in Duty:
            person = held.get((code, duty))
            rows.append(
                {
                    "agency": code,
                    "agency_name": name,
                    "duty": str(duty),
                    "name": person.name if person else "",
                    "office": person.office if person else "",
                    "since": person.valid_from.isoformat() if person else "",
                }
            )
    return rows


async def kept_between(
    session: ReadSession, start: date, end: date, agency: str | None
) -> dict[str, list[Row]]:
    """The rows of a report. Of a restricted register: how many, and no more."""
    found = await queries.entries_between(session, start, end, agency)
    by_register: dict[str, list[RegisterEntry]] = defaultdict(list)
    for entry in found:
        by_register[entry.register].append(entry)
    lists = {
        str(register): [_row(entry) for entry in by_register[register]]
        for register in Register
        if register not in {*RESTRICTED, Register.PUBLICATIONS}
    }
    for row in lists[Register.PRESS_DELEGATIONS]:
        row |= {"countries": [row["country"]], "delegations": 1}
    return {
        **lists,
        "other_publications": [
            _row(entry) for entry in by_register[Register.PUBLICATIONS]
        ],
        "press": _counted(by_register[Register.PRESS_ITEMS]),
        "people": await people(session, end, agency),
    }


def checked(register: Register, data: Row) -> Row:
    """As the register's own model writes it. Raises EntryRefusedError."""
    try:
        model = DATA[register].model_validate(data)
    except ValidationError as exc:
        raise refusals.not_this(exc) from exc
    held: Row = json.loads(model.model_dump_json())
    return held


def _row(entry: RegisterEntry) -> Row:
    return {
        "agency": entry.agency_code,
        "on": entry.on_date.isoformat(),
        **entry.data,
        "entry": str(entry.id),
    }


def _counted(entries: Iterable[RegisterEntry]) -> list[Row]:
    rows: dict[str, Row] = {}
    for entry in entries:
        code = entry.agency_code
        row = rows.setdefault(
            code, {"agency": code, "cases": 0, "answered": 0, "hours": []}
        )
        row["cases"] += 1
        item = DATA[Register.PRESS_ITEMS].model_validate(entry.data)
        answer = getattr(item, "answer", None)
        if answer is not None:
            spent: timedelta = answer.at - getattr(item, "seen_at")  # noqa: B009 -- In has no such field
            row["answered"] += 1
            row["hours"].append(int(spent.total_seconds()) // SECONDS_AN_HOUR)
    return list(rows.values())


def _demand_writer(register: Register, code: str, caller: Caller) -> None:
    if register in RESTRICTED and not caller.has("leader", "coordinator"):
        raise refusals.restricted()
    if code != caller.agency_code and not caller.has("coordinator"):
        raise refusals.of_another(code)
    if not code:
        raise refusals.of_another("…")


def _demand_keeper(code: str, caller: Caller) -> None:
    if code != caller.agency_code and not caller.has("coordinator", "operator"):
        raise refusals.of_another(code)


async def _demand_agency(session: ReadSession, code: str) -> None:
    """A coordinator may write for every agency, but not for one there never was."""
    if not await queries.has_agency(session, code):
        raise refusals.no_agency(code)


async def _own_entry(
    session: WriteSession, register: Register, entry_id: UUID, writer: Writer
) -> RegisterEntry:
    entry = await queries.entry_for_update(session, register, entry_id)
    if entry is None:
        raise refusals.no_entry(register)
    _demand_writer(register, entry.agency_code, writer.caller)
    preconditions.demand(writer.if_match, str(entry.revision))
    return entry


async def _note(
    session: WriteSession, writer: Writer, action: str, what: str, ident: UUID
) -> None:
    await session.flush()  # the audit line is the last thing this transaction writes
    await audit.append(
        session,
        service=SERVICE,
        caller=writer.caller,
        action=action,
        subject=f"{what}:{ident}",
    )
