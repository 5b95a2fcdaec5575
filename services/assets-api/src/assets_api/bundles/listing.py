"""What the child wrote down about a bundle, read with suspicion, line by line."""

import stat
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assets_api.assets import wording
from assets_api.assets.errors import AltIsFilenameError
from assets_api.assets.schemas import AssetEdit
from assets_api.bundles.unpacking import MOST_FILES, NOTES
from assets_api.formats.errors import RefusedError
from assets_api.inspection import sniffing
from assets_api.produce import files
from assets_api.uploads.declaration import SHA256, clean_name
from phohien import languages

MOST_NOTES = 8 * 1024 * 1024
FILE, SUM = "file", "sha256"
FIELDS = (
    "creator",
    "rights_holder",
    "licence",
    "credit",
    "source_type",
    "web_statement",
    "rights_end",
)
WORDS = ("alt", "caption")
HEADINGS: Mapping[str, str] = {
    "tệp": FILE,
    "tên tệp": FILE,
    "tác giả": "creator",
    "chủ sở hữu": "rights_holder",
    "giấy phép": "licence",
    "ghi công": "credit",
    "nguồn": "source_type",
    "trang về quyền": "web_statement",
    "hết hạn quyền": "rights_end",
    "mô tả ảnh": "alt_vi",
    "chú thích": "caption_vi",
}
"""As people write them; in English the names of the fields themselves."""

Words = Annotated[str, Field(max_length=1024 * 1024)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Line(_Strict):
    number: Annotated[int, Field(ge=1, le=10**6)]
    cells: dict[Words, Words]


class _File(_Strict):
    name: Words
    stored: Annotated[str, Field(pattern=r"^m-[1-9][0-9]{0,3}$")]
    bytes: Annotated[int, Field(ge=0)]


class _Notes(_Strict):
    folder: Words
    lines: Annotated[list[_Line], Field(max_length=MOST_FILES)]
    files: Annotated[list[_File], Field(max_length=MOST_FILES)]


@dataclass(frozen=True, slots=True)
class Line:
    """A file that may become an asset, or `refusal`: the code of why it may not."""

    number: int
    filename: str
    path: Path | None = None
    size: int = 0
    sha256: str = ""
    description: Mapping[str, Any] = field(default_factory=dict)
    refusal: str = ""


def read(folder: Path) -> list[Line]:
    """Every line of the list, then every file that no line names."""
    notes = _notes(folder)
    columns = _columns(notes.lines)
    files = {_plain(one.name): one for one in notes.files}
    named = [_place(notes.folder, line.cells, columns) for line in notes.lines]
    often = Counter(named)
    lines = [
        _line(line, columns, files.get(place), folder, twice=often[place] > 1)
        for line, place in zip(notes.lines, named, strict=True)
    ]
    last = max(line.number for line in notes.lines)
    spare = [one for place, one in files.items() if place not in often]
    lines += [
        Line(last + count, clean_name(one.name), refusal="bundle-not-listed")
        for count, one in enumerate(spare, 1)
    ]
    return lines


def _notes(folder: Path) -> _Notes:
    notes = files.note(folder / NOTES, _Notes, most=MOST_NOTES)
    if notes is None:
        raise RefusedError("inspection-limit", "report")
    return notes


def _columns(lines: Sequence[_Line]) -> dict[str, str]:
    """The field behind each heading; one that nobody knows is asked about, not lost."""
    headings = dict.fromkeys(heading for line in lines for heading in line.cells)
    found = {heading: _column(heading) for heading in headings}
    if FILE not in found.values() or len(set(found.values())) < len(found):
        raise RefusedError("bundle-manifest", "columns")
    return found


def _column(heading: str) -> str:
    plain = normalize("NFC", heading).strip().casefold()
    plain = HEADINGS.get(plain, plain)
    if plain in (FILE, SUM, *FIELDS):
        return plain
    kind, _, lang = plain.partition("_")
    known = languages.resolve(lang)
    if kind not in WORDS or known is None:
        raise RefusedError("bundle-manifest", "columns")
    return f"{kind}_{known}"


def _plain(name: str) -> str:
    return normalize("NFC", name).replace("\\", "/").strip().removeprefix("./")


def _place(folder: str, cells: Mapping[str, str], columns: Mapping[str, str]) -> str:
    """Where the archive has the file, seen from where its list lies."""
    given = next((cells[at] for at in cells if columns[at] == FILE), "")
    return _plain(f"{folder}/{_plain(given)}" if folder else given)


def _line(
    line: _Line,
    columns: Mapping[str, str],
    found: _File | None,
    folder: Path,
    *,
    twice: bool,
) -> Line:
    cells = {columns[at]: value for at, value in line.cells.items() if value}
    name = clean_name(cells.get(FILE, "").replace("\\", "/").rpartition("/")[2])
    if found is None:
        return Line(line.number, name, refusal="bundle-file-missing")
    if twice:
        return Line(line.number, name, refusal="bundle-file-twice")
    path = folder / found.stored
    if not _is_plain_file(path, found.bytes):
        raise RefusedError("inspection-limit", "report")
    described = _described(cells, name)
    refusal = ""
    if described is None or not SHA256.match(cells.get(SUM, "0" * 64).lower()):
        refusal = "bundle-description"
    elif not found.bytes:
        refusal = "bundle-file-empty"
    elif not sniffing.could_be_accepted(name, ""):
        refusal = "type-not-accepted"
    return Line(
        line.number,
        name,
        path=None if refusal else path,
        size=found.bytes,
        sha256=cells.get(SUM, "").lower(),
        description=described or {},
        refusal=refusal,
    )


def _is_plain_file(path: Path, size: int) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == size


def _described(cells: Mapping[str, str], filename: str) -> dict[str, Any] | None:
    """Rights and words for the asset; None when one of them cannot be what it is."""
    texts: dict[str, dict[str, str]] = {}
    given: dict[str, Any] = {name: cells[name] for name in FIELDS if name in cells}
    for column, value in cells.items():
        kind, _, lang = column.partition("_")
        if kind in WORDS:
            texts.setdefault(lang, {})[kind] = value
    if texts:
        given["texts"] = texts
    try:
        edit = AssetEdit.model_validate(given)
        wording.refuse_filenames(edit.texts, filename)
    except (ValidationError, AltIsFilenameError):
        return None
    return edit.model_dump(mode="json", exclude_unset=True)
