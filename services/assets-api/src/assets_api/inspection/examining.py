"""What a child does with each kind of file. Nothing here runs outside of a child.

Words are written down before anything is held: a marked file is never kept, whatever
else is wrong with it.
"""

import json
import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from assets_api.formats import (
    archive,
    boxes,
    jpeg,
    odf,
    ooxml,
    pdftext,
    png,
    webp,
)
from assets_api.formats.errors import HeldError, RefusedError
from assets_api.formats.kinds import KINDS
from assets_api.formats.leaves import outline
from assets_api.formats.leaves.notes import BETWEEN, CONTENTS
from assets_api.formats.pictures import gif, heif, svg, tiff
from assets_api.inspection import sniffing, telling
from assets_api.metadata import reading
from assets_api.metadata.reading import SUGGESTIONS
from assets_api.renditions import leaves, pictures

MOST_TEXT = 20 * 1024 * 1024
MOST_FRAMES = 1000
WRITTEN = frozenset({"txt", "csv", "json", "md", "xml", "srt", "vtt"})
"""Endings of plain text that may lie in a ZIP of originals."""
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
        case "archive":
            return _zipped(path, notes)
        case _:
            return _film(kind, path, notes)


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
    _suggest(notes, telling.of_picture(path, kind))
    return {"kind": kind, "width": width, "height": height}


def _suggest(notes: Notes, found: reading.Sources) -> None:
    """What the file says of its maker and rights; its words are scanned as well."""
    said = reading.suggestions(found)
    if not said:
        return
    notes.write(
        (
            text
            for value in said.values()
            for text in (value.values() if isinstance(value, dict) else [value])
        ),
        "hidden.txt",
    )
    (notes.folder / SUGGESTIONS).write_text(json.dumps(said), encoding="utf-8")


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
    from assets_api.formats import pdf  # noqa: PLC0415 -- large, and for this kind alone

    pdf.refuse_foreign_ends(path)
    with pdf.opened(path) as document:
        pages = pdf.count_pages(document)
        pdf.refuse_active(document)
        signed = pdf.is_signed(document)
        outside = list(pdf.strings(document))
        told = telling.of_document(document)
        language = pdf.language(document)
    sizes: list[tuple[int, int]] = []
    notes.write(_page_by_page(path, sizes))
    notes.write(iter(outside), "hidden.txt")
    _suggest(notes, told)
    contents = {
        "language": language,
        "sizes": sizes,
        "outline": [
            {"depth": depth, "title": title, "page": page}
            for depth, title, page in outline.entries(path, pages)
        ],
    }
    (notes.folder / CONTENTS).write_text(json.dumps(contents), encoding="utf-8")
    return {"kind": "pdf", "pages": pages, "signed": signed}


def _page_by_page(path: Path, sizes: list[tuple[int, int]]) -> Iterator[str]:
    for leaf in pdftext.pages(path):
        sizes.append(leaves.size_of(leaf.width, leaf.height))
        yield leaf.words + BETWEEN


def _film(kind: str, path: Path, notes: Notes) -> Found:
    from assets_api.formats.films import tracks  # noqa: PLC0415 -- large, and for this kind alone

    if kind in tracks.BOXED:
        _refuse_gaps(path)
    found = tracks.film_of(path, kind)
    notes.write(iter(found.words))
    return {
        # Sound alone in a box for films is sound.
        "kind": kind if found.width or kind == "mp3" else tracks.SOUNDS[kind],
        "width": found.width,
        "height": found.height,
        "duration_ms": found.duration_ms,
    }


def _refuse_gaps(path: Path) -> None:
    """Nothing stands before, between or behind the boxes of a film."""
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as data,
    ):
        kinds = [box.kind for box in boxes.boxes(data, 0, len(data))]
    if b"moov" not in kinds:
        raise RefusedError("media-damaged", "boxes")


def _zipped(path: Path, notes: Notes) -> Found:
    """An office file by its parts, or else originals for the archive."""
    with archive.opened(path) as parts:
        archive.inflate_all(parts)
        if parts.namelist()[0] == odf.FIRST or ooxml.CONTENT_TYPES in parts.namelist():
            return {"kind": _office(parts, notes)}
        originals(parts, notes)
        return {"kind": "zip"}


def originals(parts: ZipFile, notes: Notes) -> None:
    """Each member is what its name says, and its words are read as those of any file.

    Pictures and films are only known by their first bytes here: nothing of a ZIP is
    ever shown.
    """
    member = notes.folder / "member"
    for entry in parts.infolist():
        if entry.is_dir():
            continue
        notes.write(iter([entry.filename]), "hidden.txt")
        with member.open("wb") as file:
            for chunk in archive.chunks(parts, entry):
                file.write(chunk)
        _original(entry.filename, member, notes)
        member.unlink()


def _original(name: str, path: Path, notes: Notes) -> None:
    with path.open("rb") as file:
        head = file.read(sniffing.HEAD)
    if sniffing.extension_of(name) in WRITTEN and b"\0" not in head:
        notes.write(iter([path.read_text(encoding="utf-8", errors="replace")]))
        return
    try:
        kind = sniffing.sniff(head)
        if kind == "zip":
            with archive.opened(path) as parts:
                archive.inflate_all(parts)
                kind = _office(parts, notes)
        elif kind == "pdf":
            _pdf(path, notes)
        sniffing.refuse_mismatch(kind, name, "")
    except HeldError:
        raise
    except RefusedError as error:
        raise RefusedError("archive-member", error.code) from error


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
