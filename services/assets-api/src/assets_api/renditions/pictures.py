"""Decode once into a mezzanine, then every size from it. Runs in the child only."""

from pathlib import Path

import pyvips  # type: ignore[import-untyped]

from assets_api.formats.errors import RefusedError
from assets_api.renditions import appearance, telephones, vectors, writing
from assets_api.renditions.presets import MEZZANINE_SIDE, PICTURES, VECTOR, Preset
from assets_api.renditions.writing import Made

MOST_PIXELS = 100_000_000
MOST_SIDE = 30_000
MOST_BYTES = 256 * 1024 * 1024
SHRINKS = (8, 4, 2)
WORDY = frozenset({"xmp-data", "iptc-data", "photoshop-data", "image-description"})
EXACT = frozenset({"jpeg", "png", "webp", "gif"})


def refuse_weight(size: int) -> None:
    if size > MOST_BYTES:
        raise RefusedError("image-too-large")


def refuse_size(width: int, height: int) -> None:
    if width > MOST_SIDE or height > MOST_SIDE or width * height > MOST_PIXELS:
        raise RefusedError("image-too-large")


def loaded(path: Path, kind: str, *, shrink: int = 1) -> pyvips.Image:
    """The loader is the sniffer's choice; libvips never guesses from bytes."""
    options = {"access": "sequential", "fail_on": "warning"}
    match kind:
        case "jpeg":
            return pyvips.Image.jpegload(str(path), shrink=shrink, **options)
        case "heic":
            return telephones.loaded(path)
        case "svg":
            return vectors.loaded(path, MEZZANINE_SIDE)
        case _:
            loaders = {
                "png": pyvips.Image.pngload,
                "webp": pyvips.Image.webpload,
                "avif": pyvips.Image.heifload,
                "gif": pyvips.Image.gifload,
                "tiff": pyvips.Image.tiffload,
            }
            return loaders[kind](str(path), **options)


def decode_fully(path: Path, kind: str, *, width: int, height: int) -> None:
    """Proves that the pixels are there and are as many as the header says."""
    try:
        image = loaded(path, kind)
        # Others turn the picture, or have pages of several sizes.
        exact = kind in EXACT and (image.width, image.height) != (width, height)
        if exact or image.width * image.height > MOST_PIXELS:
            raise RefusedError("image-damaged")
        image.avg()
    except pyvips.Error as error:
        raise RefusedError("image-damaged") from error


def words(path: Path, kind: str) -> list[str]:
    """What camera and editor wrote beside the picture, for the marking scan."""
    image = loaded(path, kind)
    found = []
    for name in image.get_fields():
        if name.startswith("exif-ifd"):
            found.append(str(image.get(name)).partition(" (")[0])
        elif name in WORDY or name.startswith(("png-comment", "gif-comment")):
            value = image.get(name)
            found.append(
                value.decode("utf-8", "replace")
                if isinstance(value, bytes)
                else str(value)
            )
    return found


def mezzanine_of(path: Path, kind: str) -> pyvips.Image:
    """At most 2560 px, upright, sRGB, 8 bit, in memory; transparency kept."""
    whole = loaded(path, kind)
    side = max(whole.width, whole.height)
    shrink = next((n for n in SHRINKS if side >= n * MEZZANINE_SIDE), 1)
    source = (
        loaded(path, kind, shrink=shrink) if shrink > 1 and kind == "jpeg" else whole
    )
    return as_mezzanine(source)


def as_mezzanine(source: pyvips.Image) -> pyvips.Image:
    options = {"height": MEZZANINE_SIDE, "size": "down"}
    try:
        image = source.thumbnail_image(
            MEZZANINE_SIDE, output_profile="srgb", **options
        ).copy_memory()
    except pyvips.Error:
        # A damaged colour profile: take the numbers as they are.
        bare = source.copy()
        bare.remove("icc-profile-data")
        image = bare.thumbnail_image(MEZZANINE_SIDE, **options)
    image = image.colourspace("srgb")
    if image.format != "uchar":
        image = image.cast("uchar")
    return image.copy_memory()


def write_all(
    image: pyvips.Image, folder: Path, presets: tuple[Preset, ...]
) -> list[Made]:
    """What is made early of a mezzanine, and what a page shows until it arrives."""
    return writing.write_all(image, folder, presets, appearance.note(image, folder))


def render(path: Path, kind: str, folder: Path) -> list[Made]:
    made = write_all(mezzanine_of(path, kind), folder, PICTURES)
    if kind == "svg":
        made.append(Made(VECTOR, "svg", *vectors.write(path, folder / f"{VECTOR}.svg")))
    return made
