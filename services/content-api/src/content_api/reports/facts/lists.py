"""Looking at the rows behind a number."""

from collections.abc import Sequence
from typing import Any

from content_api.reports.schemas import FactFilter, FactList
from phohien.pagination import bad_cursor

NAMES = ("type", "lang", "kind", "topic", "month", "target", "state", "duty", "action")


def page(
    rows: Sequence[dict[str, Any]], wanted: FactFilter, agency: str | None
) -> FactList:
    asked = {
        name: value for name in NAMES if (value := getattr(wanted, name)) is not None
    }
    if agency is not None:
        asked["agency"] = agency
    found = [row for row in rows if all(row.get(name) == asked[name] for name in asked)]
    start = int(wanted.cursor) if wanted.cursor else 0
    if start > len(found):
        raise bad_cursor()
    end = start + wanted.limit
    return FactList(
        total=len(found),
        data=found[start:end],
        next_cursor=str(end) if end < len(found) else None,
    )
