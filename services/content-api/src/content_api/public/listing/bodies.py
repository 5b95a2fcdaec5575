"""A page of a list in each of the formats it leaves in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from content_api.addresses import Addresses
from content_api.public.documents import card
from content_api.public.forms import geojson, including, sparse
from content_api.public.forms.errors import does_not_go
from content_api.public.forms.linked import things
from content_api.public.forms.media_types import GEOJSON, JSON, JSON_LD
from content_api.public.listing.queries import Listed
from content_api.public.listing.service import Asked
from content_api.public.schemas import ItemCard

CARD_NAMES = (*ItemCard.model_fields, "available_locales")
Doc = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wire:
    """How the list was asked for over HTTP; `more` are conditions of its address."""

    media_type: str
    path: str
    pairs: Sequence[tuple[str, str]]
    addresses: Addresses
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def own(self) -> str:
        """The address of this page."""
        query = urlencode(sorted(self.pairs))
        return self.addresses.absolute(f"{self.path}?{query}" if query else self.path)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page holds. `docs` are there only where the rows had to be opened."""

    asked: Asked
    rows: Sequence[Listed]
    docs: Sequence[Doc]
    included: including.Included
    beside: Mapping[str, Any]


def refuse_what_does_not_fit(asked: Asked, media_type: str) -> None:
    """Linked data is whole: it has no place for parts and counts."""
    for name in ("fields", "include", "facets"):
        if media_type == JSON_LD and getattr(asked, name):
            raise does_not_go(name, media_type)


def opens_rows(asked: Asked, media_type: str) -> bool:
    return media_type != JSON or bool(asked.fields or asked.include)


def needs_documents(asked: Asked, media_type: str) -> bool:
    """Whether cards do not hold enough."""
    related = including.needs_documents(asked.include)
    return media_type != JSON or related or not sparse.fit_card(asked.fields)


def body(shown: Shown, wire: Wire) -> bytes:
    if wire.media_type == JSON_LD:
        total = shown.beside["total"]
        page = things.collection(shown.docs, wire.addresses, own=wire.own, total=total)
        return _text(page).encode()
    if wire.media_type == GEOJSON:
        features = [
            geojson.feature(doc, _part(doc, row, shown)) for doc, row in _pairs(shown)
        ]
        said = {
            name: value for name, value in shown.beside.items() if value is not None
        }
        return _text(geojson.collection(features, said)).encode()
    if shown.docs:
        data = ",".join(_text(_part(doc, row, shown)) for doc, row in _pairs(shown))
    else:
        data = ",".join(_with_languages(row) for row in shown.rows)
    return f'{{"data":[{data}],{_text(shown.beside)[1:]}'.encode()


def _pairs(shown: Shown) -> list[tuple[Doc, Listed]]:
    return list(zip(shown.docs, shown.rows, strict=True))


def _part(doc: Doc, row: Listed, shown: Shown) -> dict[str, Any]:
    """A card, or what `fields` names, with the relations that are shown beside."""
    known = {**doc, "available_locales": row.langs}
    if "media" in doc:
        known["thumbnail"] = card(doc)["thumbnail"]
    names = shown.asked.fields or CARD_NAMES
    if including.needs_documents(shown.asked.include):
        known["relations"] = shown.included.relations_of(doc)
        names = names if shown.asked.fields else (*names, "relations")
    return sparse.only(known, names)


def _with_languages(row: Listed) -> str:
    return f'{row.body.rstrip()[:-1]},"available_locales":{json.dumps(row.langs)}}}'


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
