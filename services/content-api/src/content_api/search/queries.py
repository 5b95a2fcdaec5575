"""Every public statement of the search. Row security decides what is visible."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from content_api.public.pool import PublicPool

# More than this behind, an index is as good as none.
MOST_LINES = 500

RANKED = """
SELECT d.card, d.expires_at
  FROM release.find(%(wanted)s, %(query)s::tsquery, NULL, NULL, 0) d
 ORDER BY d.rank DESC, d.released_at DESC, d.id DESC
 LIMIT %(rows)s OFFSET %(skip)s"""

# One statement, so one snapshot: the documents as they are, and all that happened
# since the line the index stands at.
SEEN = """
SELECT p.seq, extract(epoch FROM clock_timestamp() - p.started)::float8,
       extract(epoch FROM clock_timestamp())::float8,
       (SELECT encode(c.hash, 'hex') FROM release.change c WHERE c.seq = %(seq)s),
       (SELECT json_agg(json_build_array(l.seq, l.key, l.lang,
                extract(epoch FROM clock_timestamp() - l.at)) ORDER BY l.seq)
          FROM (SELECT c.seq, c.key, c.lang, c.at FROM release.change c
                 WHERE c.seq > %(seq)s ORDER BY c.seq LIMIT %(lines)s) l),
       d.id, d.card, d.expires_at, d.doc
  FROM release.pulse() p
  LEFT JOIN release.document d
         ON d.id = ANY (%(ids)s::uuid[]) AND d.superseded_at IS NULL"""


class Line(NamedTuple):
    """A line the index does not know, and how many seconds ago it was written."""

    seq: int
    key: str
    lang: str
    age: float


class Shown(NamedTuple):
    """A document as the public may see it now."""

    card: str
    expires_at: datetime | None
    doc: str


class Seen(NamedTuple):
    """`end`: of the log. `untold`: seconds since something appeared without a line.

    `now` is by the clock that decides what is shown.
    """

    end: int
    untold: float | None
    now: float
    hash: str | None
    lines: list[Line]
    shown: dict[UUID, Shown]


async def ranked_cards(
    pool: PublicPool, wanted: Mapping[str, Any], query: str, *, rows: int, skip: int
) -> list[tuple[str, datetime | None]]:
    """The best of the newest matches, without `lang` in every language."""
    values = {"wanted": Jsonb(dict(wanted)), "query": query, "rows": rows, "skip": skip}
    return [(card, ends) for card, ends in await pool.rows(RANKED, values)]


async def seen(pool: PublicPool, ids: Sequence[UUID], *, since: int) -> Seen:
    values = {"ids": list(ids), "seq": since, "lines": MOST_LINES + 1}
    rows = await pool.rows(SEEN, values)
    end, untold, now, hashed, lines = rows[0][:5]
    return Seen(
        end,
        untold,
        now,
        hashed,
        [Line(*line) for line in lines or ()],
        {row[5]: Shown(*row[6:]) for row in rows if row[5] is not None},
    )
