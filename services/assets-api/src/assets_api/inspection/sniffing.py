"""The type by the first bytes, and whether name and declaration agree. Bytes decide."""

from dataclasses import dataclass

from assets_api.formats.errors import HeldError, RefusedError

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """One accepted type. `zip` stands for DOCX and XLSX until the parts are read."""

    name: str
    mime: str
    extensions: frozenset[str]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("jpeg", "image/jpeg", frozenset({"jpg", "jpeg", "jpe", "jfif"})),
        Kind("png", "image/png", frozenset({"png"})),
        Kind("webp", "image/webp", frozenset({"webp"})),
        Kind("pdf", "application/pdf", frozenset({"pdf"})),
        Kind("docx", f"{OFFICE}wordprocessingml.document", frozenset({"docx"})),
        Kind("xlsx", f"{OFFICE}spreadsheetml.sheet", frozenset({"xlsx"})),
    )
}
SYNONYMS = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "application/x-pdf": "application/pdf",
}
UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream"})
ACCEPTED_TYPES = frozenset(kind.mime for kind in KINDS.values())
ACCEPTED_EXTENSIONS = frozenset().union(*(kind.extensions for kind in KINDS.values()))


def sniff(head: bytes, *, contains_encrypted_package: bool = False) -> str:
    """`jpeg png webp pdf zip`. Raises for everything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(OLE) and contains_encrypted_package:
        raise HeldError("encrypted")
    if b"%PDF-" in head[:1024]:
        raise RefusedError("trailing-bytes", "leading")
    raise RefusedError("type-not-accepted")


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
