"""The finished document of one language: what was cleared, with its addresses."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from content_api.items.aggregates.bodies import strings
from content_api.public.documents import card
from content_api.releases.schemas import MediumManifest
from content_api.text.order import sort_key
from content_api.text.terms import search_vector
from content_api.types.freshness import clocks
from phohien.canonical import canonical_text


@dataclass(frozen=True, slots=True)
class Cleared:
    """One language of one item as a leader cleared it."""

    item_id: UUID
    slug: str
    agency: Mapping[str, str]
    revision: int
    closure: str
    closure_hash: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The arguments of release.publish, under the names they have in the statement."""

    doc: str
    card: str
    sort_key: str
    search: str
    lat: float | None
    lon: float | None


def finish(
    cleared: Cleared, manifests: Mapping[str, MediumManifest], *, at: datetime
) -> Finished:
    closure = json.loads(cleared.closure)
    texts, lang = closure["texts"], closure["locale"]
    title, summary = texts["title"], texts.get("summary") or ""
    start = closure["visible_from"]
    visible_from = max(at, datetime.fromisoformat(start)) if start else at
    doc = {
        **{name: value for name, value in closure.items() if name != "media"},
        "id": str(cleared.item_id),
        "slug": cleared.slug,
        "agency": dict(cleared.agency),
        "title": title,
        "summary": summary,
        "media": [_medium(medium, manifests) for medium in closure["media"]],
        "revision": cleared.revision,
        "hash": cleared.closure_hash,
        "released_at": at.astimezone(UTC).isoformat(),
        "visible_from": visible_from.astimezone(UTC).isoformat(),
        "expires_at": closure["expires_at"],
        "stale_after": {
            pointer: day.isoformat()
            for pointer, day in clocks(closure["type"], closure["fields"])
        },
    }
    lat, lon = _point(closure["fields"])
    return Finished(
        doc=canonical_text(doc),
        card=canonical_text(card(doc)),
        sort_key=sort_key(title, lang),
        search=search_vector(title, summary, " ".join(_words(closure)), lang),
        lat=lat,
        lon=lon,
    )


def _medium(
    medium: Mapping[str, Any], manifests: Mapping[str, MediumManifest]
) -> dict[str, Any]:
    """The cleared manifest, the addresses of its smaller forms, and its picture."""
    manifest = manifests[medium["asset_id"]]
    plain = {name: value for name, value in medium.items() if name != "path"}
    renditions = [each.model_dump() for each in manifest.renditions]
    picture = manifest.picture.model_dump() if manifest.picture else None
    forms = {"renditions": renditions, "picture": picture}
    return {**plain, "url": medium["path"], **forms}


def _words(closure: Mapping[str, Any]) -> Iterator[str]:
    """Every text but title and summary, and the other names of the thing."""
    for name, value in closure["texts"].items():
        if name not in {"title", "summary"}:
            yield from (text for _, text in strings(value))
    for medium in closure["media"]:
        yield from (medium["alt"], medium["caption"])
    yield from (text for _, text in strings(closure["fields"].get("aliases", [])))


def _point(fields: Mapping[str, Any]) -> tuple[float | None, float | None]:
    location = fields.get("location")
    point = location.get("point") if isinstance(location, Mapping) else None
    if not isinstance(point, Mapping):
        return None, None
    return float(point["lat"]), float(point["lon"])
