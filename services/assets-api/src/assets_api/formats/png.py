"""PNG: chunks, header size, what follows the picture, and a copy without metadata."""

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from zlib import crc32

from assets_api.formats.errors import RefusedError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PRIVATE = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
FRAME = 12
"""Length, type and check sum around the data of a chunk."""


@dataclass(frozen=True, slots=True)
class Chunk:
    kind: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shape:
    width: int
    height: int
    end: int


def chunks(data: bytes | mmap) -> Iterator[Chunk]:
    if data[:8] != SIGNATURE:
        raise RefusedError("image-damaged")
    at = len(SIGNATURE)
    while True:
        length = int.from_bytes(data[at : at + 4], "big")
        chunk = Chunk(bytes(data[at + 4 : at + 8]), at, at + FRAME + length)
        if chunk.end > len(data) or not chunk.kind.isalpha():
            raise RefusedError("image-damaged")
        yield chunk
        if chunk.kind == b"IEND":
            return
        at = chunk.end


def shape(data: bytes | mmap) -> Shape:
    size, end, pictures = (0, 0), 0, 0
    for number, chunk in enumerate(chunks(data)):
        if (chunk.kind == b"IHDR") != (number == 0):
            raise RefusedError("image-damaged")
        if number == 0:
            header = data[chunk.start + 4 : chunk.end - 4]
            if crc32(header) != int.from_bytes(data[chunk.end - 4 : chunk.end], "big"):
                raise RefusedError("image-damaged")
            size = (
                int.from_bytes(header[4:8], "big"),
                int.from_bytes(header[8:12], "big"),
            )
        pictures += chunk.kind == b"IDAT"
        end = chunk.end
    if 0 in size or not pictures:
        raise RefusedError("image-damaged")
    return Shape(*size, end)


def refuse_trailing(data: bytes | mmap, end: int) -> None:
    if end != len(data):
        raise RefusedError("trailing-bytes")


def without_metadata(data: bytes) -> bytes:
    kept = bytearray(SIGNATURE)
    for chunk in chunks(data):
        if chunk.kind not in PRIVATE:
            kept += data[chunk.start : chunk.end]
    return bytes(kept)
