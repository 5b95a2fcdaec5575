"""The fixed list of renditions: names, sizes and formats. No other can be asked for."""

from dataclasses import dataclass

from assets_api.formats.kinds import KINDS, of_group

EPOCH = 1
"""Raised when the way of making renditions changes: it is part of every address."""

MEZZANINE, PREVIEW, DOWNLOAD, DELIVERY = "mezzanine", "preview", "download", "large"
VECTOR, PLAY = "vector", "play"
MEZZANINE_SIDE = 2560


@dataclass(frozen=True, slots=True)
class Preset:
    """Longest side in pixels; a smaller picture is never enlarged."""

    name: str
    side: int


PICTURES = (
    Preset("thumb", 320),
    Preset("card", 640),
    Preset("hero", 1280),
    Preset(DELIVERY, 2048),
)
FORMATS = ("webp", "jpg")
PREVIEW_PICTURE = Preset(PREVIEW, 1280)

MIME = {kind.name: kind.mime for kind in KINDS.values()} | {"jpg": "image/jpeg"}
IMAGE_KINDS = of_group("image")
DOCUMENT_KINDS = of_group("document")
EXTENSIONS = {"jpeg": "jpg", "tiff": "tif"}


def is_public(preset: str) -> bool:
    """Not the source of later renditions, nor single pages, which have numbers."""
    return preset != MEZZANINE and preset.isalpha()
