from typing import NamedTuple

from content_api.public.pool import PublicPool

LINES = """
SELECT seq, line, prev_hash, hash FROM release.change
 WHERE seq > %(since)s ORDER BY seq LIMIT %(rows)s"""
LAST = "SELECT coalesce(max(seq), 0) FROM release.change"
ROOT = "SELECT seq, chain, documents, hashes, etags FROM release.root(%(lang)s)"


class Line(NamedTuple):
    """A line of the log as it was written, and its place in the chain."""

    seq: int
    line: str
    prev_hash: bytes
    hash: bytes


class RootRow(NamedTuple):
    seq: int
    chain: bytes
    documents: int
    hashes: bytes
    etags: bytes


async def lines_after(pool: PublicPool, since: int, *, rows: int) -> list[Line]:
    found = await pool.rows(LINES, {"since": since, "rows": rows})
    return [Line(*row) for row in found]


async def last_seq(pool: PublicPool) -> int:
    ((seq,),) = await pool.rows(LAST, {})
    return int(seq)


async def root_of(pool: PublicPool, lang: str) -> RootRow:
    (row,) = await pool.rows(ROOT, {"lang": lang})
    return RootRow(*row)
