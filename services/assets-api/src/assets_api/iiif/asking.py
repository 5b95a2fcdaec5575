"""The four parts of an address of the IIIF Image API 3, read by its rules. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from assets_api.iiif.errors import ImageRequestError

FORMATS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
QUALITIES = ("default", "color", "gray", "bitonal")
MAX_WIDTH = 5000
"""Of what is drawn for anybody; larger pictures are looked at tile by tile."""

_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_PIXELS = re.compile(r"(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})", re.ASCII)
_SHARES = re.compile(rf"pct:({_NUMBER}),({_NUMBER}),({_NUMBER}),({_NUMBER})", re.ASCII)
_SIZE = re.compile(r"(!?)(\d{1,9})?,(\d{1,9})?", re.ASCII)
_PERCENT = re.compile(rf"pct:({_NUMBER})", re.ASCII)
_ROTATION = re.compile(r"(!?)(\d{1,3})(?:\.0{1,6})?", re.ASCII)
_HUNDRED = Decimal(100)


class Region(NamedTuple):
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be drawn, in pixels of the whole picture; all of it possible."""

    region: Region
    width: int
    height: int
    mirrored: bool
    rotation: int
    quality: str
    format: str

    def canonical(self, whole: tuple[int, int]) -> str:
        """The one way to write it; what is drawn is known by this."""
        full = self.region == (0, 0, *whole)
        region = "full" if full else ",".join(map(str, self.region))
        same = full and (self.width, self.height) == most(whole)
        size = "max" if same else f"{self.width},{self.height}"
        turned = f"{'!' * self.mirrored}{self.rotation}"
        return f"{region}/{size}/{turned}/{self.quality}.{self.format}"


def asked(region: str, size: str, rotation: str, last: str, whole: Region) -> Asked:
    """Raises ImageRequestError, which names the part."""
    part = _region(region, whole)
    width, height = _size(size, part)
    mirrored, degrees = _rotation(rotation)
    quality, _, form = last.rpartition(".")
    if quality not in QUALITIES:
        raise ImageRequestError("quality")
    if form not in FORMATS:
        raise ImageRequestError("format")
    if quality == "color":
        quality = "default"
    return Asked(part, width, height, mirrored, degrees, quality, form)


def most(size: tuple[int, int]) -> tuple[int, int]:
    """As large as it may be drawn."""
    width, height = size
    over = max(width, height, MAX_WIDTH)
    return _scaled(width, MAX_WIDTH, over), _scaled(height, MAX_WIDTH, over)


def _region(text: str, whole: Region) -> Region:
    if text == "full":
        return whole
    if text == "square":
        side = min(whole.width, whole.height)
        return Region((whole.width - side) // 2, (whole.height - side) // 2, side, side)
    if found := _PIXELS.fullmatch(text):
        x, y, width, height = (int(number) for number in found.groups())
    elif found := _SHARES.fullmatch(text):
        shares = [Decimal(number) for number in found.groups()]
        across, down = whole.width / _HUNDRED, whole.height / _HUNDRED
        x, width = round(shares[0] * across), round(shares[2] * across)
        y, height = round(shares[1] * down), round(shares[3] * down)
    else:
        raise ImageRequestError("region")
    if x >= whole.width or y >= whole.height or not width or not height:
        raise ImageRequestError("region")
    return Region(x, y, min(width, whole.width - x), min(height, whole.height - y))


def _size(text: str, region: Region) -> tuple[int, int]:
    here = (region.width, region.height)
    # Enlarging is not offered: with ^ everything is allowed that needs none.
    plain = text.removeprefix("^")
    if plain == "max":
        return most(here)
    if found := _PERCENT.fullmatch(plain):
        share = Decimal(found[1]) / _HUNDRED
        wanted = tuple(max(1, round(side * share)) if share else 0 for side in here)
        width, height = wanted
    else:
        width, height = _pixels(plain, region)
    if not 0 < width <= region.width or not 0 < height <= region.height:
        raise ImageRequestError("size")
    if max(width, height) > MAX_WIDTH:
        raise ImageRequestError("size")
    return width, height


def _pixels(text: str, region: Region) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    if found is None:
        raise ImageRequestError("size")
    fitted, width, height = found[1], int(found[2] or 0), int(found[3] or 0)
    if found[2] is None and found[3] is None:
        raise ImageRequestError("size")
    if fitted and not (width and height):
        raise ImageRequestError("size")
    if fitted:
        # Into this box. One larger than the picture asks for more than there is: so
        # the validator of the IIIF reads the specification.
        if width * region.height < height * region.width:
            return width, _scaled(region.height, width, region.width)
        return _scaled(region.width, height, region.height), height
    if found[3] is None:
        return width, _scaled(region.height, width, region.width)
    if found[2] is None:
        return _scaled(region.width, height, region.height), height
    return width, height


def _scaled(side: int, by: int, of: int) -> int:
    """Half a pixel and more is one; a picture is never thinner than that."""
    return 0 if not by else max(1, (2 * side * by + of) // (2 * of))


def _rotation(text: str) -> tuple[bool, int]:
    found = _ROTATION.fullmatch(text)
    if found is None or int(found[2]) > 360 or int(found[2]) % 90:  # noqa: PLR2004 -- degrees of a circle
        raise ImageRequestError("rotation")
    return bool(found[1]), int(found[2]) % 360
