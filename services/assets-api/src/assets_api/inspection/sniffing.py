"""The type by the first bytes, and whether name and declaration agree. Bytes decide."""

import re

from assets_api.formats.errors import HeldError, RefusedError
from assets_api.formats.kinds import KINDS, SYNONYMS

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream"})
ACCEPTED_TYPES = frozenset(kind.mime for kind in KINDS.values())
ACCEPTED_EXTENSIONS = frozenset().union(*(kind.extensions for kind in KINDS.values()))
SIGNATURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"ID3", "mp3"),
)
BRANDS = (
    ("avif", frozenset({b"avif", b"avis"})),
    ("heic", frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1"})),
    ("m4a", frozenset({b"M4A ", b"M4B "})),
)
QUICKTIME = frozenset({b"moov", b"mdat", b"wide"})
"""First boxes of films from before there was a type box."""
SVG_ROOT = re.compile(
    r"^\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*|<!DOCTYPE[^\[>]*"
    r"(?:\[.*?\]\s*)?>\s*)*<(?:\w+:)?svg[\s>/]",
    re.DOTALL,
)


def sniff(head: bytes, *, contains_encrypted_package: bool = False) -> str:
    """The name of a kind; `zip` until its parts are read. Raises for all else."""
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if found := _boxed(head) or _framed(head):
        return found
    if SVG_ROOT.match(_as_text(head)):
        return "svg"
    if head.startswith(OLE) and contains_encrypted_package:
        raise HeldError("encrypted")
    if b"%PDF-" in head[:1024]:
        raise RefusedError("trailing-bytes", "leading")
    raise RefusedError("type-not-accepted")


def _boxed(head: bytes) -> str | None:
    """ISO's box files: pictures, films and sound by the brands they name."""
    if head[4:8] in QUICKTIME:
        return "mov"
    if head[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4], "big"), HEAD)
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, size, 4)}
    for kind, names in BRANDS:
        if names & brands:
            return kind
    return "mov" if head[8:12] == b"qt  " else "mp4"


def _framed(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]:
        return "webm"
    # The sync word of an MPEG frame of layer III.
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 == 0xE2:  # noqa: PLR2004 -- bits of the sync word
        return "mp3"
    return None


def _as_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def extension_of(filename: str) -> str:
    stem, dot, extension = filename.rpartition(".")
    return extension.strip().lower() if dot and stem else ""


def declared_type(filetype: str) -> str:
    plain = filetype.partition(";")[0].strip().lower()
    return SYNONYMS.get(plain, plain)


def could_be_accepted(filename: str, filetype: str) -> bool:
    """False when name or declaration already says that it cannot be taken."""
    declared, extension = declared_type(filetype), extension_of(filename)
    return (declared in UNSAID or declared in ACCEPTED_TYPES) and (
        not extension or extension in ACCEPTED_EXTENSIONS
    )


def refuse_mismatch(kind: str, filename: str, filetype: str) -> None:
    """What is unsaid is no lie; what is said must be true."""
    found = KINDS[kind]
    declared, extension = declared_type(filetype), extension_of(filename)
    if declared not in UNSAID and declared != found.mime:
        raise RefusedError("type-mismatch", kind)
    if extension and extension not in found.extensions:
        raise RefusedError("type-mismatch", kind)
