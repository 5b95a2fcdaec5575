"""What is in a bundle: the one workbook, the files beside it, and what is refused.

No name of the archive ever becomes a path: what is taken out is numbered.
"""

import hashlib
import stat
import struct
from pathlib import Path
from typing import Any
from unicodedata import normalize
from zipfile import BadZipFile, ZipFile, ZipInfo

from content_api.spreadsheets.reading.errors import UnreadableError

MOST_FILES = 500
MOST_BYTES = 400 << 20
MOST_FILE = 100 << 20
MOST_WORKBOOK = 25 << 20
CHUNK = 1 << 16
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
LEFT_BEHIND = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
# The first entry of a workbook is one of its own parts.
PARTS = (
    "[content_types].xml",
    "_rels/",
    "docprops/",
    "xl/",
    "customxml/",
    "mimetype",
    "meta-inf/",
    "content.xml",
    "styles.xml",
    "settings.xml",
    "meta.xml",
    "manifest.rdf",
    "configurations2/",
    "thumbnails/",
)
_LOCAL = struct.Struct("<4s5H3I2H")
_MAGIC = b"PK\x03\x04"
_UTF8 = 0x800


def may_be_one(path: Path) -> bool:
    """A zip that does not begin as a workbook does; only the child knows for sure."""
    with path.open("rb") as file:
        head = file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(_MAGIC):
            return False
        name = file.read(_LOCAL.unpack(head)[9])
    return not name.decode("latin-1").lower().startswith(PARTS)


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Leaves `workbook` and `file-N` in `folder`; says what each of them is.

    Raises:
        UnreadableError: with a code that says what to do about the whole file.
    """
    try:
        with ZipFile(path) as archive:
            names = {entry.filename for entry in archive.infolist()}
            if names & {"xl/workbook.xml", "content.xml"}:
                return {"bundle": False}
            return {"bundle": True, **_taken_out(archive, folder)}
    except (BadZipFile, OSError, NotImplementedError) as exc:
        raise UnreadableError("damaged") from exc


def _taken_out(archive: ZipFile, folder: Path) -> dict[str, Any]:
    entries = [entry for entry in archive.infolist() if _is_file(entry)]
    if len(entries) > MOST_FILES:
        raise UnreadableError("too-many-files", most=MOST_FILES)
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise UnreadableError("too-large-inside", megabytes=MOST_BYTES >> 20)
    book = _workbook(entries)
    if _copy(archive, book, folder / "workbook") is None:
        raise UnreadableError("damaged")
    files = [
        _file(archive, entry, folder / f"file-{number}")
        for number, entry in enumerate(entries)
        if entry is not book
    ]
    return {"workbook": _name(book), "files": files}


def _workbook(entries: list[ZipInfo]) -> ZipInfo:
    """The only one in the outermost folder that has any."""
    books = [entry for entry in entries if _name(entry).lower().endswith(WORKBOOKS)]
    top = min((_name(entry).count("/") for entry in books), default=0)
    books = [entry for entry in books if _name(entry).count("/") == top]
    if len(books) != 1:
        code = "several-workbooks" if books else "no-workbook"
        raise UnreadableError(code, names=", ".join(map(_name, books[:5])))
    if _wrong(books[0]) or books[0].file_size > MOST_WORKBOOK:
        raise UnreadableError("too-large-inside", megabytes=MOST_WORKBOOK >> 20)
    return books[0]


def _file(archive: ZipFile, entry: ZipInfo, target: Path) -> dict[str, Any]:
    wrong = _wrong(entry)
    digest = None if wrong else _copy(archive, entry, target)
    return {
        "name": _name(entry),
        "stored": target.name,
        "bytes": entry.file_size,
        "sha256": digest or "",
        "wrong": wrong or ("" if digest else "file-damaged"),
    }


def _is_file(entry: ZipInfo) -> bool:
    name = _name(entry).lower()
    parts = name.split("/")
    return not entry.is_dir() and not (
        name.startswith(LEFT_BEHIND) or parts[-1] in LEFT_BEHIND
    )


def _name(entry: ZipInfo) -> str:
    """As it was typed: Windows writes bytes of its own where UTF-8 is not said."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return normalize("NFC", name.replace("\\", "/"))


def _wrong(entry: ZipInfo) -> str:
    """Why a file is not taken; empty for most."""
    name = _name(entry)
    outside = name.startswith("/") or ":" in name or ".." in name.split("/")
    if outside or any(ord(char) < 32 for char in name):  # noqa: PLR2004 -- controls
        return "file-name-refused"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "file-is-a-link"
    if entry.flag_bits & 1:
        return "file-has-a-password"
    if entry.file_size > MOST_FILE:
        return "file-too-large"
    return "" if entry.file_size else "file-empty"


def _copy(archive: ZipFile, entry: ZipInfo, target: Path) -> str | None:
    """The SHA-256 of what was taken out; None when it is not what it says."""
    digest = hashlib.sha256()
    read = 0
    try:
        with archive.open(entry) as source, target.open("wb") as file:
            while chunk := source.read(CHUNK):
                read += len(chunk)
                if read > entry.file_size:
                    break
                digest.update(chunk)
                file.write(chunk)
    except (BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
        read = -1
    if read != entry.file_size:
        target.unlink(missing_ok=True)
        return None
    return digest.hexdigest()
