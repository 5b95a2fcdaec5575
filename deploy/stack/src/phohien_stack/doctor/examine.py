"""All checks in the order a person would look."""

import os
from collections.abc import Callable

from phohien_stack.doctor import database, machine, search, services, store
from phohien_stack.doctor.findings import Finding, Patient, skipped
from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import Place
from phohien_stack.supervisor.servers import given_store

Check = Callable[[Patient], Finding]

MACHINE: tuple[Check, ...] = (
    machine.setpriv,
    machine.folder,
    machine.disk,
    machine.timezone,
    machine.ports,
)
DATABASE: tuple[Check, ...] = (
    database.version,
    database.same_clock,
    database.roles,
    database.at_head,
    database.service_tokens,
    database.schedules,
    database.overdue,
    database.markings,
    search.index,
)
SERVICES: tuple[Check, ...] = (
    services.store,
    services.ready,
    services.processes,
)


def examine(place: Place) -> list[Finding]:
    patient = _patient(place)
    found = [check(patient) for check in MACHINE]
    reachable = database.reachable(patient)
    found.append(reachable)
    if reachable.status == "ok":
        found += [check(patient) for check in DATABASE]
    else:
        found.append(skipped("database", "not looked at further"))
    found += [check(patient) for check in SERVICES]
    return found + store.abilities(patient)


def _patient(place: Place) -> Patient:
    now = record.load(place.record) if place.is_up() else None
    url = os.environ.get("PHOHIEN_DATABASE_URL") or (now.database_url if now else "")
    given = bool(os.environ.get("PHOHIEN_S3_ENDPOINT"))
    store = given_store() if given else (now.store if now else None)
    return Patient(place, now, url, store)
