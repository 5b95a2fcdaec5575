"""`info.json`: what may be asked of one picture. Pure."""

from typing import Any

from assets_api.iiif.asking import MAX_WIDTH, most

CONTEXT = "http://iiif.io/api/image/3/context.json"
PROFILE = "http://iiif.io/api/image/3/level2.json"
TILE = 512


def info(service: str, whole: tuple[int, int]) -> dict[str, Any]:
    width, height = whole
    factors = [1]
    while max(whole) / factors[-1] > TILE:
        factors.append(factors[-1] * 2)
    sizes = [(-(-width // n), -(-height // n)) for n in reversed(factors)]
    return {
        "@context": CONTEXT,
        "id": service,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": width,
        "height": height,
        "maxWidth": MAX_WIDTH,
        "sizes": [
            {"width": across, "height": down}
            for across, down in sizes
            if (across, down) == most((across, down))
        ],
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": factors}],
        "preferredFormats": ["webp", "jpg"],
        "extraFormats": ["webp"],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFeatures": ["canonicalLinkHeader", "mirroring", "profileLinkHeader"],
    }
