"""Pixels into files: the sources of later renditions, and each size. Child only."""

from dataclasses import dataclass
from pathlib import Path

import pyvips  # type: ignore[import-untyped]

from assets_api.renditions import framing
from assets_api.renditions.framing import Focal
from assets_api.renditions.presets import (
    AVIF,
    DELIVERY,
    JPG,
    MEZZANINE,
    PROOF,
    PROOF_SIDE,
    WEBP,
    Preset,
)

WHITE = [255, 255, 255]
SOURCE_QUALITY, ORDINARY_QUALITY, AVIF_QUALITY = 92, 80, 60
QUALITY = {MEZZANINE: SOURCE_QUALITY, PROOF: SOURCE_QUALITY, DELIVERY: 85}
EFFORT = 2
"""Of WebP and AVIF: as good to look at as the next two steps, at half their cost."""


@dataclass(frozen=True, slots=True)
class Made:
    preset: str
    format: str
    width: int
    height: int


def write_all(
    image: pyvips.Image, folder: Path, presets: tuple[Preset, ...], focal: Focal
) -> list[Made]:
    """The sources, and what is made early of each preset, all without metadata."""
    form = source_format(image)
    made = [write(image, folder, MEZZANINE, form)]
    proof = Preset(PROOF, PROOF_SIDE)
    if max(image.width, image.height) > PROOF_SIDE:
        made.append(write(framed(image, proof, focal), folder, PROOF, form))
    for preset in presets:
        if preset.early:
            sized = framed(image, preset, focal)
            made.extend(write(sized, folder, preset.name, one) for one in preset.early)
    return made


def source_format(image: pyvips.Image) -> str:
    """JPEG, which is read fastest; a picture that can be seen through stays one."""
    return WEBP if image.hasalpha() else JPG


def framed(image: pyvips.Image, preset: Preset, focal: Focal) -> pyvips.Image:
    """The part that the preset shows, in its size; in memory."""
    part = framing.box(image.width, image.height, preset, focal)
    width, height = framing.size(image.width, image.height, preset)
    shown = image.crop(part.left, part.top, part.width, part.height)
    if (width, height) != (part.width, part.height):
        shown = shown.thumbnail_image(width, height=height, size="force")
    return shown.copy_memory()


def write(image: pyvips.Image, folder: Path, preset: str, form: str) -> Made:
    encode(image, folder / f"{preset}.{form}", preset, form)
    return Made(preset, form, image.width, image.height)


def encode(image: pyvips.Image, target: Path, preset: str, form: str) -> None:
    path, quality = str(target), QUALITY.get(preset, ORDINARY_QUALITY)
    if form == AVIF:
        image.heifsave(
            path, Q=AVIF_QUALITY, effort=EFFORT, compression="av1", keep="xmp"
        )
    elif form == WEBP:
        image.webpsave(path, Q=quality, effort=EFFORT, keep="none")
    else:
        flat = image.flatten(background=WHITE) if image.hasalpha() else image
        flat.jpegsave(path, Q=quality, optimize_coding=True, keep="none")
