"""How large a rendition is, and which part of the picture it shows. Pure."""

from dataclasses import dataclass

from assets_api.renditions.presets import PROOF_SIDE, Preset

WHOLE = 1000
"""A focal point is told in thousandths of width and height."""

MIDDLE = (WHOLE // 2, WHOLE // 2)
SHRINKS = (8, 4, 2)
Focal = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    left: int
    top: int
    width: int
    height: int


def box(width: int, height: int, preset: Preset, focal: Focal) -> Box:
    """The largest part of this shape, its middle as near to the point as can be."""
    if preset.ratio is None:
        return Box(0, 0, width, height)
    across, down = preset.ratio
    wide = min(width, max(1, round(height * across / down)))
    high = min(height, max(1, round(width * down / across)))
    left = round(width * focal[0] / WHOLE - wide / 2)
    top = round(height * focal[1] / WHOLE - high / 2)
    return Box(
        min(max(left, 0), width - wide), min(max(top, 0), height - high), wide, high
    )


def size(width: int, height: int, preset: Preset) -> tuple[int, int]:
    """Of the rendition, as libvips rounds; never larger than what it is made from."""
    part = box(width, height, preset, MIDDLE)
    scale = min(1.0, preset.side / max(part.width, part.height, 1))
    return max(1, round(part.width * scale)), max(1, round(part.height * scale))


def shrink(spare: float) -> int:
    """What the decoder may leave out, of `spare` pixels for each one that is needed.

    Twice as many as are needed remain, so that nothing is seen of it.
    """
    return next((by for by in SHRINKS if spare >= by * 2), 1)


def from_proof(width: int, height: int, preset: Preset) -> bool:
    """Whether the small source is large enough."""
    part = box(width, height, preset, MIDDLE)
    scale = min(1.0, PROOF_SIDE / max(width, height, 1))
    return max(part.width, part.height) * scale >= preset.side * 4 / 3
