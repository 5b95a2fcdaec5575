"""The reports, for those who may see them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from content_api.completeness import queries
from content_api.completeness.queries import FactFilter
from content_api.completeness.schemas import (
    FactsQuery,
    ItemCompleteness,
    LanguageCompleteness,
    ReportQuery,
    StaleFact,
)
from content_api.items import service as items
from content_api.items.derived import service as derived
from content_api.items.derived.values import Translation, wanted
from content_api.items.service import SEE_ALL
from content_api.types import registry
from phohien.callers import Caller
from phohien.db import ReadSession
from phohien.pagination import bad_cursor

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Facts:
    rows: list[StaleFact]
    next_cursor: str | None


async def report(
    session: ReadSession, query: ReportQuery, caller: Caller, *, on: date
) -> Sequence[RowMapping]:
    values: dict[str, Any] = {
        "agency": _agency(query.agency, caller),
        "type": query.type,
        "lang": query.lang,
        "on": on,
    }
    return await queries.grouped(session, query.by.value, values)


async def of_item(
    session: ReadSession, key: str, caller: Caller, *, on: date
) -> ItemCompleteness:
    item = await items.item_for_reader(session, key, caller)
    body = await items.body_of(session, item)
    compared = await derived.translations_of(session, item, body)
    languages = {
        lang: LanguageCompleteness(
            wanted=found.wanted,
            filled=found.filled,
            missing=sorted(
                name for name, there in wanted(body, lang).items() if not there
            ),
            stale=found.stale,
            hard_stale=found.hard,
            score=score(found),
        )
        for lang, found in compared.items()
    }
    required = registry.get(item.type).required_languages
    missing = [lang for lang in required if lang not in languages]
    scores = [each.score for each in languages.values()] + [0 for _ in missing]
    return ItemCompleteness(
        key=item.key,
        type=item.type,
        score=sum(scores) // len(scores),
        required_languages=list(required),
        missing_languages=missing,
        languages=languages,
        targets=await queries.targets_for(session, item.agency_id, item.type, on),
    )


def score(found: Translation) -> int:
    if not found.wanted:
        return WHOLE
    return WHOLE * max(found.filled - len(found.stale), 0) // found.wanted


async def stale_facts(
    session: ReadSession, query: FactsQuery, caller: Caller, *, today: date
) -> Facts:
    wanted_facts = _filter(query, caller, today)
    after = _opened(query.cursor) if query.cursor else None
    rows = await queries.page_of_facts(
        session, wanted_facts, after=after, limit=query.limit + 1
    )
    shown = rows[: query.limit]
    more = len(rows) > query.limit
    standing = await derived.standing_of(session, {row["key"] for row in shown})
    facts = [
        StaleFact(**row, languages=langs, targets=targets)
        for row in shown
        for langs, targets in (standing[row["key"]],)
    ]
    return Facts(facts, _closed(shown[-1]) if more else None)


async def facts_by_agency(
    session: ReadSession, query: FactsQuery, caller: Caller, *, today: date
) -> Sequence[RowMapping]:
    return await queries.facts_by_agency(session, _filter(query, caller, today))


def _filter(query: FactsQuery, caller: Caller, today: date) -> FactFilter:
    return FactFilter(query.on or today, _agency(query.agency, caller), query.type)


def _agency(asked: str | None, caller: Caller) -> str | None:
    """Officers see their own agency's; the province sees all, or the one asked for."""
    return asked if caller.has(*SEE_ALL) else caller.agency_code


def _closed(row: RowMapping) -> str:
    place = f"{row['stale_after'].isoformat()} {row['key']} {row['pointer']}"
    return urlsafe_b64encode(place.encode()).decode()


def _opened(cursor: str) -> tuple[date, str, str]:
    try:
        day, key, pointer = urlsafe_b64decode(cursor).decode().split(" ", 2)
        since = date.fromisoformat(day)
    except ValueError as exc:
        raise bad_cursor() from exc
    if not (key + pointer).isprintable():
        raise bad_cursor()
    return since, key, pointer
