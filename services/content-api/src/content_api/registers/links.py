"""The links of a placement as a portal shows them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from content_api.public.pool import PublicPool
from content_api.registers import queries
from phohien import clock

LAST = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """`ends` are the moments at which the answer stops being right."""

    rows: list[dict[str, Any]]
    ends: list[datetime]


async def shown(
    pool: PublicPool, placement: str, chain: Sequence[str], *, at: datetime
) -> Shown:
    local = at.astimezone(clock.HERE)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), clock.HERE)
    found = await queries.placed(pool, placement, chain, local.date())
    rows = [_row(json.loads(doc)) for _, doc, _ in found]
    rows.sort(key=lambda row: (row["position"] or LAST, row["title"], row["key"]))
    ends = [ends for _, _, ends in found if ends is not None]
    # A link may have days of its own, and a day ends at midnight.
    return Shown(rows, [*ends, midnight])


def _row(doc: dict[str, Any]) -> dict[str, Any]:
    fields = doc["fields"]
    return {
        "key": doc["key"],
        "locale": doc["locale"],
        "title": doc["title"],
        "caption": doc["texts"].get("caption"),
        "url": fields["url"],
        "new_window": fields.get("new_window", True),
        "position": fields.get("position"),
        "image": _image(doc["media"]),
    }


def _image(media: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    for medium in media:
        if str(medium["mime"]).startswith("image/"):
            names = ("url", "alt", "width", "height", "mime")
            return {name: medium.get(name) for name in names}
    return None
