"""A part of a picture, from a mezzanine or a pyramid of our own. Child only."""

from pathlib import Path
from typing import Any

import pyvips  # type: ignore[import-untyped]

from assets_api.renditions import framing, writing
from assets_api.renditions.presets import JPG, WEBP

HALF = 128
TURNS = {0: "d0", 90: "d90", 180: "d180", 270: "d270"}
PRESET = "cut"


def cut(order: dict[str, Any], source: Path, target: Path) -> tuple[int, int]:
    """The size of what was written: turned on its side, it is the other way round."""
    x, y, width, height = order["region"]
    across, down = order["size"]
    image = _opened(source, order["source"], min(width / across, height / down))
    # The level that was opened is smaller than the picture, by nearly a whole number.
    by_x, by_y = image.width / order["width"], image.height / order["height"]
    left, top = (
        min(int(x * by_x), image.width - 1),
        min(int(y * by_y), image.height - 1),
    )
    part = image.crop(
        left,
        top,
        max(1, min(round(width * by_x), image.width - left)),
        max(1, min(round(height * by_y), image.height - top)),
    )
    if (part.width, part.height) != (across, down):
        part = part.thumbnail_image(across, height=down, size="force")
    part = part.copy_memory()
    if order["mirrored"]:
        part = part.fliphor()
    part = _toned(part.rot(TURNS[order["rotation"]]), order["quality"])
    _encode(part, target, order["format"])
    return part.width, part.height


def _opened(source: Path, form: str, shrink: float) -> pyvips.Image:
    """The smallest level that is large enough; the loader is our own encoder's."""
    options = {"access": "sequential", "fail_on": "warning"}
    path = str(source)
    if form == WEBP:
        return pyvips.Image.webpload(path, **options)
    if form == JPG:
        by = framing.shrink(shrink)
        return pyvips.Image.jpegload(path, shrink=by, **options)
    # Tiles are fetched where they are needed, so nothing is read in a row.
    level, image = 0, pyvips.Image.tiffload(path, page=0)
    levels = image.get("n-pages")
    while level + 1 < levels and shrink >= 2 ** (level + 1):
        level += 1
    return pyvips.Image.tiffload(path, page=level) if level else image


def _toned(image: pyvips.Image, quality: str) -> pyvips.Image:
    if quality == "default":
        return image
    flat = image.flatten(background=writing.WHITE) if image.hasalpha() else image
    gray = flat.colourspace("b-w")
    return gray if quality == "gray" else gray >= HALF


def _encode(image: pyvips.Image, target: Path, form: str) -> None:
    if form == "png":
        image.pngsave(str(target), keep="none")
    else:
        writing.encode(image, target, PRESET, form)
