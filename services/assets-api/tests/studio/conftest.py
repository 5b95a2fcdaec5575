"""Pictures in which one can see what was cut, and rows that tell what was painted."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import pyvips
from PIL import Image

SPOT = (10, 20, 240)


@pytest.fixture
def spotted() -> Callable[..., bytes]:
    """Red, with a blue spot around the point; noise makes its bytes its own."""

    def build(width: int, height: int, at: tuple[int, int], *, radius: int = 40):
        noise = pyvips.Image.gaussnoise(width, height, sigma=3, mean=0)
        picture = (
            noise.linear(1, [200, 30, 40]).cast("uchar").copy(interpretation="srgb")
        )
        picture = picture.draw_circle(list(SPOT), *at, radius, fill=True)
        return picture.jpegsave_buffer(Q=90)

    return build


@pytest.fixture
def seen() -> Callable[[bytes], tuple[Image.Image, tuple[float, float]]]:
    """The picture, and where in it the middle of the spot is, as shares."""

    def look(content: bytes):
        picture = Image.open(BytesIO(content)).convert("RGB")
        width, height = picture.size
        spots = [
            (x, y)
            for x in range(0, width, 4)
            for y in range(0, height, 4)
            if picture.getpixel((x, y))[2] > 150
        ]
        across = sum(x for x, _ in spots) / len(spots) / width
        return picture, (across, sum(y for _, y in spots) / len(spots) / height)

    return look


@pytest.fixture
def stored(owner) -> Callable[..., list[Any]]:
    """Rows of a version's renditions: format, hash."""

    def rows(asset: dict[str, Any], preset: str) -> list[Any]:
        return owner(
            "SELECT format, sha256 FROM assets.rendition WHERE version_id = %s"
            " AND preset = %s ORDER BY epoch, format",
            asset["asset_version_id"],
            preset,
        )

    return rows
