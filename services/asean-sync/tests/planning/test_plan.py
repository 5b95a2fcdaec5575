"""Desired against observed: laws that hold for any snapshot."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from asean_sync.objects.states import State
from asean_sync.planning.deciding import make_plan
from asean_sync.planning.guard import Ceiling, Limit, hold_hash
from asean_sync.planning.plan import (
    Action,
    Priority,
    Terms,
    priority,
)
from asean_sync.planning.wishes import Desire, Known, Refusal, Wish

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TERMS = Terms(at=NOW)
numbers = st.integers(0, 30)


def item(number):
    return UUID(int=number)


def key(number):
    return f"hy-x-{number:03}.vi"


def wish(number, digest="h1", needs=()):
    return Wish(
        key(number), "item", item(number), "vi", digest, {}, needs=frozenset(needs)
    )


def media(number):
    return Wish(f"m{number}", "media", item(number), None, "m", {})


def known(number, desired="present", **more):
    base = {"hash": "h1", "observed": "present", "state": State.SYNCED}
    base |= {"role": "item", "lang": "vi", **more}
    return Known(key=key(number), item_id=item(number), desired=desired, **base)


def acts(plan, action):
    return {one.key for one in plan.items if one.action is action}


def snapshot(wished, held, said=(), **more):
    wishes = {key(n): wish(n) for n in wished}
    explicit = {(item(n), "vi"): "the offer was withdrawn" for n in said}
    rows = {key(n): known(n, **more) for n in held}
    return Desire(wishes, said=explicit), rows


@given(st.sets(numbers), st.sets(numbers), st.sets(numbers))
def test_everything_offered_is_wanted_and_everything_said_to_go_goes(
    wished, held, said
):
    desire, rows = snapshot(wished, held, said)
    plan = make_plan(desire, rows, TERMS)
    assert acts(plan, Action.CREATE) == {key(n) for n in wished - held}
    gone = {key(n) for n in (held & said) - wished}
    assert gone <= acts(plan, Action.WITHDRAW)
    assert not acts(plan, Action.WITHDRAW) & {key(n) for n in wished}


@given(st.sets(numbers), st.sets(numbers), st.sets(numbers))
def test_nothing_overtakes_a_withdrawal(wished, held, said):
    desire, rows = snapshot(wished, held, said)
    order = [one.action for one in make_plan(desire, rows, TERMS).items]
    leaving = [at for at, action in enumerate(order) if action is Action.WITHDRAW]
    sending = [at for at, action in enumerate(order) if action is Action.CREATE]
    assert not leaving or not sending or max(leaving) < min(sending)


@given(st.sets(numbers), st.sets(numbers), st.sets(numbers))
def test_what_nobody_said_to_take_down_goes_only_within_the_limit(wished, held, said):
    desire, rows = snapshot(wished, held, said)
    plan = make_plan(desire, rows, TERMS)
    unsaid = {key(n) for n in held - wished - said}
    left = len(held) - len((held & said) - wished)
    in_part = len(unsaid) >= 3 and len(unsaid) * 100 > left * 30
    if len(unsaid) > 10 or in_part or (unsaid and len(unsaid) >= left):
        assert acts(plan, Action.HOLD) == unsaid
        assert plan.ruling.hold_hash == hold_hash(unsaid)
    else:
        assert unsaid <= acts(plan, Action.WITHDRAW)
        assert not plan.ruling.held


@given(st.sets(numbers, min_size=1))
def test_an_empty_selection_takes_nothing_down(held):
    desire, rows = snapshot(set(), held)
    plan = make_plan(desire, rows, TERMS)
    assert acts(plan, Action.WITHDRAW) == set()
    assert plan.ruling.held


@given(st.sets(numbers, min_size=1))
def test_many_explicit_withdrawals_are_not_held(held):
    desire, rows = snapshot(set(), held, held)
    assert acts(make_plan(desire, rows, TERMS), Action.WITHDRAW) == set(rows)


@given(st.sets(numbers, min_size=1))
def test_an_approval_is_a_ceiling_on_what_may_go(held):
    desire, rows = snapshot(set(), held)
    approved = Terms(at=NOW, approved=Ceiling(frozenset({*rows, "more"})))
    assert acts(make_plan(desire, rows, approved), Action.WITHDRAW) == set(rows)
    less = Terms(at=NOW, approved=Ceiling(frozenset(list(rows)[1:])))
    assert acts(make_plan(desire, rows, less), Action.HOLD) == set(rows)


@given(st.sets(numbers), st.sets(numbers), st.sets(numbers))
def test_a_plan_never_goes_beyond_itself_and_always_beyond_nothing(wished, held, said):
    desire, rows = snapshot(wished, held, said)
    plan = make_plan(desire, rows, TERMS)
    sent = {one.key: one.content for one in plan.items if one.content}
    mine = Ceiling(frozenset(acts(plan, Action.WITHDRAW)), sent)
    assert plan.beyond(mine) == []
    unsaid = {key(n) for n in held - wished - said} & acts(plan, Action.WITHDRAW)
    beyond = acts(plan, Action.CREATE) | acts(plan, Action.UPDATE) | unsaid
    assert set(plan.beyond(Ceiling())) == beyond


def test_more_changes_at_once_than_the_profile_allows_wait_for_a_person():
    rows = {key(n): known(n) for n in range(20)}
    desire = Desire({key(n): wish(n, "h2") for n in range(12)} | {key(30): wish(30)})
    terms = Terms(at=NOW, limit=Limit(2, 5), update_percent=50)
    plan = make_plan(desire, rows, terms)
    assert plan.changes.held
    assert len(acts(plan, Action.HOLD)) == 20
    assert acts(plan, Action.CREATE) == {key(30)}
    contents = {key(n): "h2" for n in range(12)}
    gone = frozenset(key(n) for n in range(12, 20))
    approved = replace(terms, approved=Ceiling(gone, contents))
    assert len(acts(make_plan(desire, rows, approved), Action.UPDATE)) == 12
    fewer = Desire({key(n): wish(n, "h2" if n < 10 else "h1") for n in range(20)})
    assert not make_plan(fewer, rows, terms).held
    held = {**rows, key(1): known(1, state=State.HELD, hold_reason="change_guard")}
    assert make_plan(fewer, held, terms).changes.held


def test_when_a_large_part_cannot_be_read_any_more_nothing_is_taken_down_unasked():
    desire, rows = snapshot(set(range(6)), set(range(10)))
    plan = make_plan(desire, rows, TERMS)
    assert acts(plan, Action.HOLD) == {key(n) for n in range(6, 10)}
    assert "4 of 10 cannot be read" in plan.ruling.reason
    ordered, rows = snapshot(set(range(6)), set(range(10)), {7, 8, 9})
    assert not make_plan(ordered, rows, TERMS).held
    # What the profile does not select any more was read.
    excluded = {key(n): Refusal("topic", excluded=True) for n in range(6, 10)}
    desire = Desire(desire.wishes, excluded)
    assert len(acts(make_plan(desire, rows, TERMS), Action.WITHDRAW)) == 4


@given(st.sets(numbers), st.sets(numbers))
def test_a_plan_carried_out_leaves_nothing_to_plan(wished, held):
    desire, _ = snapshot(wished, held)
    rows = {key(n): known(n) for n in wished}
    rows |= {
        key(n): known(n, desired="absent", state=State.ABSENT) for n in held - wished
    }
    plan = make_plan(desire, rows, TERMS)
    assert {one.action for one in plan.items} <= {Action.NOOP}


def test_a_source_that_went_back_in_time_takes_nothing_down_unasked():
    desire, rows = snapshot({1, 2, 3, 4}, {1, 2, 3, 4, 5})
    back = Desire(desire.wishes, went_back=True)
    plan = make_plan(back, rows, TERMS)
    assert acts(plan, Action.HOLD) == {key(5)}


def test_the_limit_grows_with_the_target():
    assert Limit().of(20) == 10
    assert Limit().of(1000) == 50


def test_an_expiry_known_beforehand_is_explicit():
    desire, _ = snapshot(set(), set())
    rows = {key(n): known(n, expires_at=NOW - timedelta(seconds=1)) for n in range(20)}
    assert acts(make_plan(desire, rows, TERMS), Action.WITHDRAW) == set(rows)


def test_another_version_is_an_update_and_the_same_one_is_nothing():
    rows = {key(1): known(1), key(2): known(2)}
    desire = Desire({key(1): wish(1, "h2"), key(2): wish(2)})
    plan = make_plan(desire, rows, TERMS)
    assert acts(plan, Action.UPDATE) == {key(1)}
    assert acts(plan, Action.NOOP) == {key(2)}


def test_offered_again_after_a_withdrawal_it_is_made_anew():
    rows = {key(1): known(1, desired="absent", state=State.ABSENT)}
    plan = make_plan(Desire({key(1): wish(1)}), rows, TERMS)
    assert acts(plan, Action.CREATE) == {key(1)}


def test_what_cannot_be_rendered_now_stays_as_it_was_and_says_why():
    rows = {key(1): known(1)}
    blocked = Desire({}, {key(1): Refusal("title: nothing there", excluded=False)})
    plan = make_plan(blocked, rows, TERMS)
    assert acts(plan, Action.BLOCKED) == {key(1)}
    assert acts(plan, Action.WITHDRAW) == set()


def test_a_file_goes_first_and_leaves_when_no_item_shows_it():
    first = Desire({key(1): wish(1, needs=["m1"]), "m1": media(1)})
    plan = make_plan(first, {}, TERMS)
    assert [one.key for one in plan.items] == ["m1", key(1)]
    row = Known("m1", "media", item(1), None, "present", "m", "present", State.SYNCED)
    rows = {key(1): known(1, needs=frozenset({"m1"})), "m1": row}
    gone = Desire({}, said={(item(1), "vi"): "withdrawn"})
    plan = make_plan(gone, rows, TERMS)
    assert [one.key for one in plan.items] == [key(1), "m1"]
    assert acts(plan, Action.WITHDRAW) == {key(1), "m1"}


def test_a_file_still_shown_by_another_language_stays():
    row = Known("m1", "media", item(1), None, "present", "m", "present", State.SYNCED)
    english = Known(
        "hy-x-001.en",
        *("item", item(1), "en", "present", "h1", "present", State.SYNCED),
        needs=frozenset({"m1"}),
    )
    rows = {key(1): known(1, needs=frozenset({"m1"})), english.key: english, "m1": row}
    stays = Wish(english.key, "item", item(1), "en", "h1", {}, needs=frozenset({"m1"}))
    desire = Desire(
        {english.key: stays, "m1": media(1)}, said={(item(1), "vi"): "withdrawn"}
    )
    plan = make_plan(desire, rows, TERMS)
    assert acts(plan, Action.WITHDRAW) == {key(1)}


def test_between_nights_only_withdrawals_are_planned():
    desire, rows = snapshot({1, 2}, {2, 3}, {3})
    plan = make_plan(desire, rows, Terms(at=NOW, only_withdrawals=True))
    assert [(one.key, one.action) for one in plan.items] == [(key(3), Action.WITHDRAW)]


def test_a_run_gives_what_was_given_up_another_try():
    rows = {
        key(1): known(1, state=State.DEAD),
        key(2): known(2, desired="absent", state=State.REJECTED),
        key(3): known(3, state=State.REJECTED),
    }
    desire = Desire({key(1): wish(1), key(3): wish(3)})
    assert acts(make_plan(desire, rows, TERMS), Action.RETRY) == {key(1), key(2)}


def test_the_priorities_put_takedowns_first():
    assert Priority.WITHDRAW_ITEM == 0
    desire, rows = snapshot({1}, {2}, {2})
    first, second = make_plan(desire, rows, TERMS).items
    assert (priority(first), priority(second)) == (0, Priority.SEND_ITEM)
