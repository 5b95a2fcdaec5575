"""What a child does with each kind of file. Nothing here runs outside of a child.

Words are written down before anything is held: a marked file is never kept, whatever
else is wrong with it.
"""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from assets_api.formats import archive, jpeg, odf, ooxml, pdf, pdftext, png, webp
from assets_api.formats.errors import HeldError, RefusedError
from assets_api.formats.kinds import KINDS
from assets_api.formats.pictures import gif, heif, svg, tiff
from assets_api.renditions import pictures

MOST_TEXT = 20 * 1024 * 1024
MOST_FRAMES = 1000
Found = dict[str, Any]


@dataclass(slots=True)
class Notes:
    """The files in which a child writes down words, never more than a bound."""

    folder: Path
    written: dict[str, int] = field(default_factory=dict)

    def write(self, texts: Iterator[str], name: str = "text.txt") -> None:
        """Every word, or none: a scan of half a text would be no scan."""
        total = self.written.get(name, 0)
        with (self.folder / name).open("a", encoding="utf-8", errors="replace") as file:
            for text in texts:
                total += len(text) + 1
                if total > MOST_TEXT:
                    raise HeldError("too-much-text")
                file.write(text)
                file.write("\n")
        self.written[name] = total


def examine(kind: str, path: Path, notes: Notes) -> Found:
    match KINDS[kind].group:
        case "image" if kind == "svg":
            return _drawing(path, notes)
        case "image":
            return _picture(kind, path, notes)
        case "document":
            return _pdf(path, notes)
        case _:
            return _zipped(path, notes)


def _picture(kind: str, path: Path, notes: Notes) -> Found:
    pictures.refuse_weight(path.stat().st_size)
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as data,
    ):
        width, height = _size(kind, data)
    pictures.refuse_size(width, height)
    pictures.decode_fully(path, kind, width=width, height=height)
    notes.write(iter(pictures.words(path, kind)))
    return {"kind": kind, "width": width, "height": height}


def _size(kind: str, data: mmap.mmap) -> tuple[int, int]:
    """By the headers alone; refuses what trails the picture."""
    match kind:
        case "jpeg" | "png":
            form = jpeg if kind == "jpeg" else png
            whole = form.shape(data)
            form.refuse_trailing(data, whole.end)
            return whole.width, whole.height
        case "gif":
            screen = gif.shape(data)
            gif.refuse_trailing(data, screen.end)
            area = screen.width * screen.height * screen.frames
            if screen.frames > MOST_FRAMES or area > 4 * pictures.MOST_PIXELS:
                raise RefusedError("image-too-large", "frames")
            return screen.width, screen.height
        case "webp":
            canvas = webp.shape(data)
            return canvas.width, canvas.height
        case "tiff":
            page = tiff.shape(data)
            return page.width, page.height
        case _:
            largest = heif.shape(data)
            return largest.width, largest.height


def _drawing(path: Path, notes: Notes) -> Found:
    _, width, height, words = svg.rebuilt(path)
    notes.write(iter(["".join(words)]))
    pictures.loaded(path, "svg")
    return {"kind": "svg", "width": width, "height": height}


def _pdf(path: Path, notes: Notes) -> Found:
    pdf.refuse_foreign_ends(path)
    with pdf.opened(path) as document:
        pages = pdf.count_pages(document)
        pdf.refuse_active(document)
        signed = pdf.is_signed(document)
        outside = list(pdf.strings(document))
    notes.write(pdftext.pages(path))
    notes.write(iter(outside), "hidden.txt")
    return {"kind": "pdf", "pages": pages, "signed": signed}


def _zipped(path: Path, notes: Notes) -> Found:
    """An office file by its parts."""
    with archive.opened(path) as parts:
        archive.inflate_all(parts)
        return {"kind": _office(parts, notes)}


def _office(parts: ZipFile, notes: Notes) -> str:
    if kind := odf.kind_of(parts):
        notes.write(odf.text(parts))
        odf.refuse_active(parts)
        return kind
    kind = ooxml.kind_of(parts)
    notes.write(ooxml.text(parts))
    ooxml.refuse_active(parts)
    ooxml.refuse_remote_words(parts)
    return kind
