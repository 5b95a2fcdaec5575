"""Which format a reader takes: the Accept header, RFC 9110 section 12.5.1."""

from collections.abc import Sequence
from functools import lru_cache

from content_api.public.forms.errors import no_such_form

JSON = "application/json"
GEOJSON = "application/geo+json"
JSON_LD = "application/ld+json"
ITEMS = (JSON, GEOJSON, JSON_LD)
MOST_RANGES = 32
VARY = "Accept, Accept-Language"


def negotiated(accept: str | None, offered: Sequence[str]) -> str:
    """The offered media type the reader likes best. Raises NoSuchFormError."""
    best = _best(accept or "", tuple(offered))
    if best is None:
        raise no_such_form(offered)
    return best


def takes_json(accept: bytes) -> bool:
    """Whether who sends this header is answered with JSON where there is more."""
    return _best(accept.decode("latin-1"), ITEMS) == JSON


@lru_cache(maxsize=1024)
def _best(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    weights = [(_weight(media_type, ranges), media_type) for media_type in offered]
    weight, best = max(weights, key=lambda pair: pair[0])
    return best if weight > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    """Quality by media range; what cannot be read asks for nothing."""
    ranges: dict[str, float] = {}
    for part in accept.split(",")[:MOST_RANGES]:
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if "/" not in media_range:
            continue
        quality = 1.0
        for name, _, value in (one.partition("=") for one in parameters):
            if name.strip() == "q":
                quality = _quality(value)
        ranges[media_range] = max(quality, ranges.get(media_range, 0.0))
    return ranges


def _quality(written: str) -> float:
    try:
        quality = float(written)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


def _weight(media_type: str, ranges: dict[str, float]) -> float:
    """The most specific range that covers the type decides."""
    family = media_type.partition("/")[0] + "/*"
    for media_range in (media_type, family, "*/*"):
        if media_range in ranges:
            return ranges[media_range]
    return 0.0
