"""What a picture or a document says of itself, in its raw form. Child only."""

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets_api.metadata.reading import MOST_BYTES, Sources
from assets_api.renditions import pictures

if TYPE_CHECKING:
    import pikepdf

NAMES = ("Artist", "Copyright", "ImageDescription")


def of_picture(path: Path, kind: str) -> Sources:
    image = pictures.loaded(path, kind)
    fields = set(image.get_fields())
    exif = {
        name: str(image.get(full)).partition(" (")[0]
        for name in NAMES
        if (full := f"exif-ifd0-{name}") in fields
    }
    older = "iptc-data" if "iptc-data" in fields else "photoshop-data"
    return Sources(
        xmp=_blob(image, "xmp-data", fields),
        iim=_blob(image, older, fields),
        exif=exif,
    )


def _blob(image: Any, name: str, fields: set[str]) -> bytes:
    if name not in fields:
        return b""
    value = image.get(name)
    return bytes(value) if isinstance(value, bytes) else str(value).encode()


def of_document(document: "pikepdf.Pdf") -> Sources:
    import pikepdf  # noqa: PLC0415 -- large, and for this kind alone

    info = document.trailer.get("/Info")
    author = info.get("/Author") if isinstance(info, pikepdf.Dictionary) else None
    return Sources(
        xmp=_packet(document.Root.get("/Metadata")),
        exif={"Artist": str(author)} if isinstance(author, pikepdf.String) else {},
    )


def _packet(stream: Any) -> bytes:
    """Never unpacked beyond the bound."""
    import pikepdf  # noqa: PLC0415 -- large, and for this kind alone

    if not isinstance(stream, pikepdf.Stream):
        return b""
    raw = stream.read_raw_bytes()
    coding = stream.get("/Filter")
    if coding is None:
        return raw[: MOST_BYTES + 1]
    if coding != pikepdf.Name.FlateDecode:
        return b""
    try:
        return zlib.decompressobj().decompress(raw, MOST_BYTES + 1)
    except zlib.error:
        return b""
