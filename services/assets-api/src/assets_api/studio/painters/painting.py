"""One rendition from one source. Child only."""

from pathlib import Path
from typing import Any

import pyvips  # type: ignore[import-untyped]

from assets_api.formats.errors import RefusedError
from assets_api.renditions import framing, writing
from assets_api.renditions.framing import Box
from assets_api.renditions.presets import AVIF, BY_NAME, JPG
from assets_api.studio.painters import saying

DAMAGED = (pyvips.Error, MemoryError, RefusedError)


def begin() -> None:
    """The file of the next order has the name of this one: nothing is remembered."""
    pyvips.cache_set_max(0)


def paint(order: dict[str, Any], source: Path, target: Path) -> tuple[int, int]:
    """`order` says preset, format, focal point, and the source's format and size.

    The size is that of the mezzanine, also when a smaller source does: a rendition is
    as large as its address promised.
    """
    preset = BY_NAME[order["preset"]]
    whole, focal = (order["width"], order["height"]), tuple(order["focal"])
    part = framing.box(*whole, preset, focal)
    size = framing.size(*whole, preset)
    image = _shown(
        _opened(source, order["source"], part.width / size[0] / whole[0]), whole, part
    )
    if size != (image.width, image.height):
        image = image.thumbnail_image(size[0], height=size[1], size="force")
    if order["format"] == AVIF and (packet := saying.packet(target)):
        image = image.copy()
        image.set_type(pyvips.GValue.blob_type, "xmp-data", packet)
    writing.encode(image, target, preset.name, order["format"])
    return size


def _opened(source: Path, form: str, scale: float) -> pyvips.Image:
    """The loader is the one of our own encoder; libvips never guesses from bytes.

    `scale`: the share of the source's width that goes into one pixel.
    """
    options = {"access": "sequential", "fail_on": "warning"}
    if form != JPG:
        return pyvips.Image.webpload(str(source), **options)
    image = pyvips.Image.jpegload(str(source), **options)
    by = framing.shrink(scale * image.width)
    return (
        image if by == 1 else pyvips.Image.jpegload(str(source), shrink=by, **options)
    )


def _shown(image: pyvips.Image, whole: tuple[int, int], part: Box) -> pyvips.Image:
    """The part, in the measures of the source that was opened."""
    if part.width == whole[0] and part.height == whole[1]:
        return image
    across, down = image.width / whole[0], image.height / whole[1]
    left, top = round(part.left * across), round(part.top * down)
    width = min(max(1, round(part.width * across)), image.width - left)
    height = min(max(1, round(part.height * down)), image.height - top)
    return image.crop(left, top, width, height)
