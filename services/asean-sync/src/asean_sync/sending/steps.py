"""The steps between which a worker may die; tests kill it at each of them."""

import os
import signal
from enum import StrEnum

VARIABLE = "PHOHIEN_CRASH_AT"


class Step(StrEnum):
    PLANNED = "planned"
    CLAIMED = "claimed"
    LOOKED = "looked"
    PROBED = "probed"
    BYTES_FETCHED = "bytes_fetched"
    INTENT_RECORDED = "intent_recorded"
    SENT = "sent"
    RESULT_RECORDED = "result_recorded"
    READ_BACK = "read_back"
    SETTLED = "settled"
    # Of packages: the file is whole; it is laid out; and no row says so yet.
    PACKED = "packed"
    HANDED_OVER = "handed_over"


def reached(step: Step) -> None:
    """Dies here, as by a power cut, when the test's variable names this step."""
    if os.environ.get(VARIABLE) == step.value:
        os.kill(os.getpid(), signal.SIGKILL)
