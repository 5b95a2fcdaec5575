"""What a file says of its maker and its rights, as suggestions. Child only.

Nothing here is believed: an officer takes a suggestion over, or does not. A packet that
is too large, too deep or has entities gives none; the file is not refused for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import (  # type: ignore[import-untyped]
    DefusedXMLParser,
)
from typing_extensions import override

from assets_api.metadata import iim, licences, sources, xmp

SUGGESTIONS = "suggestions.json"
MOST_BYTES = 1024 * 1024
MOST_DEPTH, MOST_NODES = 40, 20_000
LINE, PARAGRAPH, MOST_LANGUAGES = 300, 2000, 20
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DEFAULT = "x-default"
Texts = list[tuple[str, str]]


class TooMuchError(Exception):
    """More than anybody writes about one picture."""


@dataclass(slots=True)
class Sources:
    """The raw metadata of one file, as its format holds it."""

    xmp: bytes = b""
    iim: bytes = b""
    exif: Mapping[str, str] = field(default_factory=dict)


class Bounded(TreeBuilder):
    """Counts what it builds."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._nodes = 0

    @override
    def start(self, tag: Any, attrs: Any) -> Element:
        self._depth += 1
        self._nodes += 1
        if self._depth > MOST_DEPTH or self._nodes > MOST_NODES:
            raise TooMuchError
        return super().start(tag, attrs)

    @override
    def end(self, tag: Any) -> Element:
        self._depth -= 1
        return super().end(tag)


def suggestions(found: Sources) -> dict[str, Any]:
    """The first of XMP, IIM and EXIF that says a thing; empty when none does."""
    said = _from_xmp(found.xmp)
    older = iim.read(found.iim) if len(found.iim) <= MOST_BYTES else {}

    def first(*candidates: str) -> str:
        return next((one for text in candidates if (one := _line(text))), "")

    exif = found.exif
    creator = "; ".join(said.get("creator") or older.get(iim.BYLINE) or [])
    result: dict[str, Any] = {
        "creator": first(creator, exif.get("Artist", "")),
        "rights_holder": first(
            *said.get("holder", []),
            *older.get(iim.COPYRIGHT, []),
            exif.get("Copyright", ""),
        ),
        "licence": first(*said.get("licence", [])),
        "credit": first(*said.get("credit", []), *older.get(iim.CREDIT, [])),
        "web_statement": first(
            *(one for one in said.get("web", []) if licences.is_address(one.strip()))
        ),
        "source_type": next(
            (term for one in said.get("source", []) if (term := sources.term_of(one))),
            "",
        ),
    }
    caption = _languages(said.get("caption", []))
    if not caption:
        plain = [*older.get(iim.CAPTION, []), exif.get("ImageDescription", "")]
        caption = _languages([(DEFAULT, text) for text in plain])
    result["caption"] = caption
    result["alt"] = _languages(said.get("alt", []))
    return {name: value for name, value in result.items() if value}


def _from_xmp(packet: bytes) -> dict[str, Any]:
    root = _parsed(packet)
    if root is None:
        return {}
    return {
        "creator": _texts(root, xmp.DC, "creator"),
        "holder": [
            *_texts(root, xmp.PLUS, "CopyrightOwnerName"),
            *_texts(root, xmp.RIGHTS, "Owner"),
            *_texts(root, xmp.DC, "rights"),
        ],
        "licence": [
            *_texts(root, xmp.CREATIVE_COMMONS, "license"),
            *_texts(root, xmp.RIGHTS, "UsageTerms"),
        ],
        "credit": _texts(root, xmp.PHOTOSHOP, "Credit"),
        "web": _texts(root, xmp.RIGHTS, "WebStatement"),
        "source": _texts(root, xmp.IPTC_EXTENSION, "DigitalSourceType"),
        "caption": _told(root, xmp.DC, "description"),
        "alt": _told(root, xmp.IPTC_CORE, "AltTextAccessibility"),
    }


def _parsed(packet: bytes) -> Element | None:
    if not packet or len(packet) > MOST_BYTES:
        return None
    parser = DefusedXMLParser(target=Bounded(), forbid_dtd=True, forbid_entities=True)
    try:
        parser.feed(packet.strip(b"\0 \t\r\n"))
        root: Element | None = parser.close()
    except (ParseError, DefusedXmlException, TooMuchError, ValueError, LookupError):
        return None
    return root


def _texts(root: Element, space: str, name: str) -> list[str]:
    return [text for _, text in _told(root, space, name)]


def _told(root: Element, space: str, name: str) -> Texts:
    """Values of a property: an attribute, a text, an address, or a list of them."""
    full = f"{{{space}}}{name}"
    return [
        (language, text.strip())
        for element in root.iter()
        for language, text in _values(element, full)
        if text.strip()
    ]


def _values(element: Element, full: str) -> Iterator[tuple[str, str]]:
    if full in element.attrib:
        yield DEFAULT, element.attrib[full]
    if element.tag != full:
        return
    lines = [one for one in element.iter(f"{{{xmp.RDF}}}li") if one.text]
    for line in lines:
        yield line.get(LANGUAGE, DEFAULT), line.text or ""
    if not lines:
        address = element.get(f"{{{xmp.RDF}}}resource", "")
        yield element.get(LANGUAGE, DEFAULT), element.text or address


def _languages(texts: Sequence[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, text in texts[:MOST_LANGUAGES]:
        if words := _plain(text)[:PARAGRAPH]:
            found.setdefault(language[:20], words)
    return found


def _line(text: str) -> str:
    return " ".join(_plain(text).split())[:LINE]


def _plain(text: str) -> str:
    kept = "".join(one for one in text if one.isprintable() or one in "\n\t")
    return normalize("NFC", kept).strip()
