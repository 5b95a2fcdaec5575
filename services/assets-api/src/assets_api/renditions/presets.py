"""The fixed list of renditions: names, sizes and formats. No other can be asked for."""

from dataclasses import dataclass

from assets_api.formats.kinds import KINDS, of_group

EPOCH = 1
"""The number in the first addresses of a version; a change of what its renditions are
made of raises it (see `assets.looks`)."""

MEZZANINE, PROOF = "mezzanine", "proof"
PREVIEW, DOWNLOAD, DELIVERY = "preview", "download", "large"
VECTOR, PLAY = "vector", "play"
PYRAMID, HLS = "pyramid", "hls"
MEZZANINE_SIDE, PROOF_SIDE = 2560, 1024
WEBP, JPG, AVIF = "webp", "jpg", "avif"
FORMATS = (WEBP, JPG)
"""What may be asked for; AVIF is made for pictures that many look at, by the worker."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Longest side in pixels; a smaller picture is never enlarged.

    `ratio`, width by height, is cut out around the focal point. `early` are the formats
    made when the file comes in; the others are made when they are asked for.
    """

    name: str
    side: int
    early: tuple[str, ...] = ()
    ratio: tuple[int, int] | None = None


PICTURES = (
    Preset("thumb", 320),
    Preset("card", 640, early=FORMATS),
    Preset("hero", 1280, early=FORMATS),
    # Targets get this one, with its hash: it stands in the manifest.
    Preset(DELIVERY, 2048, early=(JPG,)),
    Preset("square", 480, ratio=(1, 1)),
    Preset("wide", 1280, ratio=(16, 9)),
)
PREVIEW_PICTURE = Preset(PREVIEW, 1280, early=FORMATS)
BY_NAME = {preset.name: preset for preset in (*PICTURES, PREVIEW_PICTURE)}

MIME = {kind.name: kind.mime for kind in KINDS.values()} | {
    JPG: "image/jpeg",
    "m3u8": "application/vnd.apple.mpegurl",
}
DOCUMENT_KINDS = of_group("document")
EXTENSIONS = {"jpeg": "jpg", "tiff": "tif"}


def is_public(preset: str) -> bool:
    """Not the sources of later renditions, nor single pages, which have numbers."""
    return preset not in {MEZZANINE, PROOF, PYRAMID} and preset.isalpha()
