"""ISO's box files (AVIF, HEIC, MP4, MOV, M4A): boxes in boxes, each with its size."""

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from assets_api.formats.errors import RefusedError

HEADER, LONG_HEADER = 8, 16
MOST_BOXES = 100_000


@dataclass(frozen=True, slots=True)
class Box:
    """`start` is where its content begins, past the header."""

    kind: bytes
    start: int
    end: int


def boxes(data: bytes | mmap, start: int, end: int) -> Iterator[Box]:
    """The boxes that fill `start` to `end`, without a gap. Raises RefusedError."""
    at, count = start, 0
    while at < end:
        size = int.from_bytes(data[at : at + 4], "big")
        kind, begin = bytes(data[at + 4 : at + 8]), at + HEADER
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
            begin = at + LONG_HEADER
        elif size == 0:
            size = end - at
        count += 1
        if at + size > end or size < begin - at or count > MOST_BOXES:
            raise RefusedError("media-damaged", "boxes")
        yield Box(kind, begin, at + size)
        at += size


def find(data: bytes | mmap, within: Box, *path: bytes) -> Iterator[Box]:
    """Every box at `path` inside another one."""
    for box in boxes(data, within.start, within.end):
        if box.kind != path[0]:
            continue
        if len(path) == 1:
            yield box
        else:
            yield from find(data, box, *path[1:])


def whole(data: bytes | mmap) -> Box:
    return Box(b"file", 0, len(data))
