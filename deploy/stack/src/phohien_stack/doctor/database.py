"""Whether the database is there, complete, and as the services expect it."""

from typing import Any

import psycopg
from alembic.script import ScriptDirectory
from psycopg import sql

from phohien import clock, keys, migrations, urls
from phohien_stack import schema
from phohien_stack.doctor.findings import Finding, Patient, failed, ok, skipped, warning
from phohien_stack.supervisor.record import SERVICES

OLDEST = 180_000
SKEW_SECONDS = 2.0
SCHEMAS = {"content_api": "content", "assets_api": "assets", "asean_sync": "sync"}
UPGRADE = "phohien db upgrade"


def reachable(patient: Patient) -> Finding:
    if not patient.database_url:
        return failed(
            "database",
            "no address: the stack is not up and PHOHIEN_DATABASE_URL is not set",
            "phohien up, or set PHOHIEN_DATABASE_URL",
        )
    try:
        psycopg.connect(urls.libpq(patient.database_url), connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return failed(
            "database",
            str(error).strip().splitlines()[-1],
            "phohien up; if it is up already: phohien logs postgres",
        )
    return ok("database", "answers")


def version(patient: Patient) -> Finding:
    number, name = _row(
        patient,
        "SELECT current_setting('server_version_num')::int,"
        " current_setting('server_version')",
    )
    if number < OLDEST:
        return failed("version", f"PostgreSQL {name}", "use PostgreSQL 18 or newer")
    return ok("version", f"PostgreSQL {name}")


def same_clock(patient: Patient) -> Finding:
    (there,) = _row(patient, "SELECT clock_timestamp()")
    skew = abs((there - clock.now()).total_seconds())
    if skew > SKEW_SECONDS:
        return failed(
            "clock",
            f"the database's clock is {skew:.0f} s away from this machine's",
            "synchronise both with NTP (timedatectl set-ntp true)",
        )
    return ok("clock", "the same here and in the database")


def roles(patient: Patient) -> Finding:
    refused = []
    for name, role in urls.ROLES.items():
        try:
            address = urls.libpq(urls.of(name, patient.database_url))
            psycopg.connect(address, connect_timeout=3).close()
        except psycopg.OperationalError:
            refused.append(role)
    if refused:
        return failed(
            "roles",
            f"cannot log in: {', '.join(refused)}",
            f"{UPGRADE}; a role that exists with another password: "
            "set PHOHIEN_<ROLE>_DATABASE_URL or ALTER ROLE … PASSWORD",
        )
    return ok("roles", f"all {len(urls.ROLES)} log in")


def at_head(patient: Patient) -> Finding:
    behind = []
    with psycopg.connect(urls.libpq(patient.database_url)) as connection:
        for package in schema.PACKAGES:
            config = migrations.config(package, patient.database_url)
            wanted = ScriptDirectory.from_config(config).get_current_head()
            there = _revision(connection, SCHEMAS[package])
            if wanted != there:
                behind.append(f"{package} at {there or 'nothing'}, not {wanted}")
    if behind:
        return failed("migrations", "; ".join(behind), UPGRADE)
    return ok("migrations", "at head")


def service_tokens(patient: Patient) -> Finding:
    if patient.record is None:
        return skipped("service_tokens", "known only while the stack is up")
    unknown = []
    for name, service in SERVICES.items():
        digest = keys.digest(patient.record.tokens.get(name, ""))
        row = _row(
            patient,
            "SELECT count(*) FROM access.who(%s) WHERE kind = 'service'",
            digest,
        )
        if row[0] == 0:
            unknown.append(service)
    if unknown:
        return failed(
            "service_tokens",
            f"not accepted: {', '.join(unknown)}",
            "phohien down && phohien up registers them again",
        )
    return ok("service_tokens", "all accepted")


def schedules(patient: Patient) -> Finding:
    """A scheduled release shows by itself; its change line needs the tick."""
    there = _row(patient, "SELECT to_regclass('release.document')")
    if there[0] is None:
        return skipped("schedules", "no release schema yet")
    (late,) = _row(
        patient,
        "SELECT count(*) FROM release.document d"
        " WHERE d.visible_from < clock_timestamp() - interval '5 minutes'"
        " AND d.superseded_at IS NULL AND NOT EXISTS (SELECT FROM release.change c"
        " WHERE c.item_id = d.item_id AND c.lang = d.lang"
        " AND c.revision = d.revision)",
    )
    if late:
        return warning(
            "schedules",
            f"{late} scheduled releases are visible without a line in the change feed",
            "phohien logs content-worker: its tick writes those lines",
        )
    return ok("schedules", "none overdue")


def overdue(patient: Patient) -> Finding:
    """What staff should have done by now; stale facts are a list of their own."""
    if _row(patient, "SELECT to_regclass('content.overdue')")[0] is None:
        return skipped("overdue", "no list of it yet")
    (found,) = _row(
        patient,
        "SELECT coalesce(string_agg(o.n || ' ' || o.kind, ', ' ORDER BY o.kind), '')"
        " FROM (SELECT kind, count(*) AS n FROM content.overdue"
        " WHERE kind <> 'facts-stale' GROUP BY kind) o",
    )
    if found:
        return warning("overdue", found, "the list is at /staff/v1/alerts/overdue")
    return ok("overdue", "nothing")


def markings(patient: Patient) -> Finding:
    """Texts and files with a secrecy marking were refused; somebody has to ask why."""
    if _row(patient, "SELECT to_regclass('content.marking_refusal')")[0] is None:
        return skipped("markings", "no list of it yet")
    (count,) = _row(
        patient,
        "SELECT count(*) FROM content.marking_refusal WHERE handled_at IS NULL",
    )
    if count:
        return warning(
            "markings",
            f"{count} refusals that no security officer has dealt with",
            "a security officer signs in and opens /staff/v1/alerts/markings",
        )
    return ok("markings", "none waits for the security officer")


def _row(patient: Patient, query: str, *values: Any) -> tuple[Any, ...]:
    with psycopg.connect(urls.libpq(patient.database_url)) as connection:
        row = connection.execute(query.encode(), values or None).fetchone()
    assert row is not None  # noqa: S101 -- every query here answers one row
    return row


def _revision(connection: psycopg.Connection, name: str) -> str | None:
    table = sql.Identifier(name, "alembic_version")
    there = connection.execute(
        "SELECT to_regclass(%s)", [table.as_string(connection)]
    ).fetchone()
    if not there or there[0] is None:
        return None
    row = connection.execute(
        sql.SQL("SELECT version_num FROM {}").format(table)
    ).fetchone()
    return str(row[0]) if row else None
