"""One object holds a whole item: a language that goes is as urgent as a withdrawal."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from asean_sync.objects.states import State
from asean_sync.planning.deciding import make_plan
from asean_sync.planning.guard import Ceiling, Limit
from asean_sync.planning.plan import Action, Priority, Terms, priority
from asean_sync.planning.wishes import Desire, Known, Refusal, Wish

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TERMS = Terms(at=NOW)
ITEM = UUID(int=1)
KEY = "hy-x-001"


def known(*langs, number=1, **more):
    source = {"parts": dict.fromkeys(langs, "h"), **more.pop("source", {})}
    base = {"hash": "h1", "observed": "present", "state": State.SYNCED, **more}
    return Known(
        key=f"hy-x-{number:03}",
        role="item",
        item_id=UUID(int=number),
        lang=None,
        desired="present",
        source=source,
        **base,
    )


def wish(*langs, number=1, digest="h2"):
    parts = {"parts": dict.fromkeys(langs, "h")}
    key = f"hy-x-{number:03}"
    return Wish(key, "item", UUID(int=number), None, digest, {}, source=parts)


def only(plan):
    (one,) = plan.items
    return one


@pytest.mark.parametrize("prompt", [True, False], ids=["between nights", "a night"])
def test_a_withdrawn_language_leaves_at_once_and_the_others_stay(prompt):
    desire = Desire({KEY: wish("vi")}, said={(ITEM, "en"): "the offer was withdrawn"})
    plan = make_plan(
        desire, {KEY: known("vi", "en")}, Terms(at=NOW, only_withdrawals=prompt)
    )
    one = only(plan)
    assert (one.action, priority(one)) == (Action.UPDATE, Priority.WITHDRAW_ITEM)
    assert one.reason == "en: the offer was withdrawn"


def test_an_added_language_waits_for_the_night():
    desire, rows = Desire({KEY: wish("vi", "en")}), {KEY: known("vi")}
    assert make_plan(desire, rows, Terms(at=NOW, only_withdrawals=True)).items == ()
    one = only(make_plan(desire, rows, TERMS))
    assert (one.action, priority(one)) == (Action.UPDATE, Priority.SEND_ITEM)


def test_all_languages_said_to_go_take_the_object_with_them():
    said = {(ITEM, "vi"): "withdrawn", (ITEM, "en"): "withdrawn"}
    one = only(make_plan(Desire({}, said=said), {KEY: known("vi", "en")}, TERMS))
    assert one.action is Action.WITHDRAW


def test_an_expiry_known_when_it_was_sent_is_as_good_as_a_word():
    row = known("vi", "en", source={"expiry": {"en": "2026-11-22T00:00:00+00:00"}})
    plan = make_plan(Desire({KEY: wish("vi")}), {KEY: row}, TERMS)
    assert only(plan).reason == "en: expired"


def test_what_is_left_and_cannot_be_sent_goes_too():
    """Better nothing at the target than a text somebody took back."""
    blocked = Refusal("title: nothing", excluded=False, parts={"vi": "h"})
    said = {(ITEM, "en"): "withdrawn"}
    desire = Desire({}, {KEY: blocked}, said)
    one = only(make_plan(desire, {KEY: known("vi", "en")}, TERMS))
    assert one.action is Action.WITHDRAW
    assert "what is left cannot be sent" in one.reason


@pytest.mark.parametrize(
    "left", [{}, {KEY: Refusal("vi and en", excluded=True, parts={"vi": "h"})}]
)
def test_a_word_for_one_language_waits_for_nobody_when_nothing_else_stays(left):
    said = {(ITEM, "en"): "withdrawn"}
    plan = make_plan(Desire({}, left, said), {KEY: known("vi", "en")}, TERMS)
    down = [one for one in plan.items if one.action is not Action.BLOCKED]
    assert [(one.action, one.reason) for one in down] == [
        (Action.WITHDRAW, "withdrawn")
    ]
    assert not plan.ruling.held


def test_languages_that_vanish_without_a_word_are_counted_by_the_guard():
    rows = {one.key: one for one in (known("vi", "en", number=n) for n in range(20))}
    wishes = {f"hy-x-{n:03}": wish("vi", number=n) for n in range(20)}
    strict = Terms(at=NOW, limit=Limit(5, 5))
    plan = make_plan(Desire(wishes), rows, strict)
    assert plan.ruling.held
    assert {one.action for one in plan.items} == {Action.HOLD}
    names = frozenset(name for one in plan.items for name in one.holds)
    assert names == {f"{key}.en" for key in rows}
    ceiling = Ceiling(names, {one.key: one.content for one in plan.items})
    approved = Terms(at=NOW, limit=Limit(5, 5), approved=ceiling)
    plan = make_plan(Desire(wishes), rows, approved)
    assert {one.action for one in plan.items} == {Action.UPDATE}
    assert plan.beyond(ceiling) == []
