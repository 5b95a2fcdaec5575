"""What several consents amount to, by the calendar. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import normalize

WEB, WORLD = "web", "world"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Given:
    """What counts of a consent here."""

    person: str
    scope: list[str]
    territories: list[str]
    valid_from: date
    until: date | None
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """`gap` is empty when everybody agrees today; `until` is then the last such day.

    `ended` names people whose consent was there and is there no more.
    """

    gap: str = ""
    until: date | None = None
    ended: tuple[str, ...] = ()


def coverage(consents: Iterable[Given], *, today: date, needed: bool) -> Coverage:
    """Each person counts alone; the one whose consent ends first ends it for all."""
    people: dict[str, list[Given]] = {}
    for consent in consents:
        people.setdefault(_same(consent.person), []).append(consent)
    if not people:
        return Coverage(gap="missing" if needed else "")
    gaps, ends, ended = set(), [], []
    for theirs in people.values():
        standing = [one for one in theirs if not one.is_withdrawn]
        enough = [one for one in standing if not _lack(one)]
        end = last_day(enough, today=today)
        if end is not None:
            ends.append(end)
            continue
        coming = any(one.until is None or one.until >= today for one in standing)
        if not coming:
            ended.append(theirs[-1].person)
        lacks = {_lack(one) for one in standing if _holds(one, today)}
        gaps.add(min(lacks - {""}, default="missing"))
    if gaps:
        order = ("missing", "scope", "territory")
        return Coverage(gap=min(gaps, key=order.index), ended=tuple(ended))
    first = min(ends)
    return Coverage(until=None if first == date.max else first)


def last_day(consents: Iterable[Given], *, today: date) -> date | None:
    """Of the days without a gap from today on; `date.max` has no end, None no start."""
    end = today - DAY
    for one in sorted(consents, key=lambda one: one.valid_from):
        if end == date.max or one.valid_from > end + DAY:
            break
        end = max(end, one.until or date.max)
    return None if end < today else end


def _holds(consent: Given, today: date) -> bool:
    return consent.valid_from <= today and (
        consent.until is None or consent.until >= today
    )


def _lack(consent: Given) -> str:
    if WEB not in consent.scope:
        return "scope"
    return "" if WORLD in consent.territories else "territory"


def _same(person: str) -> str:
    return " ".join(normalize("NFC", person).casefold().split())
