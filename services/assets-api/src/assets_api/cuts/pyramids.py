"""A large picture in tiles and in every half of its size, to be looked at closely.

Child only. Like every public form it is made anew: nothing beside the pixels is kept.
"""

from pathlib import Path

import pyvips  # type: ignore[import-untyped]

from assets_api.renditions.pictures import loaded
from assets_api.renditions.presets import PYRAMID
from assets_api.renditions.writing import WHITE, Made

FROM_PIXELS = 20_000_000
"""Below it the mezzanine shows nearly as much."""

TILE, QUALITY = 256, 85


def write(path: Path, kind: str, folder: Path) -> list[Made]:
    """Empty for a picture that is not large enough."""
    image = loaded(path, kind)
    if kind == "svg" or image.width * image.height <= FROM_PIXELS:
        return []
    try:
        return [_written(image.icc_transform("srgb", embedded=True), folder)]
    except pyvips.Error:
        # No colour profile, or a damaged one: take the numbers as they are.
        return [_written(loaded(path, kind), folder)]


def _written(image: pyvips.Image, folder: Path) -> Made:
    """As it is shown: upright, sRGB, 8 bit, nothing to be seen through."""
    if image.get_typeof("orientation") and image.get("orientation") != 1:
        # Rows come in the order of the file: turning needs all of them.
        image = image.copy_memory()
    shown = image.autorot().colourspace("srgb")
    if shown.format != "uchar":
        shown = shown.cast("uchar")
    if shown.hasalpha():
        shown = shown.flatten(background=WHITE)
    shown.tiffsave(
        str(folder / f"{PYRAMID}.tiff"),
        pyramid=True,
        tile=True,
        tile_width=TILE,
        tile_height=TILE,
        compression="jpeg",
        Q=QUALITY,
        keep="none",
    )
    return Made(PYRAMID, "tiff", shown.width, shown.height)
