"""What a page shows until a picture arrives, and where the eye goes. Child only."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pyvips  # type: ignore[import-untyped]

from assets_api.renditions.framing import WHOLE
from assets_api.renditions.writing import WHITE

SMALL, TINY = 256, 24
TINY_QUALITY = 30
BINS = 8
NOTES = "appearance.json"
SQUARE = 32
"""Side of the part that is looked for; the point is its most striking place."""


def note(image: pyvips.Image, folder: Path) -> tuple[int, int]:
    """Writes down what was found; the point the eye goes to."""
    small = image.thumbnail_image(SMALL, height=SMALL, size="down").copy_memory()
    flat = small.flatten(background=WHITE) if small.hasalpha() else small
    eye = _eye(flat)
    found = {
        "colour": _colour(flat),
        "placeholder": _placeholder(flat),
        "eye": list(eye),
    }
    (folder / NOTES).write_text(json.dumps(found), encoding="ascii")
    return eye


def noted(folder: Path) -> dict[str, Any] | None:
    """None for what has no picture."""
    path = folder / NOTES
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    return found


def _eye(image: pyvips.Image) -> tuple[int, int]:
    side = min(image.width, image.height, SQUARE)
    _, found = image.smartcrop(
        side, side, interesting="attention", attention_x=True, attention_y=True
    )
    return (
        min(WHOLE, max(0, round(found["attention_x"] * WHOLE / image.width))),
        min(WHOLE, max(0, round(found["attention_y"] * WHOLE / image.height))),
    )


def _colour(image: pyvips.Image) -> str:
    """The mean of the pixels in the fullest cell of a coarse cube of colours."""
    # Axes of the cube: across the first band, down the second, bands the third.
    cube = image.hist_find_ndim(bins=BINS)
    _, red, green = cube.maxpos()
    depth = cube.getpoint(red, green)
    fullest = [red, green, depth.index(max(depth))]
    # Cells are as wide as libvips makes them: 257 values in so many.
    inside = ((image / (257 / BINS)).cast("uchar") == fullest).bandand()
    share = inside.avg()
    mean = [(band & inside).avg() / share * 255 for band in image.bandsplit()]
    return "#{:02x}{:02x}{:02x}".format(*(round(value) for value in mean))


def _placeholder(image: pyvips.Image) -> str:
    tiny = image.thumbnail_image(TINY, height=TINY, size="down")
    data = tiny.webpsave_buffer(Q=TINY_QUALITY, effort=4, keep="none")
    return f"data:image/webp;base64,{b64encode(data).decode()}"
