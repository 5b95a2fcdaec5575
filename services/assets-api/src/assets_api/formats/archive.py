"""ZIP as Office writes it: whole, plain names, no overlap, bounded when unpacked."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from os import SEEK_END
from pathlib import Path
from zlib import error as ZlibError  # noqa: N812 -- zlib's own exception has a lower-case name

from assets_api.formats.errors import HeldError, RefusedError

MOST_ENTRIES = 10_000
MOST_BYTES = 512 * 1024 * 1024
MOST_RATIO = 200
SMALL = 1024 * 1024
LOCAL_HEADER = 30
END, END_RECORD = b"PK\x05\x06", 22
CHUNK = 1 << 16
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
DAMAGE = (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, OSError)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, with its directory checked before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(path)
    except (*DAMAGE, ValueError) as error:
        raise RefusedError("document-damaged") from error
    with archive:
        _refuse_trailing(path)
        _check_directory(archive, path.stat().st_size)
        yield archive


def _refuse_trailing(path: Path) -> None:
    """The end record is the end of the file: Python's reader looks further back."""
    with path.open("rb") as file:
        file.seek(-END_RECORD, SEEK_END)
        if not file.read().startswith(END):
            raise RefusedError("trailing-bytes")


def _check_directory(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    if not entries or len(entries) > MOST_ENTRIES:
        raise RefusedError("archive-bomb", "entries")
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise RefusedError("document-damaged", "duplicate-names")
    for entry in entries:
        _check_entry(entry)
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise RefusedError("archive-bomb", "size")
    end = 0
    for entry in sorted(entries, key=lambda found: found.header_offset):
        if entry.header_offset < end or (end == 0 and entry.header_offset):
            raise RefusedError("document-damaged", "overlap")
        end = entry.header_offset + LOCAL_HEADER + entry.compress_size
    if end > size or archive.comment:
        raise RefusedError("trailing-bytes")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ".." in parts or ":" in name:
        raise RefusedError("document-damaged", "names")
    if entry.flag_bits & 0x1:
        raise HeldError("encrypted")
    if entry.compress_type not in METHODS:
        raise RefusedError("document-damaged", "method")
    if entry.file_size > SMALL and entry.file_size > MOST_RATIO * entry.compress_size:
        raise RefusedError("archive-bomb", "ratio")


def inflate_all(archive: zipfile.ZipFile) -> None:
    """Unpack everything once, counting: a directory may lie about sizes."""
    total = 0
    for entry in archive.infolist():
        for chunk in chunks(archive, entry):
            total += len(chunk)
            if total > MOST_BYTES:
                raise RefusedError("archive-bomb", "size")


def chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except DAMAGE as error:
        raise RefusedError("document-damaged") from error


def read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        entry = archive.getinfo(name)
    except KeyError as error:
        raise RefusedError("document-damaged", "parts") from error
    return b"".join(chunks(archive, entry))
