"""Compressed answers: who takes them, and what their tags are called."""

import gzip
from functools import lru_cache

SMALLEST = 512
LEVEL = 4
# A compressed body is another representation, so its strong tag is another one.
SUFFIX = b"-gzip"
COMPRESSIBLE = (b"application/", b"text/")
NEVER = (b"application/zip", b"application/vnd.openxml", b"application/gzip")


@lru_cache(maxsize=512)
def takes_gzip(header: bytes) -> bool:
    """Accept-Encoding: gzip or * with a quality above zero; gzip's own wins."""
    qualities: dict[bytes, float] = {}
    for part in header.lower().split(b","):
        coding, _, parameter = part.partition(b";")
        try:
            quality = float(parameter.partition(b"=")[2] or b"1")
        except ValueError:
            quality = 0.0
        qualities[coding.strip()] = quality
    return qualities.get(b"gzip", qualities.get(b"*", 0.0)) > 0


def compressed(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0)


def is_compressible(media_type: bytes) -> bool:
    return media_type.startswith(COMPRESSIBLE) and not media_type.startswith(NEVER)


def compressed_tag(tag: bytes) -> bytes:
    """`"…"` of the plain body, as it is called with the compressed one."""
    return tag[:-1] + SUFFIX + b'"'


def plain_tags(if_none_match: bytes) -> bytes:
    """The same header with every tag as the routes know it."""
    return if_none_match.replace(SUFFIX + b'"', b'"')


def with_encoding(vary: bytes) -> bytes:
    return vary + b", Accept-Encoding" if vary else b"Accept-Encoding"
