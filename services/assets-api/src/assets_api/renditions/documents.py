"""The public copy of a document, and a picture of a PDF's first page. Child only."""

import re
import zipfile
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pyvips  # type: ignore[import-untyped]

from assets_api.formats import archive as zips
from assets_api.formats import jpeg, odf, ooxml, pdf, png
from assets_api.formats.errors import RefusedError
from assets_api.renditions.pictures import as_mezzanine, write_all
from assets_api.renditions.presets import (
    DOWNLOAD,
    MEZZANINE_SIDE,
    PICTURES,
    PREVIEW_PICTURE,
)
from assets_api.renditions.writing import Made

PROPERTIES = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        b'metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'custom-properties"/>'
    ),
}
AUTHORS = (
    re.compile(rb'(<p:cmAuthor\b[^>]*\bname=")[^"]*(")'),
    re.compile(rb"(<dc:creator>)[^<]*(</dc:creator>)"),
    re.compile(rb"(<meta:creator-initials>)[^<]*(</meta:creator-initials>)"),
    re.compile(rb"(<text:author-(?:name|initials)\b[^>]*>)[^<]*(</)"),
    re.compile(rb'(\b(?:w:|w15:)?(?:author|initials|userId|providerId)=")[^"]*(")'),
    re.compile(rb"(<(?:x:)?author>)[^<]*(</(?:x:)?author>)"),
)
LINK = re.compile(rb'(\bTarget=")([^"]*)("[^>]*TargetMode="External")')
LINK_REVERSED = re.compile(rb'(TargetMode="External"[^>]*\bTarget=")([^"]*)(")')
OPEN_META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:'
    b'oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>'
)
OPEN_SETTINGS = OPEN_META.replace(b"document-meta", b"document-settings")
EMPTIED = PROPERTIES | {"meta.xml": OPEN_META, "settings.xml": OPEN_SETTINGS}
EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def render_pdf(path: Path, folder: Path) -> list[Made]:
    pdf.write_public_copy(path, folder / f"{DOWNLOAD}.pdf")
    image = as_mezzanine(first_page(path))
    pictures = write_all(image, folder, (*PICTURES, PREVIEW_PICTURE))
    return [Made(DOWNLOAD, "pdf", 0, 0), *pictures]


def first_page(path: Path) -> pyvips.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        width, height = page.get_size()
        scale = MEZZANINE_SIDE / max(width, height, 1)
        bitmap = page.render(
            scale=min(scale, 8.0), prefer_bgrx=True, rev_byteorder=True
        )
        picture = pyvips.Image.new_from_memory(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, 4, "uchar"
        )
        return picture[0:3].copy(interpretation="srgb").copy_memory()
    except (pypdfium2.PdfiumError, pyvips.Error, ValueError) as error:
        raise RefusedError("pdf-damaged") from error
    finally:
        document.close()


def render_office(path: Path, kind: str, folder: Path) -> list[Made]:
    """The same parts without names of people or camera data, links to the web only.

    OpenDocument wants its first part plain, so that its type can be seen.
    """
    target = folder / f"{DOWNLOAD}.{kind}"
    with (
        zips.opened(path) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in source.infolist():
            if entry.is_dir():
                continue
            fresh = zipfile.ZipInfo(entry.filename, EPOCH_OF_ZIP)
            plain = entry.filename == odf.FIRST
            fresh.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            copy.writestr(
                fresh, _public(entry.filename, zips.read(source, entry.filename))
            )
    return [Made(DOWNLOAD, kind, 0, 0)]


def _public(name: str, content: bytes) -> bytes:
    if name in EMPTIED:
        return EMPTIED[name]
    if name.endswith(".rels"):
        return LINK_REVERSED.sub(_web_only, LINK.sub(_web_only, content))
    if name.endswith(".xml") and name != ooxml.CONTENT_TYPES:
        for pattern in AUTHORS:
            content = pattern.sub(rb"\1\2", content)
        return content
    return _public_picture(content)


def _web_only(match: re.Match[bytes]) -> bytes:
    """Paths to shares and disks name people and machines."""
    before, target, after = match.groups()
    kept = ooxml.WEB.match(target.decode("utf-8", "replace"))
    return before + (target if kept else b"about:blank") + after


def _public_picture(content: bytes) -> bytes:
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return jpeg.without_metadata(content)
        if content.startswith(png.SIGNATURE):
            return png.without_metadata(content)
    except RefusedError:
        return content
    return content
