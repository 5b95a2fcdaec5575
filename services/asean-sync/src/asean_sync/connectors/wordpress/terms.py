"""Which number a category or tag has at one site."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from asean_sync.connectors.answers import document_of
from asean_sync.connectors.outcomes import Outcome, Verdict
from asean_sync.connectors.wordpress.options import Options
from asean_sync.connectors.wordpress.writing import folded, values_of

# A term that was deleted at the site is noticed within this many seconds.
KEPT = 60.0
_KEPT_ESCAPED = re.compile("[&<>\"']")
Place = tuple[str, str]


@dataclass(slots=True)
class Terms:
    """What was looked up lately, by field and value."""

    options: Options
    _known: dict[Place, tuple[int, float]] = field(default_factory=dict)

    def lacking(self, payload: Mapping[str, Any]) -> Iterable[Place]:
        """What the payload names and nobody has looked up."""
        now = monotonic()
        for name, terms in self.options.terms.items():
            if terms.by == "id":
                continue
            for value in values_of(payload.get(name, [])):
                _, until = self._known.get((name, folded(value)), (0, 0.0))
                if until <= now:
                    yield name, value

    def no_ids(self, payload: Mapping[str, Any]) -> list[Place]:
        """What should be the number of a term, and is none."""
        return [
            (name, value)
            for name, terms in self.options.terms.items()
            if terms.by == "id"
            for value in values_of(payload.get(name, []))
            if not value.isdecimal()
        ]

    def ids(self, payload: Mapping[str, Any]) -> dict[str, list[int]]:
        """KeyError names a term that was not looked up."""
        found = {}
        for name, terms in self.options.terms.items():
            if name not in payload:
                continue
            values = values_of(payload[name])
            if terms.by == "id":
                found[name] = sorted(int(one) for one in values)
            else:
                known = (self._known[name, folded(one)][0] for one in values)
                found[name] = sorted(set(known))
        return found

    def learn(self, place: Place, outcome: Outcome) -> bool:
        """True: the list that came shows the term. The lowest id of several counts."""
        name, value = place
        by = self.options.terms[name].by
        listed = document_of(outcome)
        if outcome.verdict is not Verdict.APPLIED or not isinstance(listed, list):
            return False
        found = [
            one["id"]
            for one in listed
            if isinstance(one, dict)
            and isinstance(one.get("id"), int)
            and folded(html.unescape(str(one.get(by)))) == folded(value)
        ]
        if found:
            self.remember(place, min(found))
        return bool(found)

    def remember(self, place: Place, number: int) -> None:
        name, value = place
        self._known[name, folded(value)] = (number, monotonic() + KEPT)


def searchable(name: str) -> str:
    """The longest piece that stands in the site's database as it is written."""
    return max(_KEPT_ESCAPED.split(name), key=len).strip()


def embedded(post: Mapping[str, Any]) -> dict[int, dict[str, str]]:
    """Names and slugs of the terms that came with a post, by id."""
    groups = (post.get("_embedded") or {}).get("wp:term") or []
    return {
        one["id"]: {
            "name": html.unescape(str(one.get("name"))),
            "slug": str(one.get("slug")),
        }
        for group in groups
        if isinstance(group, list)
        for one in group
        if isinstance(one, dict) and isinstance(one.get("id"), int)
    }
