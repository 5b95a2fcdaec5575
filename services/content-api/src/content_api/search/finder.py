"""Finds what a reader asks for: in the index, as long as it can be trusted."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import structlog

from content_api.public.errors import nothing_to_search
from content_api.public.pool import PublicPool
from content_api.search import service
from content_api.search.asked import Asked
from content_api.search.asking.ranking import Wanted
from content_api.search.found import Found, from_cards, from_index
from content_api.search.index.reading import Opened, Reader
from content_api.search.looking import Answer, look_up, touches
from content_api.search.schemas import Matched
from content_api.search.service import Checked
from content_api.text.terms import search_query

log = structlog.get_logger()
T = TypeVar("T")
THREADS = 2
# While documents vanish under a search, it is made anew so often.
ATTEMPTS = 4
# Seconds two clocks may differ more than they did; a search takes less.
LATE = 1.0


@dataclass(slots=True)
class Hidden:
    """What must not be shown of one state of the index, as far as is known here."""

    opened: Opened
    names: frozenset[str] = frozenset()
    ids: frozenset[UUID] = frozenset()


class Finder:
    """One a process; without a folder the database answers."""

    def __init__(self, where: Path | None) -> None:
        self._reader = None if where is None else Reader(where)
        self._threads = ThreadPoolExecutor(THREADS, "search")
        self._hidden: Hidden | None = None
        # Seconds the clock of the database is ahead of this one, as last seen.
        self._ahead = 0.0

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    def seq(self) -> int | None:
        """The last line of the log in the index, 0 in none yet; None: none is wanted.

        It may block for some milliseconds.
        """
        if self._reader is None:
            return None
        opened = self._reader.open()
        return 0 if opened is None else opened.standing.seq

    async def find(self, pool: PublicPool, asked: Asked) -> Found:
        opened = await self._open()
        found = None
        if opened is not None:
            try:
                found = await self._in_index(pool, asked, opened)
            except (ValueError, OSError):
                # Files that cannot be read after all.
                log.exception("search_index_unreadable")
        return await _in_database(pool, asked) if found is None else found

    async def _open(self) -> Opened | None:
        if self._reader is None:
            return None
        if self._reader.moved():
            return await self._blocking(self._reader.open)
        return self._reader.last()

    async def _in_index(
        self, pool: PublicPool, asked: Asked, opened: Opened
    ) -> Found | None:
        """None when the index is not to be trusted now."""
        hidden = self._hidden
        if hidden is None or hidden.opened is not opened:
            hidden = self._hidden = Hidden(opened)
        for _ in range(ATTEMPTS):
            wanted = _wanted(asked, hidden, self._ahead)
            answer = await self._blocking(
                partial(look_up, opened, asked.question, wanted)
            )
            now = await service.checked(pool, answer.ids, opened.standing)
            if now is None:
                return None
            late = opened.expires and self._is_late(asked, now)
            changed = now.changed - hidden.names
            missing = frozenset(answer.ids) - now.shown.keys()
            if not (missing or late) and not (
                changed and await self._alters(opened, answer, wanted, changed)
            ):
                return await self._blocking(
                    partial(from_index, asked, answer, now.shown, level=not now.changed)
                )
            hidden.names |= changed
            hidden.ids |= missing
        return None

    def _is_late(self, asked: Asked, now: Checked) -> bool:
        """Whether by the clock of the database more may have expired."""
        ahead = now.now - asked.at.timestamp()
        was, self._ahead = self._ahead, max(ahead, 0.0)
        return ahead - was > LATE

    async def _alters(
        self, opened: Opened, answer: Answer, wanted: Wanted, changed: frozenset[str]
    ) -> bool:
        """Words of what has changed may stand in a suggestion, too."""
        if answer.matched is not Matched.ALL or not answer.ranked.total:
            return True
        return await self._blocking(
            partial(touches, opened, answer.question, wanted, changed)
        )

    async def _blocking(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, work)


def _wanted(asked: Asked, hidden: Hidden, ahead: float) -> Wanted:
    return Wanted(
        filters=asked.filters,
        names=hidden.names,
        ids=hidden.ids,
        at=asked.at + timedelta(seconds=ahead),
        facets=asked.facets,
        skip=asked.skip,
        rows=asked.rows,
    )


async def _in_database(pool: PublicPool, asked: Asked) -> Found:
    query = search_query(asked.q, asked.filters.get("lang"))
    if query is None:
        raise nothing_to_search()
    rows = await service.ranked(
        pool, asked.filters, query, rows=asked.rows + 1, skip=asked.skip
    )
    return from_cards(asked, rows)
