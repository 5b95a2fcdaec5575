"""HEIC, as iPhones write it: read by an optional library. Child only."""

from importlib import import_module
from pathlib import Path

import pyvips  # type: ignore[import-untyped]

from assets_api.formats.errors import RefusedError

BESIDE = {"icc_profile": "icc-profile-data", "exif": "exif-data", "xmp": "xmp-data"}


def loaded(path: Path) -> pyvips.Image:
    """Upright, in its own colours. Refused where the extra `heic` is not installed."""
    try:
        heif = import_module("pillow_heif")
    except ImportError as error:
        raise RefusedError("heic-not-read") from error
    try:
        found = heif.open_heif(path, convert_hdr_to_8bit=True).to_pillow()
        # A grey or a see-through picture is one, whatever the telephone says.
        found = found.convert("RGBA" if found.mode.endswith("A") else "RGB")
        picture = pyvips.Image.new_from_memory(
            found.tobytes(), *found.size, len(found.mode), "uchar"
        ).copy(interpretation="srgb")
    except (ValueError, OSError, EOFError, SyntaxError, pyvips.Error) as error:
        raise RefusedError("image-damaged") from error
    for name, field in BESIDE.items():
        if value := found.info.get(name):
            picture = picture.copy()
            picture.set_type(pyvips.GValue.blob_type, field, bytes(value))
    return picture
