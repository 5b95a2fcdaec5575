"""What a sender says about a file. Kept as data, believed by nobody."""

import re
from dataclasses import dataclass
from unicodedata import category, normalize
from uuid import UUID

LONGEST_NAME = 255
SHA256 = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class Declaration:
    """How a file is called and sent.

    `bundle`: it is a ZIP of files, each to become an asset of its own.
    """

    filename: str = ""
    filetype: str = ""
    sha256: str = ""
    agency: str = ""
    replaces: UUID | None = None
    bundle: bool = False
    metadata: str = ""
    way: str = "tus"


def clean_name(name: str) -> str:
    """NFC, without control characters. Anything else is kept: it is only data."""
    kept = "".join(
        char for char in normalize("NFC", name) if category(char) not in ("Cc", "Cs")
    )
    return kept.strip()[:LONGEST_NAME]
