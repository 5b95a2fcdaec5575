"""`include`: what an item speaks of, one step away, as far as it is public."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from content_api.public.choice import Choice
from content_api.public.forms import queries
from content_api.public.forms.errors import unknown_name, unknown_names
from content_api.public.pool import PublicPool
from content_api.types import vocabulary

PARAMETER = "include"
RELATIONS, UNITS, AGENCY = "relations", "units", "agency"
Doc = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Included:
    """What is shown beside the items, when the first of it ends, and whose keys."""

    body: Mapping[str, Any]
    ends: list[datetime | None] = field(default_factory=list)
    keys: frozenset[str] = frozenset()

    def relations_of(self, doc: Doc) -> list[Mapping[str, str]]:
        """Only those that are shown: the rest is nobody's to know of or to count."""
        return [one for one in doc["relations"] if one["key"] in self.keys]


def names_in(written: str | None) -> tuple[str, ...]:
    """`relations` or single kinds of them, `units`, `agency`."""
    if written is None:
        return ()
    names = tuple(dict.fromkeys(name.strip() for name in written.split(",")))
    known = [RELATIONS, UNITS, AGENCY, *vocabulary.terms("relation")]
    problems = [
        unknown_name(PARAMETER, name, known) for name in names if name not in known
    ]
    if problems:
        raise unknown_names(problems)
    return names


def needs_documents(names: Iterable[str]) -> bool:
    """A card says its units and its agency, but not its relations."""
    return bool(set(names) - {UNITS, AGENCY})


async def read(
    pool: PublicPool,
    docs: Sequence[Doc],
    names: Sequence[str],
    choice: Choice,
    *,
    exact: bool,
) -> Included:
    """`exact`: related items in the first language asked for or not at all."""
    body: dict[str, Any] = {"items": [], "units": [], "agencies": []}
    ends: list[datetime | None] = []
    kinds = set(names) - {UNITS, AGENCY}
    keys = {
        one["key"]
        for doc in (docs if kinds else ())
        for one in doc["relations"]
        if RELATIONS in kinds or one["kind"] in kinds
    }
    if kinds:
        langs = list(choice.asked) if exact else choice.chain
        found = await queries.cards(pool, sorted(keys), langs, exact=exact)
        body["items"] = [json.loads(card.card) for card in found]
        ends = [card.expires_at for card in found]
    if UNITS in names:
        codes = {code for doc in docs for code in doc["units"]}
        body["units"] = await queries.units(pool, sorted(codes))
    if AGENCY in names:
        agencies = {doc["agency"]["code"] for doc in docs}
        body["agencies"] = await queries.agencies(pool, sorted(agencies))
    shown = frozenset(card["key"] for card in body["items"])
    return Included(body, ends, shown)
