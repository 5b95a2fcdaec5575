"""What a child found out about a document's pages; read with suspicion."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assets_api.formats.leaves.notes import CONTENTS
from assets_api.produce import files
from phohien import languages

MOST_BYTES = 4 << 20
Side = Annotated[int, Field(ge=1, le=2048)]
Number = Annotated[int, Field(ge=0, le=5000)]
# Letters that no other language in use here writes; a few of them stand in names.
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_LETTER = re.compile(r"[^\W\d_]")
_SHARE = 0.05


class Line(BaseModel):
    """Of a table of contents; page nought where it leads nowhere."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    depth: Annotated[int, Field(ge=0, le=20)]
    title: Annotated[str, Field(min_length=1, max_length=300)]
    page: Number


class Contents(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Annotated[str, Field(max_length=40)] = ""
    sizes: Annotated[list[tuple[Side, Side]], Field(max_length=5000)] = []
    outline: Annotated[list[Line], Field(max_length=1000)] = []


def read(folder: Path) -> Contents:
    """Nothing at all where there are no pages."""
    return files.note(folder / CONTENTS, Contents, most=MOST_BYTES) or Contents()


def language_of(words: str, said: str) -> str:
    """By the letters first: programs write `en` into whatever they export."""
    letters = len(_LETTER.findall(words))
    if letters and len(_VIETNAMESE.findall(words)) >= _SHARE * letters:
        return "vi"
    return languages.resolve(said) or ""
