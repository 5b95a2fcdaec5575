"""`up --demo`: the sample dataset, and one push of it to the stand-in portal."""

from collections.abc import Callable

from phohien_stack import seed
from phohien_stack.supervisor.record import Record

Say = Callable[[str, str], None]


def fill(now: Record, *, say: Say) -> None:
    seed.run(now, say=say)
