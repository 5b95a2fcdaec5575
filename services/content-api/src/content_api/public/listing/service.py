"""A page of a list, its counts, and where the next page begins."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content_api.public.choice import Choice
from content_api.public.cursors import Seal
from content_api.public.forms import including, sparse
from content_api.public.forms.errors import unknown_name, unknown_names, wrong_filter
from content_api.public.listing import queries
from content_api.public.listing.conditions import Order, conditions, order_of, type_of
from content_api.public.listing.queries import Listed
from content_api.public.listing.schemas import ListQuery, Reach, Tally
from content_api.public.pool import PublicPool
from content_api.public.schemas import Fallback
from phohien.pagination import bad_cursor

FACETS = ("type", "agency", "unit", "topic", "fi_category", "language")
# Counting stops here: what is counted is at hand in an index, some 15 MB of it.
MOST_MATCHES = 100_000
MOST_COUNTED = 1_000_000
FEW = 1000
MOST_VALUES = 200
LONGEST_WITH_RELATED = 50
NEWEST = "-released"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is understood: nothing in it is unknown."""

    wanted: Mapping[str, Any]
    order: Order
    fields: tuple[str, ...]
    include: tuple[str, ...]
    facets: tuple[str, ...]
    count: Tally | None
    limit: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Listed]
    next_cursor: str | None


def understood(wanted: ListQuery, choice: Choice, lang: str) -> Asked:
    """Raises what is unknown or does not fit, by name."""
    asked = conditions(wanted, lang)
    order = order_of(wanted.sort, type_of(asked))
    language: dict[str, Any] = (
        {"lang": lang} if wanted.fallback is Fallback.NONE else {"chain": choice.chain}
    )
    include = including.names_in(wanted.include)
    if include and wanted.limit > LONGEST_WITH_RELATED:
        raise wrong_filter(
            "limit",
            vi=f"Khi có include, limit nhiều nhất là {LONGEST_WITH_RELATED}.",
            en=f"With include, limit is at most {LONGEST_WITH_RELATED}.",
        )
    return Asked(
        wanted={**asked, **language},
        order=order,
        fields=sparse.names_in(wanted.fields, asked.get("type", ())),
        include=include,
        facets=_facets_in(wanted.facets),
        count=wanted.count,
        limit=wanted.limit,
        cursor=wanted.cursor,
    )


async def page(pool: PublicPool, asked: Asked, *, whole: bool) -> Page:
    seal = Seal(
        pool.secret,
        json.dumps(
            ["list", asked.wanted, asked.order.name, asked.order.by], sort_keys=True
        ),
    )
    part, place, ident = _position(seal, asked.cursor)
    rows = asked.limit + 1
    found: list[tuple[int, Listed]] = []
    for number, (wanted, sort) in enumerate(_parts(asked)):
        if number < part or len(found) >= rows:
            continue
        after = (place, ident) if number == part else (None, None)
        more = await queries.page(
            pool, wanted, sort, after, rows=rows - len(found), whole=whole
        )
        found += [(number, row) for row in more]
    shown = found[: asked.limit]
    if len(found) <= asked.limit:
        return Page([row for _, row in shown], None)
    number, last = shown[-1]
    cursor = json.dumps([number, last.place, last.id], ensure_ascii=False)
    return Page([row for _, row in shown], seal.close(cursor))


async def facets(pool: PublicPool, asked: Asked) -> dict[str, Any]:
    """Counts by value; every facet that was asked for is there."""
    if not asked.facets:
        return {"facets": None, "facets_are": None}
    found = await queries.facets(pool, asked.wanted, asked.facets, most=MOST_MATCHES)
    counts: dict[str, list[dict[str, Any]]] = {name: [] for name in asked.facets}
    seen: dict[str, int] = {}
    for name, value, matches in found:
        seen[name] = seen.get(name, 0) + matches
        if name and value is not None and len(counts[name]) < MOST_VALUES:
            counts[name].append({"value": value, "count": matches})
    cut = MOST_MATCHES in {seen.get("", 0), seen.get("language", 0)}
    reach = Reach.AT_LEAST if cut else Reach.EXACT
    return {"facets": counts, "facets_are": reach.value}


async def total(pool: PublicPool, asked: Asked) -> dict[str, Any]:
    if asked.count is None:
        return {"total": None, "total_is": None}
    most = MOST_COUNTED if asked.count is Tally.EXACT else FEW
    matches, counted = await queries.total(pool, asked.wanted, most=most)
    reach = Reach.EXACT if counted else Reach.ESTIMATED
    return {"total": matches, "total_is": reach.value}


def _parts(asked: Asked) -> list[tuple[Mapping[str, Any], str]]:
    """One order, or first what has the fact and then what has not."""
    order = asked.order
    if order.by is None:
        return [(asked.wanted, order.name)]
    return [
        ({**asked.wanted, "by": order.by}, order.name),
        ({**asked.wanted, "without": order.by}, NEWEST),
    ]


def _position(seal: Seal, cursor: str | None) -> tuple[int, str | None, str | None]:
    if cursor is None:
        return 0, None, None
    try:
        number, place, ident = json.loads(seal.open(cursor))
    except ValueError as exc:
        raise bad_cursor() from exc
    return number, place, ident


def _facets_in(written: str | None) -> tuple[str, ...]:
    if written is None:
        return ()
    names: Sequence[str] = list(dict.fromkeys(n.strip() for n in written.split(",")))
    problems = [
        unknown_name("facets", name, FACETS) for name in names if name not in FACETS
    ]
    if problems:
        raise unknown_names(problems)
    return tuple(names)
