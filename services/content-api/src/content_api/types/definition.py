"""What a type is: its fields, its texts and its rules, all in one value."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from phohien.errors import FieldProblem, Text
from phohien.schemas import In

# A rule reads the fields model of its own type, so it is typed there, not here.
Rule = Callable[[Any], Iterable[FieldProblem]]


@dataclass(frozen=True, slots=True)
class ContentType:
    """One kind of thing the province publishes.

    `rules` refuse a draft; `offer_rules` only keep it from targets outside.
    `fresh_months` is the clock of the item, `fresh_figures` that of single figures,
    by field name. `needed` lists what a release must have, such as `fields/area` or
    `texts/summary`. `card` names the neutral fields a list shows, `schema_org` the
    class of its JSON-LD. `filters` says what readers may filter by: the name of the
    parameter, and the way to the value in the fields; `:USD` picks a currency.
    """

    code: str
    title: Text
    fields: type[In]
    texts: type[In]
    fresh_months: int
    rules: tuple[Rule, ...] = ()
    offer_rules: tuple[Rule, ...] = ()
    fresh_figures: Mapping[str, int] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    required_languages: tuple[str, ...] = ("vi",)
    card: tuple[str, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    schema_org: str = "CreativeWork"
