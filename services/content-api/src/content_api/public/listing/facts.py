"""Filters of a content type: `status=operating`, `area_from=100`."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from content_api.public.forms.errors import unknown_name, unknown_names, wrong_filter
from content_api.types.filters.derived import (
    Filter,
    FilterKind,
    every_filter,
    filters_of,
)

MOST_FACTS = 8
MOST_VALUES = 50
MOST_CHARACTERS = 2000
FROM, TO = "_from", "_to"
BOUNDS: Mapping[tuple[FilterKind, str], str] = {
    (FilterKind.NUMBER, FROM): "least",
    (FilterKind.NUMBER, TO): "most",
    (FilterKind.DAY, FROM): "first",
    (FilterKind.DAY, TO): "last",
}


@cache
def parameters() -> Mapping[str, tuple[str, ...]]:
    """Every parameter of a filter, and the types that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for owners in every_filter().values():
        for type_code, one in owners:
            for parameter in one.parameters:
                found[parameter] = (*found.get(parameter, ()), type_code)
    return found


@cache
def sortable_names() -> frozenset[str]:
    return frozenset(
        name
        for name, owners in every_filter().items()
        if any(one.sortable for _, one in owners)
    )


def facts_in(
    given: Mapping[str, Any], type_code: str | None, fixed: Sequence[str]
) -> list[dict[str, Any]]:
    """What is asked of each fact. `fixed` are the parameters every list has."""
    known = [*fixed, *parameters()]
    problems = [
        unknown_name(name, name, known) for name in given if name not in parameters()
    ]
    if problems:
        raise unknown_names(problems)
    own = filters_of(type_code) if type_code else {}
    by_parameter = {each: one for one in own.values() for each in one.parameters}
    asked: dict[str, dict[str, Any]] = {}
    for parameter, written in given.items():
        one = by_parameter.get(parameter)
        if one is None:
            raise _of_another_type(parameter)
        fact = asked.setdefault(one.name, {"name": one.name})
        fact.update(_value(one, parameter, _text(parameter, written)))
    if len(asked) > MOST_FACTS:
        raise wrong_filter(
            next(iter(given)),
            vi=f"Một yêu cầu lọc theo nhiều nhất {MOST_FACTS} trường.",
            en=f"One question filters by at most {MOST_FACTS} fields.",
        )
    return [asked[name] for name in sorted(asked)]


def _value(one: Filter, parameter: str, written: str) -> dict[str, Any]:
    if one.kind is FilterKind.WORD:
        return {"words": _words(one, written)}
    end = FROM if parameter.endswith(FROM) else TO
    read = _number if one.kind is FilterKind.NUMBER else _day
    return {BOUNDS[one.kind, end]: read(parameter, written)}


def _words(one: Filter, written: str) -> list[str]:
    words = sorted({word.strip() for word in written.split(",")} - {""})
    if not words or len(words) > MOST_VALUES:
        raise wrong_filter(
            one.name,
            vi=f"Ghi từ 1 đến {MOST_VALUES} giá trị, cách nhau bằng dấu phẩy.",
            en=f"Give 1 to {MOST_VALUES} values, separated by commas.",
        )
    problems = [
        unknown_name(one.name, word, one.values)
        for word in words
        if one.values and word not in one.values
    ]
    if problems:
        raise unknown_names(problems)
    return words


def _number(parameter: str, written: str) -> str:
    try:
        number = Decimal(written)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > MOST_VALUES:
        raise wrong_filter(
            parameter,
            vi="Ghi một số, dấu thập phân là dấu chấm, ví dụ 525.7.",
            en="Give a number with a decimal point, as in 525.7.",
        )
    return str(number)


def _day(parameter: str, written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise wrong_filter(
            parameter,
            vi="Ghi ngày theo dạng năm-tháng-ngày, ví dụ 2026-01-31.",
            en="Give the day as year-month-day, as in 2026-01-31.",
        ) from None


def _text(parameter: str, written: Any) -> str:
    if not isinstance(written, str):
        raise wrong_filter(
            parameter,
            vi="Tham số này chỉ ghi một lần; nhiều giá trị thì cách bằng dấu phẩy.",
            en="Give this parameter once, with several values separated by commas.",
        )
    if not written.strip() or len(written) > MOST_CHARACTERS:
        raise wrong_filter(
            parameter,
            vi=f"Ghi giá trị dài từ 1 đến {MOST_CHARACTERS} ký tự.",
            en=f"Give a value of 1 to {MOST_CHARACTERS} characters.",
        )
    return written.strip()


def _of_another_type(parameter: str) -> Exception:
    types = ", ".join(parameters()[parameter])
    return wrong_filter(
        parameter,
        vi=f"Chỉ lọc được khi type là đúng một loại trong: {types}.",
        en=f"This filters only when type is exactly one of: {types}.",
    )
