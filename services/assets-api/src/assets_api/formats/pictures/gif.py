"""GIF: the screen, how many frames, and what follows the end."""

from dataclasses import dataclass
from mmap import mmap

from assets_api.formats.errors import RefusedError

TABLE, SIZE_BITS = 0x80, 0x07
DESCRIPTOR = 10


@dataclass(frozen=True, slots=True)
class Shape:
    width: int
    height: int
    frames: int
    end: int


def shape(data: bytes | mmap) -> Shape:
    """Walks every block. Raises RefusedError for a file that breaks off."""
    width = int.from_bytes(data[6:8], "little")
    height = int.from_bytes(data[8:10], "little")
    frames, at = 0, 13 + _table(data, 10)
    while True:
        match _byte(data, at):
            case 0x2C:
                frames += 1
                # The table of colours, then one byte that begins the coded data.
                at = _blocks(data, at + DESCRIPTOR + _table(data, at + 9) + 1)
            case 0x21:
                at = _blocks(data, at + 2)
            case 0x3B:
                break
            case _:
                raise RefusedError("image-damaged")
    if not frames or not width or not height:
        raise RefusedError("image-damaged")
    return Shape(width, height, frames, at + 1)


def _table(data: bytes | mmap, at: int) -> int:
    flags = _byte(data, at)
    return 3 << ((flags & SIZE_BITS) + 1) if flags & TABLE else 0


def _blocks(data: bytes | mmap, at: int) -> int:
    while length := _byte(data, at):
        at += length + 1
    return at + 1


def _byte(data: bytes | mmap, at: int) -> int:
    if at >= len(data):
        raise RefusedError("image-damaged")
    return data[at]


def refuse_trailing(data: bytes | mmap, end: int) -> None:
    if data[end : end + 1024].strip(b"\0") or len(data) > end + 1024:
        raise RefusedError("trailing-bytes")
