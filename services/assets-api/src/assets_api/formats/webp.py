"""WebP: the RIFF container, its chunks and the size of the canvas."""

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from assets_api.formats.errors import RefusedError

PICTURES = frozenset({b"VP8 ", b"VP8L", b"ANMF"})


@dataclass(frozen=True, slots=True)
class Shape:
    width: int
    height: int


def shape(data: bytes | mmap) -> Shape:
    """Size by the first picture chunk; refuses bytes beyond the container."""
    declared = int.from_bytes(data[4:8], "little") + 8
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or declared > len(data):
        raise RefusedError("image-damaged")
    if declared != len(data):
        raise RefusedError("trailing-bytes")
    found: Shape | None = None
    pictures = 0
    for kind, at, length in chunks(data):
        pictures += kind in PICTURES
        if found is None:
            found = _size(kind, data[at : at + min(length, 16)])
    if found is None or not pictures or 0 in (found.width, found.height):
        raise RefusedError("image-damaged")
    return found


def chunks(data: bytes | mmap) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at < len(data):
        kind = bytes(data[at : at + 4])
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > len(data):
            raise RefusedError("image-damaged")
        yield kind, at + 8, length
        at += 8 + length + length % 2


def _size(kind: bytes, head: bytes) -> Shape:
    match kind:
        case b"VP8X":
            return Shape(
                int.from_bytes(head[4:7], "little") + 1,
                int.from_bytes(head[7:10], "little") + 1,
            )
        case b"VP8L" if head[:1] == b"\x2f":
            bits = int.from_bytes(head[1:5], "little")
            return Shape((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
        case b"VP8 " if head[3:6] == b"\x9d\x01\x2a":
            return Shape(
                int.from_bytes(head[6:8], "little") & 0x3FFF,
                int.from_bytes(head[8:10], "little") & 0x3FFF,
            )
        case _:
            raise RefusedError("image-damaged")
