"""TIFF: directories of tags. Sizes are read before a decoder is let near it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from assets_api.formats.errors import RefusedError

WIDTH, HEIGHT = 256, 257
SHORT, LONG, LONG8 = 3, 4, 16
SIZES = {SHORT: "H", LONG: "I", LONG8: "Q"}
MOST_PAGES = 1000
MOST_TAGS = 4096
END_OF_ZIP = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Layout:
    """How numbers are written: ordinary TIFF or the one with 64-bit offsets."""

    order: str
    offset: str
    count: str
    entry: int


@dataclass(frozen=True, slots=True)
class Shape:
    """Of the largest page."""

    width: int
    height: int
    pages: int


def shape(data: bytes | mmap) -> Shape:
    """Raises RefusedError for loops, for pages without a size, for a ZIP behind it."""
    if data.rfind(END_OF_ZIP, max(len(data) - 65_600, 0)) >= 0:
        raise RefusedError("trailing-bytes", "zip")
    sizes = list(_pages(data))
    if not sizes:
        raise RefusedError("image-damaged")
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Shape(width, height, len(sizes))


def _layout(data: bytes | mmap) -> tuple[Layout, int]:
    order = "<" if data[:2] == b"II" else ">"
    if data[2:4] in (b"+\0", b"\0+"):
        return Layout(order, "Q", "Q", 20), 8
    return Layout(order, "I", "H", 12), 4


def _pages(data: bytes | mmap) -> Iterator[tuple[int, int]]:
    layout, first = _layout(data)
    seen: set[int] = set()
    at = _number(data, first, layout.order + layout.offset)
    while at:
        if at in seen or len(seen) > MOST_PAGES:
            raise RefusedError("image-damaged", "loop")
        seen.add(at)
        count = _number(data, at, layout.order + layout.count)
        if count > MOST_TAGS:
            raise RefusedError("image-damaged")
        at += struct.calcsize(layout.count)
        yield _size(data, at, count, layout)
        at = _number(data, at + count * layout.entry, layout.order + layout.offset)


def _size(data: bytes | mmap, at: int, count: int, layout: Layout) -> tuple[int, int]:
    found: dict[int, int] = {}
    for entry in range(at, at + count * layout.entry, layout.entry):
        tag, form = (
            _number(data, entry, layout.order + "H"),
            _number(data, entry + 2, layout.order + "H"),
        )
        if tag in (WIDTH, HEIGHT) and form in SIZES:
            value = entry + layout.entry - struct.calcsize(layout.offset)
            found[tag] = _number(data, value, layout.order + SIZES[form])
    if not found.get(WIDTH) or not found.get(HEIGHT):
        raise RefusedError("image-damaged")
    return found[WIDTH], found[HEIGHT]


def _number(data: bytes | mmap, at: int, form: str) -> int:
    try:
        (value,) = struct.unpack_from(form, data, at)
    except struct.error as error:
        raise RefusedError("image-damaged") from error
    return int(value)
