"""The closed set of things a profile may do to a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import nh3

from asean_sync.profiles.mapping import DateFormat, Transform

BASIC_TAGS = frozenset(
    {"a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "i", "li", "ol", "p", "s"}
    | {"strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"}
)
BASIC_ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan"}, "th": {"colspan"}}
# Stands in a payload for a decimal figure, which is sent as a JSON number.
NUMBER = "$number"
# Beyond this the receiver's double can no longer tell whole numbers apart.
MOST_EXACT = 2**53
SCHEMES = {"http", "https", "mailto"}


class UntranslatableError(Exception):
    """The value cannot become what the profile asks for."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What transforms may look at besides the value."""

    lookups: Mapping[str, Mapping[str, str]]
    public_base: str


def apply(value: Any, step: str | Transform, setting: Setting) -> Any:
    if isinstance(step, Transform) and "default" in step.model_fields_set:
        return step.default if value in (None, "", [], {}) else value
    if isinstance(step, Transform) and step.join is not None:
        return _joined(value, step.join)
    if isinstance(step, str) and step in _WHOLE:
        return value if value is None else _WHOLE[step](value)
    return _each(value, _text_function(step, setting))


def _joined(value: Any, between: str) -> Any:
    if not isinstance(value, list):
        return value
    return between.join(str(_text(one)) for one in value if one is not None)


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        raise UntranslatableError("a list or an object is no text")
    return str(value)


def _number(value: Any) -> Any:
    """A whole number as such; a decimal figure under a mark, digit by digit."""
    try:
        figure = Decimal(str(value))
    except InvalidOperation as error:
        raise UntranslatableError(f"{value!r} is not a number") from error
    if isinstance(value, bool) or not figure.is_finite():
        raise UntranslatableError(f"{value!r} is not a number")
    if abs(figure) >= MOST_EXACT:
        raise UntranslatableError(f"{value!r} is too large for a JSON number")
    if figure == figure.to_integral_value():
        return int(figure)
    return {NUMBER: f"{figure.normalize():f}"}


def _integer(value: Any) -> int:
    found = _number(value)
    if not isinstance(found, int):
        raise UntranslatableError(f"{value!r} is not a whole number")
    return found


def _boolean(value: Any) -> bool:
    said = {"true": True, "1": True, "false": False, "0": False}
    if isinstance(value, bool):
        return value
    if str(value).lower() not in said:
        raise UntranslatableError(f"{value!r} is neither true nor false")
    return said[str(value).lower()]


def _first(value: Any) -> Any:
    if isinstance(value, list):
        return value[0] if value else None
    return value


_WHOLE: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "first": _first,
}


def _each(value: Any, function: Callable[[str], Any]) -> Any:
    """Every text in the value, however deep; other kinds pass through."""
    if isinstance(value, str):
        return function(value)
    if isinstance(value, list):
        return [_each(item, function) for item in value]
    if isinstance(value, dict):
        return {key: _each(item, function) for key, item in value.items()}
    return value


def _text_function(step: str | Transform, setting: Setting) -> Callable[[str], Any]:
    if isinstance(step, str):
        return {
            "nfc": lambda text: normalize("NFC", text),
            "trim": str.strip,
            "upper": str.upper,
            "lower": str.lower,
            "absolutise_links": lambda text: _absolute(text, setting.public_base),
        }[step]
    (name,) = step.model_fields_set
    argument = getattr(step, name)
    if name == "lookup":
        return _looked_up(argument, setting.lookups[argument])
    return _MADE[name](argument)


def _split(at: Any) -> Callable[[str], Any]:
    return lambda text: [one.strip() for one in text.split(at) if one.strip()]


def _prefixed(prefix: Any) -> Callable[[str], Any]:
    return lambda text: f"{prefix}{text}" if text else text


def _uuid(namespace: UUID) -> Callable[[str], Any]:
    return lambda text: str(uuid5(namespace, normalize("NFC", text)))


def _shorten(most: int) -> Callable[[str], str]:
    def shorten(text: str) -> str:
        composed = normalize("NFC", text)
        return (
            composed if len(composed) <= most else composed[: most - 1].rstrip() + "…"
        )

    return shorten


def _dated(wanted: DateFormat) -> Callable[[str], str]:
    zone = ZoneInfo(wanted.tz)

    def dated(text: str) -> str:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise UntranslatableError(f"{text!r} is not a date") from error
        if moment.tzinfo is not None:
            return moment.astimezone(zone).strftime(wanted.format)
        return date(moment.year, moment.month, moment.day).strftime(wanted.format)

    return dated


def _looked_up(name: str, table: Mapping[str, str]) -> Callable[[str], str]:
    def look_up(text: str) -> str:
        if text not in table:
            raise UntranslatableError(f"lookup {name!r} has no entry for {text!r}")
        return table[text]

    return look_up


def _sanitised(level: str) -> Callable[[str], str]:
    tags = BASIC_TAGS if level == "basic" else frozenset[str]()

    def sanitise(text: str) -> str:
        return nh3.clean(
            text,
            tags=tags,
            attributes=BASIC_ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel=None,
        )

    return sanitise


def _absolute(text: str, base: str) -> str:
    """Relative addresses of links get the public site's; without one they stay."""
    if not base or "<" not in text:
        return text
    return nh3.clean(
        text,
        tags=BASIC_TAGS,
        attributes=BASIC_ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        url_relative=("rewrite_with_base", base),
    )


_MADE: Mapping[str, Callable[[Any], Callable[[str], Any]]] = {
    "max_chars": _shorten,
    "date": _dated,
    "sanitize_html": _sanitised,
    "split": _split,
    "prefix": _prefixed,
    "uuid5": _uuid,
}
