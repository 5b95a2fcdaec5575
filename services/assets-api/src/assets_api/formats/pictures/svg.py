"""SVG, written anew from what it draws: shapes, words, gradients, raster pictures.

Everything that is not on the list of `svgwords` is left out, so scripts, handlers,
links, animations, filters and foreign parts cannot be in the copy, whatever they are
called. Files that are built to overwhelm are refused.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import (  # type: ignore[import-untyped]
    DefusedXMLParser,
    parse,
)

from assets_api.formats.errors import RefusedError
from assets_api.formats.pictures.svgwords import ATTRIBUTES, ELEMENTS, SVG, XLINK

MOST_BYTES = 10 * 1024 * 1024
MOST_DEPTH, MOST_NODES, MOST_DRAWN = 64, 50_000, 200_000
LARGEST, ORDINARY = 10_000.0, 300.0
RASTER = re.compile(r"^data:image/(?:png|jpe?g|webp);base64,[A-Za-z0-9+/=\s]*$")
# Nothing that fetches, escapes or runs; `url(#…)` names a part of the same file.
FETCHING = re.compile(
    r"@|\\|/\*|<|expression|javascript:|-moz-binding|behavior|url\((?!\s*['\"]?#)",
    re.IGNORECASE,
)
LENGTH = re.compile(r"^\s*\+?([0-9]*\.?[0-9]+(?:e[0-9]+)?)\s*(px|pt|pc|mm|cm|in)?\s*$")
PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 3.7795, "cm": 37.795, "in": 96.0}
NAMESPACES = {"{" + SVG + "}": "", "{" + XLINK + "}": "xlink:"}


class Rebuild:
    """Target of the parser: builds the copy while the original is read."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.words: list[str] = []
        self._kept: list[Element | None] = []
        self._last: Element | None = None
        self._nodes = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._nodes += 1
        if len(self._kept) >= MOST_DEPTH or self._nodes > MOST_NODES:
            raise RefusedError("image-too-complex")
        name = _plain(tag)
        above = self._kept[-1] if self._kept else None
        if name not in ELEMENTS or (self._kept and above is None):
            self._kept.append(None)
        else:
            self._kept.append(self._add(above, name, _safe(name, attributes)))
        self._last = None

    def _add(
        self, above: Element | None, name: str, attributes: dict[str, str]
    ) -> Element:
        if above is not None:
            return SubElement(above, name, attributes)
        if name != "svg":
            raise RefusedError("image-damaged", "root")
        self.root = Element(name, attributes)
        return self.root

    def end(self, tag: str) -> None:  # noqa: ARG002 -- the parser's protocol
        self._last = self._kept.pop()

    def data(self, text: str) -> None:
        self.words.append(text)
        above = self._kept[-1] if self._kept else None
        if above is None:
            return
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        else:
            above.text = (above.text or "") + text

    def close(self) -> "Rebuild":
        return self


def _plain(tag: str) -> str:
    """The name within SVG; of another namespace, one that is on no list."""
    for space, prefix in NAMESPACES.items():
        if tag.startswith(space):
            return prefix + tag.removeprefix(space)
    return "" if tag.startswith("{") else tag


def _safe(element: str, attributes: dict[str, str]) -> dict[str, str]:
    kept = {}
    for full, value in attributes.items():
        name = _plain(full)
        if name in {"href", "xlink:href"}:
            if _may_point(element, value.strip()):
                kept["href"] = value.strip()
        elif name in ATTRIBUTES and not FETCHING.search(value):
            kept[name] = value
    return kept


def _may_point(element: str, target: str) -> bool:
    if target.startswith("#"):
        return element != "image"
    return element == "image" and RASTER.match(target) is not None


def rebuilt(path: Path) -> tuple[bytes, int, int, list[str]]:
    """The copy, its size in pixels, and every word of the original."""
    if path.stat().st_size > MOST_BYTES:
        raise RefusedError("image-too-complex")
    target = Rebuild()
    try:
        parse(
            str(path),
            parser=DefusedXMLParser(
                target=target,
                forbid_dtd=False,
                forbid_entities=True,
                forbid_external=True,
            ),
        )
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise RefusedError("image-damaged", "xml") from error
    if target.root is None:
        raise RefusedError("image-damaged", "root")
    _drop_fetching_styles(target.root)
    _refuse_avalanche(target.root)
    width, height = _sized(target.root)
    target.root.set("xmlns", SVG)
    return tostring(target.root), width, height, target.words


def _drop_fetching_styles(root: Element) -> None:
    for style in root.iter("style"):
        if len(style) or FETCHING.search(style.text or ""):
            style.clear()


def _refuse_avalanche(root: Element) -> None:
    """`use` of a `use` of a `use`: few elements that draw millions."""
    named = {name: one for one in root.iter() if (name := one.get("id"))}
    drawn: Counter[str] = Counter()
    open_names: set[str] = set()

    def weight(element: Element) -> int:
        total = 0
        for one in element.iter():
            total += 1
            target = one.get("href", "").removeprefix("#")
            if one.tag == "use" and target in named:
                total += weigh(target)
            if total > MOST_DRAWN:
                raise RefusedError("image-too-complex", "use")
        return total

    def weigh(name: str) -> int:
        if name in open_names or len(open_names) > MOST_DEPTH:
            raise RefusedError("image-too-complex", "use")
        if not drawn[name]:
            open_names.add(name)
            drawn[name] = weight(named[name])
            open_names.discard(name)
        return drawn[name]

    weight(root)


def _sized(root: Element) -> tuple[int, int]:
    """Both sides in pixels on the root, so that every reader shows the same."""
    box = [float(one) for one in _numbers(root.get("viewBox", ""))]
    if len(box) != 4 or box[2] <= 0 or box[3] <= 0:  # noqa: PLR2004 -- x, y, width, height
        box = []
    width = _pixels(root.get("width")) or (box[2] if box else ORDINARY)
    height = _pixels(root.get("height")) or (
        width * box[3] / box[2] if box else ORDINARY
    )
    if not box:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    scale = min(1.0, LARGEST / max(width, height))
    sides = max(round(width * scale), 1), max(round(height * scale), 1)
    root.set("width", str(sides[0]))
    root.set("height", str(sides[1]))
    return sides


def _numbers(value: str) -> Iterator[str]:
    return iter(re.findall(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", value)[:8])


def _pixels(value: str | None) -> float:
    found = LENGTH.match(value or "")
    if found is None:
        return 0.0
    return min(float(found[1]) * PIXELS[found[2] or "px"], LARGEST * 1000)
