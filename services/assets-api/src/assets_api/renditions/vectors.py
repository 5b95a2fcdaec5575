"""A drawing as pixels, and as a drawing that can do nothing but be seen. Child only."""

from pathlib import Path

import pyvips  # type: ignore[import-untyped]

from assets_api.formats.errors import RefusedError
from assets_api.formats.pictures import svg


def loaded(path: Path, side: int) -> pyvips.Image:
    """Drawn from the rebuilt copy, never from the file that was sent."""
    safe, width, height, _ = svg.rebuilt(path)
    # libvips has its reader of SVG shut away; the copy has been made harmless.
    pyvips.operation_block_set("VipsForeignLoadSvg", False)  # noqa: FBT003 -- the library's signature
    try:
        return pyvips.Image.svgload_buffer(
            safe, scale=side / max(width, height)
        ).copy_memory()
    except pyvips.Error as error:
        raise RefusedError("image-damaged", "drawing") from error


def write(path: Path, target: Path) -> tuple[int, int]:
    safe, width, height, _ = svg.rebuilt(path)
    target.write_bytes(safe)
    return width, height
