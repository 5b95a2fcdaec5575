"""PDF: where it begins and ends, what it can do, and a copy that can do nothing."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from assets_api.formats import jpeg
from assets_api.formats.errors import HeldError, RefusedError

HEADER, TRAILER = b"%PDF-", b"%%EOF"
TAIL = 4096
MOST_PAGES = 5000
MOST_TEXT = 10_000
"""Longest string of the document's structure that is read for markings."""

ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/SubmitForm": "submit-form",
    "/ImportData": "submit-form",
    "/GoToE": "embedded-file",
    "/Rendition": "rich-media",
    "/RichMediaExecute": "rich-media",
}
KEYS = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/EF": "embedded-file",
    "/EmbeddedFiles": "embedded-file",
    "/XFA": "xfa",
}
SUBTYPES = {
    "/FileAttachment": "embedded-file",
    "/RichMedia": "rich-media",
    "/Movie": "rich-media",
    "/Sound": "rich-media",
    "/Screen": "rich-media",
    "/3D": "rich-media",
}
IDLE = ("/AA", "/OpenAction", "/PieceInfo", "/Thumb", "/Metadata", "/LastModified")
"""Keys a published copy does without: triggers, private data of editors, metadata."""


def refuse_foreign_ends(path: Path) -> None:
    """A PDF begins at byte 0 and ends with %%EOF: nothing else hides around it."""
    with path.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            raise RefusedError("trailing-bytes", "leading")
        file.seek(max(path.stat().st_size - TAIL, 0))
        tail = file.read()
    last = tail.rfind(TRAILER)
    if last < 0:
        raise RefusedError("pdf-damaged")
    if tail[last + len(TRAILER) :].strip(b"\0\r\n\t \x0c"):
        raise RefusedError("trailing-bytes")
    if b"PK\x05\x06" in tail:
        raise RefusedError("trailing-bytes", "zip")


def opened(path: Path) -> pikepdf.Pdf:
    """Raises HeldError for a file that is encrypted, with or without a password."""
    try:
        # Mapped, a large file would eat the child's address space.
        pdf = pikepdf.open(
            path, suppress_warnings=True, access_mode=pikepdf.AccessMode.stream
        )
    except pikepdf.PasswordError as error:
        raise HeldError("encrypted") from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise RefusedError("pdf-damaged") from error
    if pdf.is_encrypted:
        raise HeldError("encrypted")
    return pdf


def count_pages(pdf: pikepdf.Pdf) -> int:
    try:
        pages = len(pdf.pages)
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise RefusedError("pdf-damaged") from error
    if not pages:
        raise RefusedError("pdf-damaged")
    if pages > MOST_PAGES:
        raise RefusedError("too-many-pages")
    return pages


def containers(pdf: pikepdf.Pdf) -> Iterator[Object]:
    """Every dictionary, array and stream, the direct ones inside others included."""
    for held in pdf.objects:
        waiting = [held]
        while waiting:
            found = waiting.pop()
            if not isinstance(found, Dictionary | Array | Stream):
                continue
            yield found
            # Numbers and truth values come as Python's own, whatever the stubs say.
            inside: Iterable[object] = (
                found if isinstance(found, Array) else found.values()
            )
            waiting.extend(
                item
                for item in inside
                if isinstance(item, Object) and not item.is_indirect
            )


def refuse_active(pdf: pikepdf.Pdf) -> None:
    """Scripts, programs, attachments, forms that send: a brochure needs none of it."""
    found: set[str] = set()
    for container in containers(pdf):
        if not isinstance(container, Array):
            found |= _activity(container)
    if found:
        raise RefusedError("pdf-active-content", *sorted(found))


def _activity(holder: Object) -> set[str]:
    found = {
        word
        for key, word in KEYS.items()
        if key in holder and not _is_empty(holder.get(key))
    }
    for key, words in (("/S", ACTIONS), ("/Subtype", SUBTYPES)):
        value = holder.get(key)
        if isinstance(value, Name) and str(value) in words:
            found.add(words[str(value)])
    return found


def _is_empty(value: Object | None) -> bool:
    """Acrobat leaves empty name trees behind; they carry nothing."""
    if isinstance(value, Dictionary):
        names = value.get("/Names")
        return "/Kids" not in value and (names is None or len(names) == 0)
    return value is None


def strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Words outside the pages: titles, bookmarks, notes, form values."""
    for container in containers(pdf):
        inside = container if isinstance(container, Array) else container.values()
        for item in inside:
            if isinstance(item, String) and len(bytes(item)) <= MOST_TEXT:
                yield str(item)


def language(pdf: pikepdf.Pdf) -> str:
    """As the document says it; empty where it does not."""
    said = pdf.Root.get("/Lang")
    return str(said)[:40] if isinstance(said, String) else ""


def is_signed(pdf: pikepdf.Pdf) -> bool:
    return any(
        isinstance(holder, Dictionary) and "/ByteRange" in holder
        for holder in containers(pdf)
    )


def write_public_copy(source: Path, target: Path) -> None:
    """What can be seen stays; triggers, metadata, history and camera data go."""
    try:
        with opened(source) as pdf:
            _strip(pdf)
            pdf.remove_unreferenced_resources()
            save(pdf, target)
    except pikepdf.PdfError as error:
        # Inspected a moment ago, so not damaged: too much for the child's memory.
        raise RefusedError("inspection-limit", "memory") from error


def save(pdf: pikepdf.Pdf, target: Path) -> None:
    """The same file gives the same bytes; the first page can be shown early."""
    pdf.save(
        target,
        linearize=True,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )


def _strip(pdf: pikepdf.Pdf) -> None:
    for key in ("/AcroForm", "/Names"):
        _strip_root(pdf, key)
    for holder in containers(pdf):
        if isinstance(holder, Array):
            continue
        for key in IDLE:
            if key in holder:
                del holder[key]
        if isinstance(holder, Stream):
            _strip_photo(holder)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]


def _strip_root(pdf: pikepdf.Pdf, key: str) -> None:
    holder = pdf.Root.get(key)
    if not isinstance(holder, Dictionary):
        return
    for active in ("/XFA", "/JavaScript", "/EmbeddedFiles"):
        if active in holder:
            del holder[active]


def _strip_photo(stream: Stream) -> None:
    """A photograph inside a PDF is a JPEG file with all a camera wrote into it."""
    if stream.get("/Subtype") != Name.Image or stream.get("/Filter") != Name.DCTDecode:
        return
    raw = stream.read_raw_bytes()
    try:
        bare = jpeg.without_header_metadata(raw)
    except RefusedError:
        return
    if len(bare) < len(raw):
        stream.write(bare, filter=Name.DCTDecode)
