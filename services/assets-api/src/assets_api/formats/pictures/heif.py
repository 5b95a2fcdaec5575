"""AVIF and HEIC: boxes that fill the file, and the sizes of the pictures inside."""

from dataclasses import dataclass
from mmap import mmap

from assets_api.formats import boxes
from assets_api.formats.errors import RefusedError

FULL = 4
"""Version and flags in front of a full box's content."""
ENOUGH = 12


@dataclass(frozen=True, slots=True)
class Shape:
    """The largest picture of the file."""

    width: int
    height: int


def shape(data: bytes | mmap) -> Shape:
    """Raises RefusedError for gaps, bytes behind the last box, or no picture."""
    try:
        sizes = [
            (
                int.from_bytes(data[box.start + 4 : box.start + 8], "big"),
                int.from_bytes(data[box.start + 8 : box.start + 12], "big"),
            )
            for meta in boxes.find(data, boxes.whole(data), b"meta")
            for box in boxes.find(
                data,
                boxes.Box(b"meta", meta.start + FULL, meta.end),
                b"iprp",
                b"ipco",
                b"ispe",
            )
            if box.end - box.start >= ENOUGH
        ]
    except RefusedError as error:
        raise RefusedError("image-damaged", *error.facts) from error
    if not sizes or any(0 in size for size in sizes):
        raise RefusedError("image-damaged")
    return Shape(*max(sizes, key=lambda size: size[0] * size[1]))
