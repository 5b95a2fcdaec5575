"""Parameters of the standard in the words of our lists."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from content_api.ogc.errors import WrongMapQueryError, wrong_parameter
from content_api.ogc.schemas import MapItemQuery, MapQuery
from content_api.public.forms.schemas import DetailQuery
from content_api.public.listing.schemas import ListQuery

DEFAULT_LIMIT, MOST = 10, 200
OPEN = {"", ".."}
INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.IGNORECASE
)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def list_query(asked: MapQuery, type_code: str) -> ListQuery:
    given: dict[str, Any] = {
        "bbox": asked.bbox,
        "cursor": asked.cursor,
        "locale": asked.locale,
    }
    limit = DEFAULT_LIMIT if asked.limit is None else _limit(asked.limit)
    refuse_unknown(asked.model_extra)
    try:
        return ListQuery.model_validate(
            {"type": type_code, "sort": "newest", "limit": limit}
            | {name: value for name, value in given.items() if value is not None}
        )
    except ValidationError as exc:
        name = str(exc.errors()[0]["loc"][0])
        raise wrong_parameter(name, "giá trị chưa đúng.", "not a right value.") from exc


def item_query(asked: MapItemQuery) -> DetailQuery:
    refuse_unknown(asked.model_extra)
    try:
        return DetailQuery(locale=asked.locale)
    except ValidationError as exc:
        raise wrong_language() from exc


def wrong_language() -> WrongMapQueryError:
    return wrong_parameter("locale", "không phải mã BCP 47.", "no BCP 47 tag.")


def refuse_unknown(extra: Mapping[str, Any] | None) -> None:
    for name in extra or ():
        raise wrong_parameter(
            name[:80],
            "không có tham số này; xem /v1/ogc/api.",
            "there is no such parameter; see /v1/ogc/api.",
        )


def released(written: str | None) -> dict[str, str]:
    """`datetime` as bounds: from and including, to and not including."""
    if written is None:
        return {}
    start, slash, end = written.partition("/")
    if not slash:
        end = start
    if start in OPEN and end in OPEN:
        if slash:
            return {}
        raise _wrong_time()
    bounds: dict[str, str] = {}
    if start not in OPEN:
        bounds["released_from"] = _instant(start)[0].isoformat()
    if end not in OPEN:
        bounds["released_to"] = _instant(end)[1].isoformat()
    return bounds


def _instant(written: str) -> tuple[datetime, datetime]:
    """The first moment of it, and the first one after it."""
    try:
        if DAY.fullmatch(written):
            first = datetime.fromisoformat(f"{written}T00:00:00+00:00")
            return first, first + timedelta(days=1)
        if INSTANT.fullmatch(written):
            first = datetime.fromisoformat(written.upper())
            return first, first + timedelta(microseconds=1)
    except (ValueError, OverflowError) as exc:
        raise _wrong_time() from exc
    raise _wrong_time()


def _limit(written: str) -> int:
    if not re.fullmatch(r"0*[1-9][0-9]{0,9}", written):
        raise wrong_parameter("limit", "ghi số nguyên từ 1.", "a whole number from 1.")
    return min(int(written), MOST)


def _wrong_time() -> Exception:
    return wrong_parameter(
        "datetime",
        "ghi theo RFC 3339, ví dụ 2026-01-31T00:00:00Z/.. ",
        "write it as in RFC 3339, such as 2026-01-31T00:00:00Z/..",
    )
