"""Every statement of the writer of the index; row security decides what it sees."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import AsyncConnection

from content_api.search.index.documents import Row
from content_api.search.index.places import Gazetteer, Unit

ROWS_AT_ONCE = 500
FIRST = UUID(int=0)

ALL = """
SELECT d.id, d.key, d.lang, d.type, d.slug, d.agency_code, d.fi_category, d.topics,
       d.unit_codes, d.doc, d.released_at, d.expires_at
  FROM release.document d
 WHERE d.superseded_at IS NULL AND d.id > %(after)s ORDER BY d.id LIMIT %(rows)s"""
NAMED = """
SELECT d.id, d.key, d.lang, d.type, d.slug, d.agency_code, d.fi_category, d.topics,
       d.unit_codes, d.doc, d.released_at, d.expires_at
  FROM release.document d
  JOIN unnest(%(keys)s::text[], %(langs)s::text[]) n (key, lang)
    ON d.key = n.key AND d.lang = n.lang
 WHERE d.superseded_at IS NULL"""
STATE = """
SELECT p.seq, (SELECT encode(c.hash, 'hex') FROM release.change c
                WHERE c.seq = %(seq)s)
  FROM release.pulse() p"""
LINES = """
SELECT c.seq, c.key, c.lang, encode(c.hash, 'hex') FROM release.change c
 WHERE c.seq > %(since)s ORDER BY c.seq LIMIT %(rows)s"""
UNITS = "SELECT code, name_vi, name_en, predecessors FROM release.unit"


class Line(NamedTuple):
    """What happened to which document."""

    seq: int
    key: str
    lang: str
    hash: str


class State(NamedTuple):
    """Where the log ends, and the hash of one of its lines."""

    end: int
    hash: str | None


async def state(connection: AsyncConnection, seq: int) -> State:
    row = await _one(connection, STATE, {"seq": seq})
    return State(*row)


async def lines_after(
    connection: AsyncConnection, seq: int, *, rows: int
) -> list[Line]:
    """Lines without a gap: what stands behind one that is still hidden waits."""
    cursor = await connection.execute(LINES.encode(), {"since": seq, "rows": rows})
    found = [Line(*row) for row in await cursor.fetchall()]
    return [
        line for place, line in enumerate(found, start=1) if line.seq == seq + place
    ]


async def documents(connection: AsyncConnection) -> AsyncIterator[list[Row]]:
    """Everything that is live for the public."""
    after = FIRST
    while True:
        values = {"after": after, "rows": ROWS_AT_ONCE}
        cursor = await connection.execute(ALL.encode(), values)
        rows = [Row(*row) for row in await cursor.fetchall()]
        if not rows:
            return
        yield rows
        after = rows[-1].id


async def documents_named(
    connection: AsyncConnection, names: Sequence[tuple[str, str]]
) -> list[Row]:
    keys, langs = zip(*names, strict=True)
    values = {"keys": list(keys), "langs": list(langs)}
    cursor = await connection.execute(NAMED.encode(), values)
    return [Row(*row) for row in await cursor.fetchall()]


async def gazetteer(connection: AsyncConnection) -> Gazetteer:
    cursor = await connection.execute(UNITS.encode())
    return Gazetteer(Unit(*row) for row in await cursor.fetchall())


async def _one(
    connection: AsyncConnection, statement: str, values: dict[str, Any]
) -> tuple[Any, ...]:
    cursor = await connection.execute(statement.encode(), values)
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101 -- these always answer one row
    return row
