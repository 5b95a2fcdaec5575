"""An approval lets what was looked at happen, and nothing beside it."""

from asean_sync.planning.plan import Action
from asean_sync.runs.approval import granted
from asean_sync.runs.queries import Term

CHANGED, NEW = "a" * 64, "b" * 64


def test_that_something_may_change_does_not_let_it_be_withdrawn() -> None:
    ceiling = granted(
        [
            Term("x.vi", Action.HOLD.value, CHANGED, ["x.vi"]),
            Term("new.vi", Action.CREATE.value, NEW, []),
        ]
    )

    assert ceiling.withdrawals == frozenset()
    assert ceiling.contents == {"x.vi": CHANGED, "new.vi": NEW}


def test_what_was_held_as_a_withdrawal_may_go() -> None:
    ceiling = granted(
        [
            Term("gone.vi", Action.WITHDRAW.value, None, []),
            Term("held.vi", Action.HOLD.value, None, ["held.vi"]),
            # A whole item stays, without one of its languages.
            Term("whole", Action.HOLD.value, CHANGED, ["whole.en"]),
        ]
    )

    assert ceiling.withdrawals == {"gone.vi", "held.vi", "whole.en"}
