"""The life of an object, step by step and under anything that may happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asean_sync.connectors.outcomes import Outcome, RemoteRef, Verdict
from asean_sync.objects.states import (
    STANDARD_WEBHOOKS,
    Next,
    Policy,
    Row,
    State,
    after_match,
    after_mismatch,
    after_probe,
    after_send,
    after_survival,
    after_vanishing,
    next_step,
    not_done,
    superseded,
)

POLICY = Policy(cool_down=2, schedule=(1, 2, 4), full_jitter=False, budget=3)
rows = st.builds(
    Row,
    desired=st.sampled_from(["present", "absent"]),
    desired_generation=st.integers(1, 5),
    desired_hash=st.sampled_from(["h1", "h2"]),
    observed=st.sampled_from(["unknown", "present", "absent"]),
    observed_hash=st.sampled_from([None, "h1", "h2"]),
    remote_id=st.sampled_from([None, "7"]),
    verified=st.booleans(),
    in_doubt=st.booleans(),
    attempts=st.integers(0, 4),
    verify_failures=st.integers(0, 3),
)
verdicts = st.sampled_from(list(Verdict))


@pytest.mark.parametrize(
    ("row", "step"),
    [
        (Row("present", 1, "h"), Next.PROBE),
        (Row("present", 1, "h", observed="absent"), Next.CREATE),
        (Row("present", 1, "h", "present", "old"), Next.UPDATE),
        (Row("present", 1, "h", "present", "h"), Next.VERIFY),
        (Row("present", 1, "h", "present", "h", verified=True), Next.NOTHING),
        (Row("absent", 2, None, "present", "h"), Next.WITHDRAW),
        (Row("absent", 2, None, "absent"), Next.VERIFY),
        (Row("absent", 2, None, "absent", verified=True), Next.NOTHING),
        (Row("absent", 2, None, "present", in_doubt=True), Next.PROBE),
    ],
)
def test_the_next_step_follows_from_what_is_desired_and_observed(row, step):
    assert next_step(row) is step


@given(rows)
def test_in_doubt_nothing_is_sent_before_looking(row):
    if row.in_doubt or row.observed == "unknown":
        assert next_step(row) is Next.PROBE


@given(rows)
def test_what_is_to_be_absent_is_never_created_or_changed(row):
    if row.withdrawing:
        assert next_step(row) not in {Next.CREATE, Next.UPDATE}


@given(rows, verdicts)
def test_only_an_acceptance_is_taken_for_one(row, verdict):
    change = after_send(row, Next.CREATE, Outcome(verdict, remote_id="9"), POLICY)
    accepted = verdict in {Verdict.APPLIED, Verdict.ALREADY_ABSENT}
    assert (change.state is State.APPLIED) is accepted


@given(rows)
def test_a_doubtful_answer_waits_out_the_cool_down_or_for_a_person(row):
    change = after_send(row, Next.CREATE, Outcome(Verdict.IN_DOUBT), POLICY)
    assert change.doubt is True
    if change.state is State.IN_DOUBT:
        assert change.wait >= POLICY.cool_down
    else:
        assert change.state is State.HELD
        assert not row.withdrawing


@given(rows, st.sampled_from([Verdict.NOT_APPLIED, Verdict.IN_DOUBT]))
def test_a_withdrawal_is_never_given_up(row, verdict):
    if row.withdrawing:
        change = after_send(row, Next.WITHDRAW, Outcome(verdict), POLICY)
        assert change.state in {State.RETRY, State.IN_DOUBT}


def test_the_budget_ends_in_words_a_person_can_act_on():
    row = Row("present", 1, "h", "absent", attempts=2)
    change = not_done(row, {"last_error": "503"}, POLICY)
    assert change.state is State.DEAD
    assert change.values["attempts"] == 3


def test_a_wished_pause_is_kept_and_the_schedule_grows():
    row = Row("present", 1, "h", "absent")
    assert not_done(row, {}, POLICY).wait == 1
    assert not_done(row, {}, POLICY, retry_after=9).wait == 9
    assert [POLICY.delay(n) for n in (1, 2, 3, 9)] == [1, 2, 4, 4]
    jittered = Policy(2, STANDARD_WEBHOOKS, full_jitter=True, budget=10, chance=0.5)
    assert jittered.delay(3) == 150


def test_found_under_our_key_it_is_adopted_and_read_back():
    row = Row("present", 1, "h", in_doubt=True)
    change = after_probe(row, [RemoteRef("4", "k")])
    assert change.state is State.APPLIED
    assert change.values["remote_id"] == "4"
    assert change.doubt is False


def test_not_found_it_may_be_sent():
    change = after_probe(Row("present", 1, "h", in_doubt=True, remote_id="4"), [])
    assert change.values["observed"] == "absent"
    assert change.values["remote_id"] is None
    assert change.doubt is False


def test_a_mismatch_is_corrected_twice_and_then_shown():
    row = Row("present", 1, "h", "present", "h")
    first = after_mismatch(row, ["title"], POLICY)
    assert (first.state, first.wait) == (State.PENDING, 0)
    third = after_mismatch(
        Row("present", 1, "h", "present", "h", verify_failures=2), ["title"], POLICY
    )
    assert third.state is State.DRIFTED
    assert "title" in third.values["last_error"]


def test_accepted_but_not_to_be_seen_is_doubt_not_absence():
    change = after_vanishing(Row("present", 1, "h", "present", "h"), POLICY)
    assert change.state is State.IN_DOUBT


def test_what_survives_its_withdrawal_is_withdrawn_again():
    change = after_survival(Row("absent", 2, None, "absent"), "7", POLICY)
    assert change.state is State.RETRY
    assert change.values["observed"] == "present"


@given(rows)
def test_a_match_brings_the_row_to_rest(row):
    change = after_match(row, {})
    assert change.state is (State.ABSENT if row.withdrawing else State.SYNCED)


@given(rows, verdicts)
def test_a_newer_wish_is_taken_up_but_never_before_the_cool_down(row, verdict):
    change = after_send(row, Next.CREATE, Outcome(verdict, remote_id="1"), POLICY)
    now = superseded(change, in_doubt=row.in_doubt)
    doubtful = row.in_doubt if change.doubt is None else change.doubt
    assert now.state is (State.IN_DOUBT if doubtful else State.PENDING)
    if verdict is Verdict.IN_DOUBT and change.state is State.IN_DOUBT:
        assert now.wait >= POLICY.cool_down
