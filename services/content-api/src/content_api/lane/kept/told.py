"""Which line of the change log a reader is being told of."""

import re

_SEQ = re.compile(rb'"seq":(\d+)')
# A line is shorter than this, so the last one's number is in the tail.
TAIL = 4096


def last_told(body: bytes) -> int:
    """The number of the last line in a page or an event; 0 when there is none."""
    found = _SEQ.findall(body, max(0, len(body) - TAIL))
    return int(found[-1]) if found else 0
