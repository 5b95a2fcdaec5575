"""What a request asks for, from its bytes; whatever is unusual is nobody's plan."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl

from pydantic import ValidationError

from content_api.public import reads, schemas
from content_api.public.choice import choose
from content_api.public.errors import UnknownLanguageTagError
from content_api.public.pool import PublicPool
from content_api.public.reads import Moved, Pairs, Read
from content_api.search import reads as search_reads
from content_api.search.finder import Finder
from content_api.search.schemas import SearchQuery

LONGEST_PATH = 256
LONGEST_QUERY = 1024
LONGEST_LANGUAGE = 400
MOST_PLANS = 4096
ITEM = "/v1/items/"
ITEM_ROUTE = ITEM + "{name}"

Work = Callable[[PublicPool, datetime], Awaitable[Read | Moved]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The route as it is declared, the question in one spelling, and how to answer."""

    route: str
    key: Hashable
    work: Work


class Plans:
    """Remembers how requests were understood; that never goes stale."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._known: dict[tuple[str, bytes, bytes | None], Plan | None] = {}

    def of(self, path: str, query: bytes, language: bytes | None) -> Plan | None:
        asked = (path, query, language)
        try:
            return self._known[asked]
        except KeyError:
            plan = _understood(path, query, language, self._finder)
        if len(self._known) >= MOST_PLANS:
            self._known.clear()
        if plan is not None:
            self._known[asked] = plan
        return plan


def _understood(
    path: str, query: bytes, language: bytes | None, finder: Finder
) -> Plan | None:
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return None
    if language is not None and len(language) > LONGEST_LANGUAGE:
        return None
    given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    if len(dict(given)) != len(given):
        return None
    pairs = sorted(given)
    spoken = None if language is None else language.decode("latin-1")
    try:
        return _plan(path, pairs, spoken, finder)
    except (ValidationError, UnknownLanguageTagError):
        return None


def _plan(path: str, pairs: Pairs, spoken: str | None, finder: Finder) -> Plan | None:
    given = dict(pairs)
    if path == reads.LISTS:
        return _list(schemas.ItemFilter.model_validate(given), pairs, spoken)
    if path == search_reads.SEARCH:
        return _search(SearchQuery.model_validate(given), pairs, finder)
    if path == reads.CHANGES:
        return _changes(schemas.ChangeQuery.model_validate(given), pairs)
    name = path.removeprefix(ITEM)
    if path.startswith(ITEM) and name and "/" not in name:
        return _item(name, _item_query(tuple(pairs)), spoken)
    return None


def _list(wanted: schemas.ItemFilter, pairs: Pairs, spoken: str | None) -> Plan:
    async def work(pool: PublicPool, at: datetime) -> Read:
        return await reads.items(pool, wanted, spoken, pairs=pairs, at=at)

    asked = choose(wanted.locale, spoken).asked
    return Plan(reads.LISTS, (reads.LISTS, tuple(pairs), asked), work)


def _item(name: str, wanted: schemas.ItemQuery, spoken: str | None) -> Plan:
    async def work(pool: PublicPool, at: datetime) -> Read | Moved:
        return await reads.item(pool, name, wanted, spoken, at=at)

    asked = choose(wanted.locale, spoken).asked
    return Plan(ITEM_ROUTE, (ITEM, name, wanted.fallback, asked), work)


@lru_cache(maxsize=512)
def _item_query(pairs: tuple[tuple[str, str], ...]) -> schemas.ItemQuery:
    """One for all items that are asked for alike: it is larger than all the rest."""
    return schemas.ItemQuery.model_validate(dict(pairs))


def _search(wanted: SearchQuery, pairs: Pairs, finder: Finder) -> Plan:
    async def work(pool: PublicPool, at: datetime) -> Read:
        return await search_reads.search(pool, finder, wanted, pairs=pairs, at=at)

    if wanted.locale is not None:
        choose(wanted.locale, None)
    return Plan(search_reads.SEARCH, (search_reads.SEARCH, tuple(pairs)), work)


def _changes(wanted: schemas.ChangeQuery, pairs: Pairs) -> Plan:
    async def work(pool: PublicPool, _: datetime) -> Read:
        return await reads.changes(pool, wanted, pairs=pairs)

    return Plan(reads.CHANGES, (reads.CHANGES, tuple(pairs)), work)
