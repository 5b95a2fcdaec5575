"""What is wrong is named, and so is the fix."""

import asyncio
import json
import os
import subprocess
import sys

import psycopg
import pytest

from content_api.search.index.follower import Follower
from phohien import bootstrap, keys, urls
from phohien.urls import libpq
from phohien_stack.doctor import database, machine, search, services, store
from phohien_stack.doctor.findings import Patient
from phohien_stack.store import Store
from phohien_stack.supervisor.place import Place
from phohien_stack.supervisor.record import SERVICES, Child, Record

NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def patient(fresh_urls, s3, tmp_path) -> Patient:
    place = Place(tmp_path / "s", tmp_path / "s")
    place.make()
    tokens = {name: keys.new_token("phs") for name in SERVICES}
    for name, service in SERVICES.items():
        bootstrap.ensure_service_token(fresh_urls.owner, service, tokens[name])
    record = Record(
        pid=os.getpid(),
        demo=False,
        urls=dict.fromkeys(SERVICES, NOBODY),
        tokens=tokens,
        children={"sync-worker": Child(pid=1, started=1)},
    )
    return Patient(place, record, fresh_urls.owner, s3)


@pytest.mark.parametrize(
    "check",
    [
        machine.setpriv,
        machine.folder,
        machine.timezone,
        machine.ports,
        database.reachable,
        database.version,
        database.same_clock,
        database.roles,
        database.at_head,
        database.service_tokens,
        database.schedules,
        database.overdue,
        database.markings,
        services.store,
    ],
)
def test_a_healthy_stack_has_nothing_to_mend(patient, check) -> None:
    finding = check(patient)

    assert (finding.status, finding.fix) == ("ok", ""), finding.detail


def test_a_database_that_is_behind(patient) -> None:
    with psycopg.connect(libpq(patient.database_url)) as connection:
        connection.execute("UPDATE content.alembic_version SET version_num = '0000'")

    finding = database.at_head(patient)

    assert finding.status == "failed"
    assert "content_api at 0000" in finding.detail
    assert finding.fix == "phohien db upgrade"


def test_a_token_that_is_not_accepted(patient) -> None:
    bootstrap.ensure_service_token(patient.database_url, "asean-sync", "other")

    finding = database.service_tokens(patient)

    assert finding.status == "failed"
    assert "asean-sync" in finding.detail
    assert "phohien up" in finding.fix


def test_secrets_others_can_read(patient) -> None:
    kept = patient.place.home / "kept.json"
    kept.touch(mode=0o644)

    finding = machine.folder(patient)

    assert finding.status == "failed"
    assert finding.fix == f"chmod 600 {kept}"


def test_a_store_that_refuses_the_key(patient, s3) -> None:
    wrong = Store(
        s3.endpoint, "other", s3.secret_key, s3.bucket, s3.region, secure=False
    )

    finding = services.store(Patient(patient.place, None, "", wrong))

    assert finding.status == "failed"
    assert "keys" in finding.fix


def test_what_a_store_lacks_is_named_with_its_cost_and_what_is_done_instead(
    patient, s3, monkeypatch
) -> None:
    monkeypatch.setenv("PHOHIEN_LANG", "vi")
    wrong = Store(
        s3.endpoint, "other", s3.secret_key, s3.bucket, s3.region, secure=False
    )

    found = {each.id: each for each in store.abilities(patient)}
    (silent,) = store.abilities(Patient(patient.place, None, "", wrong))

    lacking = found.pop("store.object-lock")
    assert {each.status for each in found.values()} == {"ok"}
    assert {"store.if-none-match", "store.range", "store.listing-order"} < set(found)
    assert lacking.status == "warning"
    assert "Cơ sở dữ liệu giữ" in lacking.fix
    assert silent.status == "skipped"


def test_services_and_workers_that_are_down(patient) -> None:
    silent, stopped = services.ready(patient), services.processes(patient)

    assert silent.status == stopped.status == "failed"
    assert "phohien logs content-api" in silent.fix
    assert "phohien logs sync-worker" in stopped.fix


def test_the_command_answers_json_and_fails_when_nothing_is_up(folder) -> None:
    bare = {k: v for k, v in os.environ.items() if not k.startswith("PHOHIEN_")}
    done = subprocess.run(
        [sys.executable, "-m", "phohien_stack", "doctor", "--json"],
        check=False,
        capture_output=True,
        env={**bare, "PHOHIEN_DATA": str(folder / "none")},
    )

    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert document["schema"] == "phohien.doctor/1"
    for finding in document["findings"]:
        assert set(finding) == {"id", "status", "detail", "fix"}
        assert finding["fix"] or finding["status"] in {"ok", "skipped"}


def test_a_search_index_that_is_missing_or_behind_is_named(
    patient, monkeypatch, tmp_path
) -> None:
    where = tmp_path / "search"
    monkeypatch.setenv("PHOHIEN_CONTENT_SEARCH_DIR", str(where))
    missing = search.index(patient)
    asyncio.run(Follower(urls.of("PUBLIC", patient.database_url), where).follow_once())

    level = search.index(patient)
    with psycopg.connect(libpq(patient.database_url), autocommit=True) as owner:
        owner.execute(
            "INSERT INTO release.change SELECT n, now(), now(), 'released', '',"
            " uuidv7(), 'k', 'article', 'vi', 'ubnd', 1, '', '{}', '',"
            " sha256(n::text::bytea) FROM generate_series(1, 200) n"
        )
    behind = search.index(patient)

    found = [each.status for each in (missing, level, behind)]
    assert found == ["warning", "ok", "warning"]
    assert "at line 0 of 200" in behind.detail
