"""Finds what a reader asks for."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content_api.public.cursors import Seal
from content_api.public.errors import nothing_to_search
from content_api.public.pool import PublicPool
from content_api.search import service
from content_api.search.schemas import SearchQuery
from content_api.text.terms import search_query

FILTERS = ("type",)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a ranking: finished cards, and when the first of them expires."""

    rows: list[str]
    ends: list[datetime | None]
    next_cursor: str | None


class Finder:
    """One a process."""

    async def find(
        self, pool: PublicPool, wanted: SearchQuery, lang: str | None
    ) -> Found:
        """The first pages of a ranking; it ends where ranking would become dear."""
        query = search_query(wanted.q, lang)
        if query is None:
            raise nothing_to_search()
        asked: dict[str, Any] = wanted.model_dump(
            include=set(FILTERS), exclude_none=True
        )
        if lang is not None:
            asked["lang"] = lang
        seal = Seal(pool.secret, json.dumps(["search", asked, query], sort_keys=True))
        skip = int(seal.open(wanted.cursor)) if wanted.cursor else 0
        rows = await service.ranked(
            pool, asked, query, rows=wanted.limit + 1, skip=skip
        )
        shown = rows[: wanted.limit]
        more = len(rows) > wanted.limit
        return Found(
            [card for card, _ in shown],
            [expires_at for _, expires_at in shown],
            seal.close(str(skip + wanted.limit)) if more else None,
        )
