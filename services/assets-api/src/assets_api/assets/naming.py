"""Names that leave the service: addresses of renditions, names of downloads. Pure."""

import re
from unicodedata import normalize
from uuid import UUID

from assets_api.renditions.presets import EXTENSIONS

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
MOST = 120
WITHDRAWN = "phohien_assets"
"""NOTIFY: an asset was withdrawn; the payload is its id."""


def path(version_id: UUID, preset: str, epoch: int, form: str) -> str:
    return f"/m/{version_id}/{preset}-{epoch}.{form}"


def download(filename: str, form: str, *, fallback: str) -> str:
    """The sender's name made harmless, with the true extension."""
    last = re.split(r"[\\/]", normalize("NFC", filename))[-1]
    stem, dot, _ = last.rpartition(".")
    plain = UNSAFE.sub(" ", stem if dot else last)
    tidy = " ".join(plain.split()).strip(". ")[:MOST].rstrip()
    return f"{tidy or fallback}.{EXTENSIONS.get(form, form)}"


def ascii_name(name: str) -> str:
    """For clients that know no UTF-8: Đồng → Dong."""
    swapped = name.replace("đ", "d").replace("Đ", "D")
    plain = normalize("NFKD", swapped).encode("ascii", "ignore").decode()
    return re.sub(r'["\\]', "_", plain) or "file"
