"""A part of a picture in some size, as it is ordered from a child. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cut:
    """`region` is in pixels of the whole picture, whose size is `width`, `height`."""

    source: str
    width: int
    height: int
    region: tuple[int, int, int, int]
    size: tuple[int, int]
    mirrored: bool
    rotation: int
    quality: str
    format: str
