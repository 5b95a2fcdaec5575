"""The closed set of things a profile may do to a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

import nh3

from asean_sync.profiles.mapping import DateFormat, Transform

BASIC_TAGS = frozenset(
    {"a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "i", "li", "ol", "p", "s"}
    | {"strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"}
)
BASIC_ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan"}, "th": {"colspan"}}
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
    return _each(value, _text_function(step, setting))


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
            "absolutise_links": lambda text: _absolute(text, setting.public_base),
        }[step]
    if step.max_chars is not None:
        return _shorten(step.max_chars)
    if step.date is not None:
        return _dated(step.date)
    if step.lookup is not None:
        return _looked_up(step.lookup, setting.lookups[step.lookup])
    return _sanitised(step.sanitize_html or "none")


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
