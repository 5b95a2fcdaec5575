from datetime import datetime
from typing import NamedTuple

from content_api.public.pool import PublicPool

LINES_AT_ONCE = 1000

# One statement, so one snapshot: what is dropped is what has changed.
PULSE = """
SELECT p.seq, p.next, p.seconds, p.started, c.seq, c.key, c.lang, c.type,
       c.agency_code
  FROM release.pulse() p
  LEFT JOIN LATERAL (
        SELECT l.seq, l.key, l.lang, l.type, l.agency_code FROM release.change l
         WHERE l.seq > coalesce(%(since)s, p.seq) ORDER BY l.seq LIMIT %(rows)s
       ) c ON true
 ORDER BY c.seq"""


class Line(NamedTuple):
    """A line of the change log, as far as kept answers are concerned."""

    seq: int
    key: str
    lang: str
    type: str
    agency: str


class Pulse(NamedTuple):
    """Where the log ends, what the clock will do next, and the lines since."""

    seq: int
    next: datetime | None
    seconds: float | None
    started: datetime | None
    lines: list[Line]


async def pulse(pool: PublicPool, since: int | None) -> Pulse:
    """Lines after `since`; without it none."""
    rows = await pool.rows(PULSE, {"since": since, "rows": LINES_AT_ONCE})
    seq, following, seconds, started = rows[0][:4]
    lines = [Line(*row[4:]) for row in rows if row[4] is not None]
    return Pulse(seq, following, seconds, started, lines)
