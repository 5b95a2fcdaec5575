"""What an answer means: rules of the profile first, then doubt rather than error."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asean_sync.connectors.classify import classify
from asean_sync.connectors.outcomes import Op, Reply, Silence, Verdict
from asean_sync.profiles.wire import Rule

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html"}
MADE = b'{"id": 7}'


@pytest.mark.parametrize(
    ("op", "status", "headers", "body", "verdict"),
    [
        (Op.CREATE, 201, JSON, MADE, Verdict.APPLIED),
        (Op.CREATE, 200, HTML, b"<p>bao tri", Verdict.IN_DOUBT),
        (Op.CREATE, 201, JSON, b'{"id": ', Verdict.IN_DOUBT),
        (Op.CREATE, 202, JSON, MADE, Verdict.IN_DOUBT),
        (Op.CREATE, 301, {}, b"", Verdict.IN_DOUBT),
        (Op.CREATE, 409, JSON, b"{}", Verdict.IN_DOUBT),
        (Op.CREATE, 500, JSON, b"{}", Verdict.IN_DOUBT),
        (Op.CREATE, 503, JSON, b"{}", Verdict.IN_DOUBT),
        (Op.CREATE, 429, JSON, b"{}", Verdict.NOT_APPLIED),
        (Op.CREATE, 401, JSON, b"{}", Verdict.AUTH_FAILED),
        (Op.CREATE, 422, JSON, b"{}", Verdict.REJECTED),
        (Op.CREATE, 404, JSON, b"{}", Verdict.REJECTED),
        (Op.UPDATE, 404, JSON, b"{}", Verdict.ABSENT),
        (Op.WITHDRAW, 204, {}, b"", Verdict.APPLIED),
        (Op.WITHDRAW, 404, JSON, b"{}", Verdict.ALREADY_ABSENT),
        (Op.WITHDRAW, 200, HTML, b"<p>ok", Verdict.IN_DOUBT),
        (Op.FETCH, 200, JSON, b"{}", Verdict.APPLIED),
        (Op.FETCH, 404, JSON, b"{}", Verdict.ABSENT),
        (Op.FETCH, 200, HTML, b"<p>", Verdict.NOT_APPLIED),
        (Op.FIND, 404, JSON, b"{}", Verdict.NOT_APPLIED),
        (Op.FIND, 500, JSON, b"{}", Verdict.NOT_APPLIED),
    ],
)
def test_the_defaults_err_to_doubt(op, status, headers, body, verdict):
    outcome = classify(op, Reply(status, headers, body), [], at=NOW)
    assert outcome.verdict is verdict
    assert bool(outcome.why) is (verdict is not Verdict.APPLIED)


def test_a_cut_off_acceptance_is_in_doubt():
    reply = Reply(201, JSON, MADE, complete=False)
    assert classify(Op.CREATE, reply, [], at=NOW).verdict is Verdict.IN_DOUBT


@pytest.mark.parametrize(
    ("op", "sent", "verdict"),
    [
        (Op.CREATE, True, Verdict.IN_DOUBT),
        (Op.CREATE, False, Verdict.NOT_APPLIED),
        (Op.FIND, True, Verdict.NOT_APPLIED),
    ],
)
def test_silence_is_doubt_only_for_a_write_that_may_have_arrived(op, sent, verdict):
    outcome = classify(op, Silence("timeout", sent=sent), [], at=NOW)
    assert outcome.verdict is verdict


def test_the_first_rule_that_matches_wins():
    rules = [
        Rule.model_validate({"status": 403, "body": "code=='BAD'", "as": "rejected"}),
        Rule.model_validate({"status": 500, "op": "upsert", "as": "rejected"}),
        Rule.model_validate({"status": 403, "as": "transient"}),
    ]
    bad = Reply(403, JSON, b'{"code": "BAD"}')
    assert classify(Op.CREATE, bad, rules, at=NOW).verdict is Verdict.REJECTED
    other = Reply(403, JSON, b'{"code": "BUSY"}')
    assert classify(Op.CREATE, other, rules, at=NOW).verdict is Verdict.NOT_APPLIED
    failed = Reply(500, JSON, b"{}")
    assert classify(Op.WITHDRAW, failed, rules, at=NOW).verdict is Verdict.IN_DOUBT


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("7", 7),
        ("Mon, 23 Nov 2026 02:00:30 GMT", 30),
        ("Mon, 23 Nov 2026 01:00:00 GMT", 0),
        ("999999", 3600),
        ("soon", None),
    ],
)
def test_a_wished_pause_is_read_in_both_spellings(given, seconds):
    reply = Reply(429, {"retry-after": given}, b"")
    assert classify(Op.CREATE, reply, [], at=NOW).retry_after == seconds


@given(status=st.integers(100, 599), body=st.binary(max_size=40))
def test_no_answer_without_readable_json_counts_as_a_creation(status, body):
    reply = Reply(status, HTML, b"<" + body)
    verdict = classify(Op.CREATE, reply, [], at=NOW).verdict
    assert verdict is not Verdict.APPLIED


@given(status=st.integers(100, 599), body=st.binary(max_size=40))
def test_a_look_never_takes_trouble_for_absence(status, body):
    verdict = classify(Op.FIND, Reply(status, {}, body), [], at=NOW).verdict
    assert verdict not in {Verdict.ABSENT, Verdict.ALREADY_ABSENT, Verdict.IN_DOUBT}
