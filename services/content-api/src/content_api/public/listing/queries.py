"""Statements about lists. What is visible is decided in the functions themselves."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from content_api.public.pool import PublicPool

PAGE = """
SELECT id::text, key, lang, body, place, expires_at, langs
  FROM release.page(%(wanted)s::text::jsonb, %(sort)s::text, %(place)s::text,
                    %(id)s::text::uuid, %(rows)s::integer, %(whole)s::boolean)"""
FACETS = """
SELECT facet, value, matches
  FROM release.facets(%(wanted)s::text::jsonb, %(names)s::text[], %(most)s::integer)
 ORDER BY facet, matches DESC, value"""
TOTAL = """
SELECT matches, counted
  FROM release.total(%(wanted)s::text::jsonb, %(most)s::integer)"""


class Listed(NamedTuple):
    """One item: its card or document, where it stands, and in what it is released."""

    id: str
    key: str
    lang: str
    body: str
    place: str
    expires_at: datetime | None
    langs: list[str]


class Counted(NamedTuple):
    facet: str
    value: str | None
    matches: int


async def page(
    pool: PublicPool,
    wanted: Mapping[str, Any],
    sort: str,
    after: tuple[str | None, str | None],
    *,
    rows: int,
    whole: bool,
) -> list[Listed]:
    """`after` is the place and id of the row before; `whole` reads documents."""
    place, ident = after
    values = {"sort": sort, "place": place, "id": ident, "rows": rows, "whole": whole}
    found = await pool.rows(PAGE, {**values, "wanted": _json(wanted)})
    return [Listed(*row) for row in found]


async def facets(
    pool: PublicPool, wanted: Mapping[str, Any], names: Sequence[str], *, most: int
) -> list[Counted]:
    """The commonest values first; facet '' is the number of matches looked at."""
    values = {"wanted": _json(wanted), "names": list(names), "most": most}
    return [Counted(*row) for row in await pool.rows(FACETS, values)]


async def total(
    pool: PublicPool, wanted: Mapping[str, Any], *, most: int
) -> tuple[int, bool]:
    """How many match, and whether they were counted."""
    values = {"wanted": _json(wanted), "most": most}
    ((matches, counted),) = await pool.rows(TOTAL, values)
    return matches, counted


def _json(wanted: Mapping[str, Any]) -> str:
    return json.dumps(wanted, ensure_ascii=False)
