"""Every type of file that is taken: its name, MIME type, endings and what it is."""

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """One accepted type. `group` is what the asset is (an image, a film)."""

    name: str
    group: str
    mime: str
    extensions: frozenset[str]


def _kind(name: str, group: str, mime: str, *others: str) -> Kind:
    return Kind(name, group, mime, frozenset({name, *others}))


KINDS = {
    kind.name: kind
    for kind in (
        _kind("jpeg", "image", "image/jpeg", "jpg", "jpe", "jfif"),
        _kind("png", "image", "image/png"),
        _kind("webp", "image", "image/webp"),
        _kind("avif", "image", "image/avif"),
        _kind("gif", "image", "image/gif"),
        _kind("tiff", "image", "image/tiff", "tif"),
        _kind("heic", "image", "image/heic", "heif", "hif"),
        _kind("svg", "image", "image/svg+xml"),
        _kind("pdf", "document", "application/pdf"),
        _kind("docx", "document", f"{OFFICE}wordprocessingml.document"),
        _kind("xlsx", "document", f"{OFFICE}spreadsheetml.sheet"),
        _kind("pptx", "document", f"{OFFICE}presentationml.presentation"),
        _kind("odt", "document", f"{OPEN}text"),
        _kind("ods", "document", f"{OPEN}spreadsheet"),
        _kind("mp4", "video", "video/mp4", "m4v"),
        _kind("mov", "video", "video/quicktime", "qt"),
        _kind("webm", "video", "video/webm"),
        _kind("mp3", "audio", "audio/mpeg"),
        _kind("m4a", "audio", "audio/mp4"),
        _kind("zip", "archive", "application/zip"),
    )
}
SYNONYMS = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/heif": "image/heic",
    "image/svg": "image/svg+xml",
    "application/x-pdf": "application/pdf",
    "application/x-zip-compressed": "application/zip",
    "video/x-m4v": "video/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
}
NAMED_VI = (
    "ảnh (JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, SVG), tài liệu (PDF, DOCX, XLSX,"
    " PPTX, ODT, ODS), phim (MP4, MOV, WebM), âm thanh (MP3, M4A) và ZIP bản gốc để"
    " lưu trữ"
)
NAMED_EN = (
    "pictures (JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, SVG), documents (PDF, DOCX,"
    " XLSX, PPTX, ODT, ODS), films (MP4, MOV, WebM), sound (MP3, M4A) and, for the"
    " archive, ZIP of originals"
)


def of_group(group: str) -> frozenset[str]:
    return frozenset(kind.name for kind in KINDS.values() if kind.group == group)
