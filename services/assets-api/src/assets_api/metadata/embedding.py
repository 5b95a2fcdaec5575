"""Rights put into finished renditions: nothing is decoded or coded again. Child only.

The picture comes from us and has no metadata of its own; what is put in is the packet
of `metadata.xmp`, and for JPEG the older form beside it.
"""

import re
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from zlib import crc32

from assets_api.formats import jpeg, png, webp
from assets_api.formats.errors import RefusedError
from assets_api.metadata import iim, xmp
from assets_api.metadata.statement import Statement

XMP_OF_JPEG = b"http://ns.adobe.com/xap/1.0/\0"
XMP_OF_PNG = b"XML:com.adobe.xmp\0\0\0\0\0"
XMP_FLAG, ALPHA_FLAG = 0x04, 0x10
JFIF = 0xE0
SAID_IN_SVG = re.compile(rb"<metadata><rdf:RDF .*?</rdf:RDF></metadata>", re.DOTALL)


def _jpeg(data: bytes, statement: Statement) -> bytes:
    """Behind the JFIF header, where readers look first; what was said before goes."""
    data = jpeg.without_header_metadata(data)
    if not statement:
        return data
    head = 2
    if data[2:4] == bytes((0xFF, JFIF)):
        head += 2 + int.from_bytes(data[4:6], "big")
    parts = (
        (jpeg.APP1, XMP_OF_JPEG + xmp.packet(statement)),
        (jpeg.APP13, iim.blocks(statement)),
    )
    inside = b"".join(
        bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content
        for marker, content in parts
    )
    return data[:head] + inside + data[head:]


def _webp(data: bytes, statement: Statement) -> bytes:
    """The extended form has a flag that says so, and the packet is its last chunk."""
    chunks = [
        (kind, data[at : at + length])
        for kind, at, length in webp.chunks(data)
        if kind != b"XMP "
    ]
    shape = webp.shape(data)
    kind, first = chunks[0]
    if kind == b"VP8X":
        head, chunks = first, chunks[1:]
    else:
        alpha = kind == b"VP8L" and first[4] & 0x10
        sides = b"".join(
            (side - 1).to_bytes(3, "little") for side in (shape.width, shape.height)
        )
        head = bytes((ALPHA_FLAG if alpha else 0, 0, 0, 0)) + sides
    flags = head[0] & ~XMP_FLAG
    if statement:
        flags |= XMP_FLAG
        chunks.append((b"XMP ", xmp.packet(statement)))
    whole = [(b"VP8X", bytes((flags,)) + head[1:]), *chunks]
    body = b"".join(
        name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
        for name, content in whole
    )
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def _png(data: bytes, statement: Statement) -> bytes:
    data = png.without_metadata(data)
    if not statement:
        return data
    header = next(png.chunks(data))
    content = b"iTXt" + XMP_OF_PNG + xmp.packet(statement)
    size = (len(content) - 4).to_bytes(4, "big")
    chunk = size + content + crc32(content).to_bytes(4, "big")
    return data[: header.end] + chunk + data[header.end :]


def _svg(data: bytes, statement: Statement) -> bytes:
    """First thing in the root; a drawing written by us has no `>` inside a name."""
    data = SAID_IN_SVG.sub(b"", data, count=1)
    if not statement:
        return data
    end = data.index(b">", data.index(b"<svg"))
    words = f"<metadata>{xmp.tree(statement)}</metadata>".encode()
    if data[end - 1 : end] == b"/":
        return data[: end - 1] + b">" + words + b"</svg>" + data[end + 1 :]
    return data[: end + 1] + words + data[end + 1 :]


SMALL: MappingProxyType[str, Callable[[bytes, Statement], bytes]] = MappingProxyType(
    {"jpg": _jpeg, "webp": _webp, "png": _png, "svg": _svg}
)


def embed(source: Path, form: str, statement: Statement, target: Path) -> None:
    """A copy of `source` that says whose it is. Raises RefusedError."""
    try:
        target.write_bytes(SMALL[form](source.read_bytes(), statement))
    except (IndexError, ValueError) as error:
        raise RefusedError("image-damaged", "metadata") from error
