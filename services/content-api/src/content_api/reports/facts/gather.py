"""All lists of a report: of one agency, or of the whole province."""

from collections.abc import Iterable, Mapping
from typing import Any

from content_api.registers import service as registers
from content_api.reports.facts import queries
from content_api.reports.facts.periods import Period
from content_api.reports.facts.told import LISTS, row_of
from phohien.db import ReadSession

Row = dict[str, Any]
Facts = dict[str, list[Row]]
IMAGES = "image/"


async def gather(session: ReadSession, period: Period, agency: str | None) -> Facts:
    """A period that is over gives the same lists again, but for what hangs on today."""
    asked = {"since": period.since, "until": period.until, "agency": agency}
    changes = await queries.changes(session, asked)
    facts: Facts = {"changes": merged(changes), "topics": by_topic(changes)}
    facts |= {name: [] for name in LISTS.values()}
    for found in await queries.details(session, asked):
        facts[LISTS[found["type"]]].append(row_of(found))
    facts["media"] = [_medium(row) for row in await queries.media(session, asked)]
    facts["nominations"] = await queries.nominations(session, asked)
    facts["offers"] = await queries.offers(session, asked)
    facts["gate"] = await queries.gate_counts(session, asked)
    kept = await registers.kept_between(session, period.start, period.end, agency)
    return {**facts, **kept}


def nothing() -> Facts:
    """Every list, empty."""
    names = ("changes", "topics", "media", "nominations", "offers", "gate")
    return {name: [] for name in (*names, *LISTS.values(), *registers.LISTS)}


def merged(changes: Iterable[Mapping[str, Any]]) -> list[Row]:
    """One row for each kind of change of a language, so that a count is a length."""
    rows: dict[tuple[str, str, str], Row] = {}
    for change in changes:
        place = (change["key"], change["lang"], change["kind"])
        row = rows.setdefault(place, {**_without_topics(change), "times": 0})
        row["times"] += 1
        row["last_on"] = change["on"]
    return list(rows.values())


def by_topic(changes: Iterable[Mapping[str, Any]]) -> list[Row]:
    """One row for each month in which an item told of a topic."""
    rows: dict[tuple[str, str, str], Row] = {}
    for change in changes:
        if change["kind"] == "withdrawn":
            continue
        month = change["on"][:7]
        for topic in change["topics"]:
            names = ("key", "title", "type", "agency")
            row = {name: change[name] for name in names}
            rows.setdefault(
                (change["key"], topic, month), {**row, "topic": topic, "month": month}
            )
    return list(rows.values())


def joined(live: Facts, signed: Mapping[str, Facts]) -> Facts:
    """What was signed stands as it was signed; all else is as it is now."""
    together: Facts = {}
    for name, rows in live.items():
        kept = [row for row in rows if row["agency"] not in signed]
        for facts in signed.values():
            kept.extend(facts.get(name, ()))
        together[name] = kept
    return together


def _without_topics(change: Mapping[str, Any]) -> Row:
    return {name: value for name, value in change.items() if name != "topics"}


def _medium(found: Mapping[str, Any]) -> Row:
    image = found["mime"].startswith(IMAGES)
    kind = "image" if image else found["mime"].partition("/")[0]
    return {**found, "kind": "document" if kind == "application" else kind}
