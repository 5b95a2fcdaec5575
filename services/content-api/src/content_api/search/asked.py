"""One search as it was understood, and its place in a ranking."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from content_api.public.cursors import Seal
from content_api.public.errors import nothing_to_search
from content_api.search.asking.question import Question, question
from content_api.search.asking.ranking import DEEPEST
from content_api.search.errors import search_too_deep
from content_api.search.schemas import Count, SearchQuery

FILTERS = ("type", "agency", "unit", "topic", "fi_category")


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters, words and page; a cursor belongs to the words and the filters."""

    q: str
    question: Question
    filters: Mapping[str, str]
    facets: tuple[str, ...]
    counted: bool
    seal: Seal
    skip: int
    rows: int
    at: datetime


def understood(
    wanted: SearchQuery, lang: str | None, *, secret: bytes, at: datetime
) -> Asked:
    """Raises what the reader did wrong."""
    meant = question(wanted.q, lang)
    if meant is None:
        raise nothing_to_search()
    filters = wanted.model_dump(include=set(FILTERS), exclude_none=True)
    if lang is not None:
        filters["lang"] = lang
    seal = Seal(secret, json.dumps(["search", filters, wanted.q], sort_keys=True))
    skip = int(seal.open(wanted.cursor)) if wanted.cursor else 0
    if skip + wanted.limit > DEEPEST:
        raise search_too_deep(DEEPEST)
    return Asked(
        q=wanted.q,
        question=meant,
        filters=filters,
        facets=tuple(wanted.facets.split(",")) if wanted.facets else (),
        counted=wanted.count is Count.EXACT,
        seal=seal,
        skip=skip,
        rows=wanted.limit,
        at=at,
    )
