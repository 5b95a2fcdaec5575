"""Payloads as XML, and answers in XML as nested fields. Pure."""

import re
from typing import Any
from unicodedata import normalize

from lxml import etree

ITEM = "item"
# What XML 1.0 cannot say at all.
_UNSAYABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNSAYABLE.sub("\N{REPLACEMENT CHARACTER}", normalize("NFC", str(value)))


def add(parent: etree._Element, name: str, value: Any) -> None:
    """A list is an element with `item`s; what is empty is left out."""
    if value in (None, [], {}):
        return
    one = etree.SubElement(parent, name)
    if isinstance(value, dict):
        for inner, content in value.items():
            add(one, f"{{{etree.QName(one).namespace}}}{inner}", content)
    elif isinstance(value, list):
        for content in value:
            add(one, f"{{{etree.QName(one).namespace}}}{ITEM}", content)
    else:
        one.text = text_of(value)


def shown(value: Any) -> Any:
    """What reading back the XML of a payload gives: every value a text."""
    if isinstance(value, dict):
        made = {name: shown(one) for name, one in value.items()}
        return {name: made[name] for name in made if made[name] is not None}
    if isinstance(value, list):
        return [one for one in map(shown, value) if one is not None] or None
    return None if value is None else text_of(value).strip()


def read(element: etree._Element) -> Any:
    """Fields by local name; what is there several times, or as `item`, is a list."""
    children = list(element.iterchildren("*"))  # no comments, no instructions
    if not children:
        return (element.text or "").strip()
    if all(etree.QName(one).localname == ITEM for one in children):
        return [read(one) for one in children]
    found: dict[str, Any] = {}
    for one in children:
        name, value = etree.QName(one).localname, read(one)
        if name in found:
            several = found[name] if isinstance(found[name], list) else [found[name]]
            found[name] = [*several, value]
        else:
            found[name] = value
    return found
