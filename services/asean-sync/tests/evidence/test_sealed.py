"""What was sent is kept sealed, and read no more once it was taken down."""

import asyncio
import hashlib
import json

import psycopg
import pytest
from psycopg import sql
from tests.standins.releases import Brochure

from asean_sync import commands
from asean_sync.exports import commands as exports
from asean_sync.settings import Settings

RECEIPTS = "/staff/v1/sync/receipts"
TITLE = "Khu công nghiệp Phố Nối Đỏ"


@pytest.fixture
def everywhere(world):
    """Tables of the schema that hold these words, as text or as bytes."""

    def search(words):
        found = []
        with psycopg.connect(world.owner_url.replace("+psycopg", "")) as connection:
            tables = connection.execute(
                "select relname from pg_class where relnamespace = 'sync'::regnamespace"
                " and relkind = 'r'"
            ).fetchall()
            for (table,) in tables:
                statement = sql.SQL(
                    "select count(*) from sync.{} t where t::text like %s"
                    " or t::text like %s"
                ).format(sql.Identifier(table))
                as_bytes = f"%{words.encode().hex()}%"
                (count,) = connection.execute(
                    statement, (f"%{words}%", as_bytes)
                ).fetchone()
                found += [table] if count else []
        return sorted(found)

    return search


@pytest.fixture
def newest(api, sign_in):
    """The newest receipt of an object for this kind of attempt, in full."""
    headers = sign_in("auditor")

    async def read(key, op):
        listed = (await api.get(f"{RECEIPTS}?key={key}", headers=headers)).json()
        found = next(one for one in listed["data"] if one["op"] == op)
        answer = await api.get(f"{RECEIPTS}/{found['id']}", headers=headers)
        assert answer.status_code == 200
        return answer.json()

    return read


async def test_the_very_bytes_can_be_read_until_the_object_was_taken_down(
    world, everywhere, newest
):
    key, brochure = world.new_key(), Brochure(b"%PDF-1.7 niem phong\n" * 9)
    world.offer(key, "vi", TITLE, brochure)
    assert (await world.run()).exit_code == 0
    sent = await newest(f"{key}.vi", "create")
    body = sent["request_body"].encode()
    assert hashlib.sha256(body).hexdigest() == sent["request_sha256"]
    assert json.loads(body)["title"] == TITLE
    assert (sent["request"], sent["answer"]) == ("kept", "kept")
    assert TITLE in sent["response_body"]
    file = await newest(f"{key}.m.{brochure.version}", "create")
    told = json.loads(file["request_body"])
    assert told["file"] == brochure.sha256
    assert (
        hashlib.sha256(file["request_body"].encode()).hexdigest()
        == (file["request_sha256"])
    )
    # In the clear is only what is still to be shown there.
    assert everywhere(TITLE) == ["payload"]

    world.offer(key, "vi", f"{TITLE} mở rộng", brochure)
    await world.run()
    world.releases.withdraw(key, "vi")
    assert (await world.run()).exit_code == 0
    assert everywhere(TITLE) == []
    gone = await newest(f"{key}.vi", "update")
    assert (gone["request_body"], gone["request"]) == (None, "destroyed")
    assert (gone["response_body"], gone["answer"]) == (None, "destroyed")
    proof = await newest(f"{key}.vi", "verify")
    assert (proof["verdict"], proof["answer"]) == ("applied", "kept")
    assert json.loads(proof["response_body"]) == {"data": []}
    report = await asyncio.to_thread(commands.receipts, world.settings, verify=True)
    assert report.exit_code == 0, report.broken


async def test_the_secret_is_changed_and_altered_bytes_are_named(
    world, newest, monkeypatch
):
    key = world.new_key()
    world.offer(key, "vi", TITLE)
    await world.run()
    old = world.settings.evidence_secret
    monkeypatch.setenv("PHOHIEN_SYNC_EVIDENCE_SECRET", "mot-bi-mat-khac-hoan-toan" * 2)
    monkeypatch.setenv("PHOHIEN_SYNC_EVIDENCE_SECRET_PREVIOUS", old)
    assert await asyncio.to_thread(exports.rewrap_receipts, Settings()) == 1
    assert (await newest(f"{key}.vi", "create"))["request"] == "locked"
    monkeypatch.setenv("PHOHIEN_SYNC_EVIDENCE_SECRET_PREVIOUS", "")
    report = await asyncio.to_thread(
        commands.receipts, Settings(), key=f"{key}.vi", verify=True
    )
    assert (report.exit_code, report.receipts[1]["answer"]) == (0, "kept")
    # A list of receipts carries no requests: each may be a mebibyte.
    assert "sealed" not in report.receipts[1]
    with psycopg.connect(world.owner_url.replace("+psycopg", "")) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "update sync.attempt_result set sealed = set_byte(sealed, 40,"
            " get_byte(sealed, 40) # 1) where http_status = 201"
        )
    report = await asyncio.to_thread(
        commands.receipts, Settings(), key=f"{key}.vi", verify=True
    )
    assert report.receipts[1]["answer"] == "altered"
    assert "its content was altered" in report.broken[0]


async def test_a_key_that_cannot_be_opened_stops_no_other_from_being_wrapped_anew(
    world, monkeypatch
):
    altered, *others = (world.new_key() for _ in range(3))
    for key in (altered, *others):
        world.offer(key, "vi", TITLE)
    await world.run()
    world.sql(
        "update sync.object set evidence_key = set_byte(evidence_key, 40,"
        " get_byte(evidence_key, 40) # 1) where object_key = %s",
        f"{altered}.vi",
    )
    before = world.object(f"{altered}.vi")["evidence_key"]
    old = world.settings.evidence_secret
    monkeypatch.setenv("PHOHIEN_SYNC_EVIDENCE_SECRET", "mot-bi-mat-khac-hoan-toan" * 2)
    monkeypatch.setenv("PHOHIEN_SYNC_EVIDENCE_SECRET_PREVIOUS", old)
    monkeypatch.setattr("asean_sync.evidence.service.READ_AT_ONCE", 1)
    assert await asyncio.to_thread(exports.rewrap_receipts, Settings()) == 2
    assert world.object(f"{altered}.vi")["evidence_key"] == before
    # No row of one page is still held while the next is wrapped.
    written = world.sql(
        "select count(distinct xmin::text) from sync.object where object_key <> %s",
        f"{altered}.vi",
    )
    assert written == [(2,)]
    assert await asyncio.to_thread(exports.rewrap_receipts, Settings()) == 0


async def test_a_receipt_nobody_has_is_not_found(api, sign_in):
    answer = await api.get(
        f"{RECEIPTS}/00000000-0000-7000-8000-000000000000", headers=sign_in("auditor")
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "receipt-not-found")


def test_a_short_secret_is_refused_with_the_length_it_needs():
    with pytest.raises(ValueError, match="at least 32 characters"):
        Settings(evidence_secret="ngan")
