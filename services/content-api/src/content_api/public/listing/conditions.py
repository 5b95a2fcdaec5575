"""The question of a list in the words of the database, or what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from content_api.public.errors import nothing_to_search
from content_api.public.forms.errors import unknown_name, unknown_names, wrong_filter
from content_api.public.listing import boxes, facts
from content_api.public.listing.schemas import ListQuery
from content_api.text.terms import search_query
from content_api.types import registry
from content_api.types.filters.derived import FilterKind, filters_of

LISTS = ("type", "agency", "unit", "topic", "fi_category")
# A day begins at midnight in Hưng Yên.
HERE = timezone(timedelta(hours=7))
SORTS: Mapping[str, str] = {
    "newest": "-released",
    "oldest": "released",
    "title": "title",
    "-title": "-title",
}


@dataclass(frozen=True, slots=True)
class Order:
    """`by` names the fact that orders; what has none follows, newest first."""

    name: str
    by: str | None = None


def conditions(wanted: ListQuery, lang: str) -> dict[str, Any]:
    """Everything but the language, as `release.page` and its sisters read it."""
    asked: dict[str, Any] = {
        name: sorted(set(written.split(",")))
        for name in LISTS
        if (written := getattr(wanted, name)) is not None
    }
    if wanted.q is not None:
        query = search_query(wanted.q, lang)
        if query is None:
            raise nothing_to_search()
        asked["query"] = query
    if wanted.released_from is not None:
        asked["released_from"] = _midnight(wanted.released_from)
    if wanted.released_to is not None and wanted.released_to < date.max:
        asked["released_to"] = _midnight(wanted.released_to + timedelta(days=1))
    if wanted.bbox is not None:
        asked["boxes"] = boxes.boxes_in(wanted.bbox)
    found = facts.facts_in(wanted.model_extra or {}, type_of(asked), _known())
    if found:
        asked["facts"] = found
    return asked


def refuse_repeated(names: Iterable[str]) -> None:
    """The second of two would win without a word."""
    for name, times in Counter(names).items():
        if times > 1:
            raise wrong_filter(
                name[:80],
                vi="Tham số này chỉ ghi một lần; nhiều giá trị cách bằng dấu phẩy.",
                en="Give this parameter once, with values separated by commas.",
            )


def type_of(asked: Mapping[str, Any]) -> str | None:
    """The one type that is asked for, if it is one."""
    types: Sequence[str] = asked.get("type", ())
    known = {one.code for one in registry.all_types()}
    return types[0] if len(types) == 1 and types[0] in known else None


def order_of(written: str | None, type_code: str | None) -> Order:
    if written is None:
        return Order(SORTS["newest"])
    if written in SORTS:
        return Order(SORTS[written])
    name = written.removeprefix("-")
    own = filters_of(type_code) if type_code else {}
    sortable = {one.name: one for one in own.values() if one.sortable}
    if name in sortable:
        kind = "day" if sortable[name].kind is FilterKind.DAY else "number"
        down = "-" if written.startswith("-") else ""
        return Order(f"{down}{kind}", by=name)
    if not type_code and name in facts.sortable_names():
        raise wrong_filter(
            "sort",
            vi=f"Muốn sắp theo «{name}» thì thêm type= một loại nội dung.",
            en=f"To sort by “{name}”, add type= with one content type.",
        )
    known = [*SORTS, *sortable, *(f"-{each}" for each in sortable)]
    raise unknown_names([unknown_name("sort", written, known)])


def _known() -> list[str]:
    return list(ListQuery.model_fields)


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), HERE).isoformat()
