"""Pages of a PDF as pictures, in three sizes. Child only."""

from math import ceil
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pyvips  # type: ignore[import-untyped]

from assets_api.renditions.papers import (
    LEAF,
    MOST_SCALE,
    PAGE,
    SHEET,
    SHEET_SIDE,
    SIDES,
    Drawn,
)

QUALITY = {SHEET: 85, PAGE: 80, LEAF: 75}


def scale_of(width: float, height: float) -> float:
    # A little less, or a rounding error would make one pixel more than wanted.
    return min((SHEET_SIDE - 0.01) / max(width, height, 1), MOST_SCALE)


def size_of(width: float, height: float) -> tuple[int, int]:
    """Pixels of a page's largest picture, as PDFium rounds them."""
    scale = scale_of(width, height)
    return max(ceil(width * scale), 1), max(ceil(height * scale), 1)


def draw(path: Path, folder: Path, first: int, last: int) -> list[Drawn]:
    """Every page there is from `first` to `last`; one that cannot be drawn is left."""
    document = pypdfium2.PdfDocument(path)
    made = []
    try:
        for number in range(first, min(last, len(document)) + 1):
            try:
                made.extend(_write(_picture(document[number - 1]), folder, number))
            except (pypdfium2.PdfiumError, pyvips.Error, ValueError):
                continue
    finally:
        document.close()
    return made


def _picture(page: pypdfium2.PdfPage) -> pyvips.Image:
    bitmap = page.render(
        scale=scale_of(*page.get_size()), prefer_bgrx=True, rev_byteorder=True
    )
    try:
        picture = pyvips.Image.new_from_memory(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, 4, "uchar"
        )
        return picture[0:3].copy(interpretation="srgb").copy_memory()
    finally:
        bitmap.close()
        page.close()


def _write(picture: pyvips.Image, folder: Path, number: int) -> list[Drawn]:
    sheet = f"{SHEET}{number}"
    picture.jpegsave(
        str(folder / f"{sheet}.jpg"),
        Q=QUALITY[SHEET],
        optimize_coding=True,
        keep="none",
    )
    made = [Drawn(sheet, "jpg", picture.width, picture.height)]
    for name in (PAGE, LEAF):
        side = SIDES[name]
        small = picture
        if max(picture.width, picture.height) > side:
            small = picture.thumbnail_image(
                side, height=side, size="down"
            ).copy_memory()
        target = str(folder / f"{name}{number}.webp")
        small.webpsave(target, Q=QUALITY[name], effort=2, keep="none")
        made.append(Drawn(f"{name}{number}", "webp", small.width, small.height))
    return made
