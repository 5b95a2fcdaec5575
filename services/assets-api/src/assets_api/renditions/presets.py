"""The fixed list of renditions: names, sizes and formats. No other can be asked for."""

from dataclasses import dataclass

EPOCH = 1
"""Raised when the way of making renditions changes: it is part of every address."""

MEZZANINE, PREVIEW, DOWNLOAD, DELIVERY = "mezzanine", "preview", "download", "large"
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

MIME = {
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IMAGE_KINDS = frozenset({"jpeg", "png", "webp"})
DOCUMENT_KINDS = frozenset({"pdf", "docx", "xlsx"})
EXTENSIONS = {"jpeg": "jpg"}


def is_public(preset: str) -> bool:
    """The mezzanine is a source for later renditions, never handed out."""
    return preset != MEZZANINE
