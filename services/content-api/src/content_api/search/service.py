"""What a search needs of the database: the truth of the moment, or all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from content_api.public.pool import PublicPool
from content_api.search import queries
from content_api.search.index.documents import name_of
from content_api.search.index.standing import Standing
from content_api.search.queries import Shown

# Seconds an index may be behind the log before the database answers instead.
LAG = 15.0


@dataclass(frozen=True, slots=True)
class Checked:
    """What the index does not know yet, and the hits as they may be shown now."""

    changed: frozenset[str]
    shown: Mapping[UUID, Shown]
    now: float


async def ranked(
    pool: PublicPool, wanted: Mapping[str, Any], query: str, *, rows: int, skip: int
) -> list[tuple[str, datetime | None]]:
    """What PostgreSQL finds: cards and when they expire, the best first."""
    return await queries.ranked_cards(pool, wanted, query, rows=rows, skip=skip)


async def checked(
    pool: PublicPool, ids: Sequence[UUID], standing: Standing
) -> Checked | None:
    """None when this index is not to be trusted: too old, or of another log."""
    seen = await queries.seen(pool, ids, since=standing.seq)
    known = standing.seq + len(seen.lines)
    if seen.hash != standing.hash or len(seen.lines) > queries.MOST_LINES:
        return None
    # A line that row security still hides: nobody can say what it is about.
    if known != seen.end:
        return None
    waits = [line.age for line in seen.lines[:1]] + [seen.untold or 0.0]
    if max(waits) > LAG:
        return None
    changed = frozenset(name_of(line.key, line.lang) for line in seen.lines)
    return Checked(changed, seen.shown, seen.now)
