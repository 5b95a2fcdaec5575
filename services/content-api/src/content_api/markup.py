"""XML that any parser takes: every element in a namespace, every text allowed."""

import re
from typing import Any

from lxml import etree

# What XML 1.0 cannot hold, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def escaped_json(text: str) -> str:
    """The same JSON value, without a character that XML cannot hold."""
    return _UNWRITABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def element(namespace: str, name: str) -> etree._Element:
    """An element whose namespace is that of everything in it without a prefix."""
    own: Any = {None: namespace}
    return etree.Element(f"{{{namespace}}}{name}", nsmap=own)


def child(
    parent: etree._Element, tag: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """A new last element of `parent`, in its namespace unless `tag` names one."""
    space = "" if tag.startswith("{") else f"{{{etree.QName(parent).namespace}}}"
    made = etree.SubElement(parent, f"{space}{tag}")
    if text is not None:
        made.text = clean(text)
    for name, value in attributes.items():
        made.set(name, clean(value))
    return made


def document(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
