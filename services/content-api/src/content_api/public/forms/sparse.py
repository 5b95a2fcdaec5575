"""`fields`: only these parts of an item."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from content_api.public.forms.errors import unknown_name, unknown_names
from content_api.public.schemas import Item, ItemCard
from content_api.types import registry

PARAMETER = "fields"
AGENCY = ("agency.code", "agency.name")
# Only a list has these two: a card's picture, and the languages beside a card.
CARD = frozenset({*ItemCard.model_fields, *AGENCY, "available_locales"})
WHOLE = frozenset({*Item.model_fields, *AGENCY, "thumbnail"})


def names_in(written: str | None, types: Iterable[str]) -> tuple[str, ...]:
    """The names asked for, checked against these types; none means everything."""
    if written is None:
        return ()
    names = tuple(dict.fromkeys(name.strip() for name in written.split(",")))
    known = WHOLE | _dotted(types)
    problems = [
        unknown_name(PARAMETER, name, known) for name in names if name not in known
    ]
    if problems:
        raise unknown_names(problems)
    return names


def fit_card(names: Sequence[str]) -> bool:
    """Whether a card holds all of this, so that the document need not be read."""
    return CARD.issuperset(names)


def only(item: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """What an item has of these; `texts.body` stays inside `texts`."""
    if not names:
        return dict(item)
    kept: dict[str, Any] = {}
    for name in names:
        group, _, part = name.partition(".")
        if not part:
            if group in item:
                kept[group] = item[group]
        elif part in item.get(group, {}):
            inside = kept.setdefault(group, {})
            if inside is not item.get(group):
                inside[part] = item[group][part]
    return kept


def _dotted(types: Iterable[str]) -> set[str]:
    known = {one.code for one in registry.all_types()}
    asked = [registry.get(code) for code in types if code in known]
    return {
        f"{group}.{name}"
        for one in asked or registry.all_types()
        for group, model in (("texts", one.texts), ("fields", one.fields))
        for name in model.model_fields
    }
