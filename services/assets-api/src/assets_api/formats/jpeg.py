"""JPEG: markers, frame size, what trails the picture, and a copy without metadata."""

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from assets_api.formats.errors import RefusedError

SOI, EOI, SOS, DNL = 0xD8, 0xD9, 0xDA, 0xDC
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
APP1, APP2, APP13, APP14, COMMENT = 0xE1, 0xE2, 0xED, 0xEE, 0xFE
APPLICATION = range(0xE0, 0xF0)
END_OF_ZIP = b"PK\x05\x06"
SAMSUNG_HEAD, SAMSUNG_TAIL = b"SEFH", b"SEFT"


@dataclass(frozen=True, slots=True)
class Segment:
    """One marker; `end` is past its payload, and past the coded data for a scan."""

    marker: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shape:
    width: int
    height: int
    end: int


def segments(data: bytes | mmap, start: int = 0) -> Iterator[Segment]:
    """The segments of the picture that begins at `start`, the EOI included."""
    if data[start : start + 3] != b"\xff\xd8\xff":
        raise RefusedError("image-damaged")
    yield Segment(SOI, start, start + 2)
    at = start + 2
    while True:
        segment = _segment(data, at)
        yield segment
        if segment.marker == EOI:
            return
        at = segment.end


def _segment(data: bytes | mmap, at: int) -> Segment:
    if data[at : at + 1] != b"\xff":
        raise RefusedError("image-damaged")
    begin = at
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data):
        raise RefusedError("image-damaged")
    marker, at = data[at], at + 1
    if marker == EOI or marker in STANDALONE:
        return Segment(marker, begin, at)
    length = int.from_bytes(data[at : at + 2], "big")
    end = at + length
    if length < 2 or end > len(data):  # noqa: PLR2004 -- the length counts its own two bytes
        raise RefusedError("image-damaged")
    return Segment(marker, begin, _after_scan(data, end) if marker == SOS else end)


def _after_scan(data: bytes | mmap, at: int) -> int:
    """The next real marker after coded data: FF 00 and restarts belong to the data."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise RefusedError("image-damaged")
        following = data[at + 1]
        if following in (0x00, 0xFF) or following in STANDALONE:
            at += 1 if following == 0xFF else 2  # noqa: PLR2004 -- a fill byte
            continue
        return at


def shape(data: bytes | mmap, start: int = 0) -> Shape:
    """Size by the frame header; refuses a file without exactly one picture frame."""
    size: tuple[int, int] | None = None
    end, scans = start, 0
    for segment in segments(data, start):
        end = segment.end
        scans += segment.marker == SOS
        if segment.marker in FRAMES:
            head = data[segment.start : segment.start + 16].lstrip(b"\xff")
            found = int.from_bytes(head[6:8], "big"), int.from_bytes(head[4:6], "big")
            if size not in (None, found):
                raise RefusedError("image-damaged")
            size = found
    if size is None or 0 in size or not scans:
        raise RefusedError("image-damaged")
    return Shape(*size, end)


def refuse_trailing(data: bytes | mmap, end: int) -> None:
    """Nothing may follow the picture, but what cameras put there in a known form.

    That is zero padding, further whole JPEGs (multi-picture format) and the block
    Samsung phones append. A ZIP directory at the end is refused in every case.
    """
    if data.rfind(END_OF_ZIP, end) >= 0:
        raise RefusedError("trailing-bytes", "zip")
    while end < len(data):
        window = data[end : end + 65536]
        zeros = len(window) - len(window.lstrip(b"\0"))
        end += zeros
        if zeros == len(window):
            continue
        if data[end : end + 3] == b"\xff\xd8\xff":
            end = shape(data, end).end
        elif _is_samsung_block(data, end):
            return
        else:
            raise RefusedError("trailing-bytes")


def _is_samsung_block(data: bytes | mmap, start: int) -> bool:
    length = int.from_bytes(data[len(data) - 8 : len(data) - 4], "little")
    directory = len(data) - 8 - length
    return (
        data[len(data) - 4 :] == SAMSUNG_TAIL
        and directory >= start
        and data[directory : directory + 4] == SAMSUNG_HEAD
    )


def without_metadata(data: bytes) -> bytes:
    """The same coded picture without EXIF, XMP, IPTC, comments and what trails it.

    Colour profiles (APP2 ICC), JFIF and Adobe's colour flag stay: without them it
    would look different.
    """
    kept = bytearray()
    for segment in segments(data):
        if _is_private(data, segment):
            continue
        kept += data[segment.start : segment.end]
    return bytes(kept)


def without_header_metadata(data: bytes) -> bytes:
    """As above, trusting everything after the header: quick for many photographs."""
    if data[:3] != b"\xff\xd8\xff":
        raise RefusedError("image-damaged")
    kept, at = bytearray(data[:2]), 2
    while not data.startswith(b"\xff\xda", at):
        segment = _segment(data, at)
        if segment.marker == EOI:
            raise RefusedError("image-damaged")
        if not _is_private(data, segment):
            kept += data[segment.start : segment.end]
        at = segment.end
    return bytes(kept) + data[at : data.rfind(b"\xff\xd9") + 2]


def _is_private(data: bytes, segment: Segment) -> bool:
    if segment.marker == COMMENT:
        return True
    if segment.marker not in APPLICATION:
        return False
    payload = data[segment.start + 4 : segment.start + 16]
    public = (b"JFIF\0", b"ICC_PROFILE\0", b"Adobe")
    return not payload.startswith(public)
