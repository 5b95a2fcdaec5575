"""From a file to a stored preview: nothing else is written before it is confirmed."""

import asyncio
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from content_api.imports import queries
from content_api.imports.bundles import service as bundles
from content_api.imports.bundles.naming import Files
from content_api.imports.bundles.sending import Post
from content_api.imports.errors import HeaderNotFoundError, refused
from content_api.imports.understanding import headers, scanning
from content_api.imports.understanding.drafts import Defaults, Layout
from content_api.imports.understanding.headers import LANGUAGES, Head, Lexicon
from content_api.imports.understanding.judging import Bench, Verdict
from content_api.imports.understanding.rows import Reader
from content_api.items.marked import refuse_markings
from content_api.spreadsheets.grid import Grid
from content_api.spreadsheets.layout.names import Directory, Names, plain
from content_api.spreadsheets.reading import sandbox
from content_api.spreadsheets.reading.errors import UnreadableError
from content_api.types import registry
from phohien.callers import Caller
from phohien.db import Database, ReadSession, WriteSession
from phohien.errors import Text

KEPT = timedelta(days=7)
MOST_UNKNOWN = 20
COUNTED = ("create", "update", "unchanged", "error", "warning")
_TEXTS = re.compile(r"texts\.([A-Za-z-]{2,12})\.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on this machine, and the folder it is worked on in."""

    path: Path
    folder: Path
    filename: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the officer wants made of it."""

    type: str
    agency_code: str
    sheet: str = ""
    defaults: Defaults = field(default_factory=Defaults)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, where a refusal is written down, and where files are sent."""

    database: Database
    caller: Caller
    post: Post


async def preview(desk: Desk, upload: Upload, asked: Asked, *, at: datetime) -> UUID:
    """Raises what a person can mend: a refused file, a marking, no header."""
    registry.get(asked.type)
    try:
        opened = await bundles.opened(upload.path, upload.folder)
        grid = await sandbox.read(opened.path, upload.folder, asked.sheet)
        marked = await asyncio.to_thread(scanning.marked, grid, upload)
    except UnreadableError as exc:
        raise refused(exc) from exc
    marked |= {f"/{name}": text for name, text in asdict(asked.defaults).items()}
    marked |= {f"/files/{n}": one.name for n, one in enumerate(opened.files.enclosed)}
    await refuse_markings(desk.database, desk.caller, "import", marked)
    async with desk.database.reading() as session:
        known = await queries.remembered(session, asked.agency_code, asked.type)
    lexicon = Lexicon(asked.type, _languages(grid), known)
    head = headers.find(grid, lexicon)
    if head is None:
        raise _no_header(asked.type)
    files, said = await bundles.sent(opened.files, grid, head, upload.folder, desk.post)
    sheet = _Sheet(grid, head, lexicon, files, said)
    async with desk.database.writing() as session:
        await queries.drop_old_previews(session, asked.agency_code, at - KEPT)
        return await _store(session, sheet, upload, asked, _At(desk, at))


@dataclass(frozen=True, slots=True)
class _At:
    desk: Desk
    at: datetime


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What was understood of the file before any row was read."""

    grid: Grid
    head: Head
    lexicon: Lexicon
    files: Files
    said: list[dict[str, str]]


async def _store(
    session: WriteSession, sheet: _Sheet, upload: Upload, asked: Asked, now: _At
) -> UUID:
    grid, head, lexicon, desk = sheet.grid, sheet.head, sheet.lexicon, now.desk
    named = await directory(session, asked.agency_code)
    named = replace(named, files=sheet.files)
    reader = Reader(grid, head, lexicon.columns, named)
    agency, type_code = asked.agency_code, asked.type
    held = await queries.items_of(session, agency, type_code)
    bench = Bench(session, asked, Layout(lexicon.columns), held, now.at)
    verdicts = await asyncio.to_thread(bench.resolve, reader.rows())
    whole = {f"/joined/{number}": text for number, text in enumerate(reader.joined)}
    await refuse_markings(desk.database, desk.caller, "import", whole)
    names = [verdict.row_key for verdict in verdicts]
    before = await queries.imported(session, agency, type_code, names)
    await bench.decide(verdicts, before)
    file = await asyncio.to_thread(_file_of, upload)
    run = await queries.insert_run(
        session,
        {
            "agency_code": asked.agency_code,
            "type": asked.type,
            "filename": upload.filename,
            "kind": grid.kind,
            "sheet": grid.sheet,
            "state": "previewed",
            "counts": counts(verdicts),
            "notes": [*notes(grid, head, lexicon, reader.skipped), *sheet.said],
            "columns": _columns(head),
            "created_by": desk.caller.id,
            "created_at": now.at,
            **file,
        },
    )
    await queries.insert_rows(session, [one.stored(run.id) for one in verdicts])
    return run.id


def _file_of(upload: Upload) -> dict[str, Any]:
    digest = hashlib.sha256(upload.path.read_bytes()).hexdigest()
    return {"sha256": digest, "workbook": (upload.folder / "kept.xlsx").read_bytes()}


async def directory(session: ReadSession, agency_code: str) -> Directory:
    """Everything a cell may name."""
    found = await queries.units(session)
    agencies = await queries.agencies(session)
    items = await queries.titles(session, agency_code)
    return Directory(
        units=Names.of((code, name, names.split("|")) for code, name, names in found),
        agencies=Names.of((c, vi, (plain(vi), plain(en))) for c, vi, en in agencies),
        items=Names.of((key, title, (plain(title),)) for key, title in items),
    )


def _languages(grid: Grid) -> list[str]:
    """Those every sheet may have, and those this one names."""
    named = [
        match[1]
        for _, cells in grid.rows[: headers.HEAD]
        for cell in cells
        if isinstance(cell, str)
        for match in _TEXTS.finditer(cell)
    ]
    return list(dict.fromkeys([*LANGUAGES, *named]))


def _no_header(type_code: str) -> HeaderNotFoundError:
    title = registry.get(type_code).title
    return HeaderNotFoundError(
        Text(
            vi="Trong 40 dòng đầu không có dòng nào ghi tên ít nhất hai cột của loại"
            f" “{title.vi}”. Tải mẫu tại /staff/v1/imports/templates/{type_code}.xlsx,"
            " hoặc ghi nhớ tên cột của cơ quan tại"
            f" /staff/v1/imports/mappings/{type_code}.",
            en="None of the first 40 rows names two columns of"
            f" “{title.en}”. Get /staff/v1/imports/templates/{type_code}.xlsx, or have"
            " your own headers remembered at"
            f" /staff/v1/imports/mappings/{type_code}.",
        )
    )


def counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    found = Counter(dict.fromkeys(COUNTED, 0))
    for verdict in verdicts:
        found[verdict.action] += 1
        found["warning"] += any(not p["error"] for p in verdict.problems)
    return dict(found)


def _columns(head: Head) -> list[dict[str, Any]]:
    return [
        {
            "index": heading.index,
            "header": heading.written,
            "column": heading.column.code if heading.column else None,
            "row": head.row,
        }
        for heading in head.headings
    ]


def notes(
    grid: Grid, head: Head, lexicon: Lexicon, skipped: list[int]
) -> list[dict[str, str]]:
    """What a person should know about the file as a whole."""
    hidden, unread = ", ".join(grid.hidden), ", ".join(grid.unread)
    rows = ", ".join(map(str, skipped[:20]))
    said = (
        (
            hidden,
            "hidden-sheets",
            f"Trang ẩn không được đọc: {hidden}.",
            f"Hidden sheets were not read: {hidden}.",
        ),
        (
            unread,
            "sheets-not-read",
            f"Chỉ đọc trang “{grid.sheet}”; chưa đọc: {unread}.",
            f"Only “{grid.sheet}” was read; not read: {unread}.",
        ),
        (
            grid.converted,
            "fonts-converted",
            f"{grid.converted} ô phông TCVN3, VNI đã chuyển sang Unicode; hãy rà lại.",
            f"{grid.converted} cells in TCVN3 or VNI fonts became Unicode; check them.",
        ),
        (
            grid.encoding == "windows-1258",
            "encoding-guessed",
            "Tệp CSV không phải UTF-8; được đọc theo Windows-1258.",
            "The CSV is not UTF-8; it was read as Windows-1258.",
        ),
        (
            rows,
            "rows-skipped",
            f"Bỏ qua dòng đánh số cột và dòng tổng cộng: {rows}.",
            f"Rows of column numbers and of sums were skipped: {rows}.",
        ),
    )
    found = [_note(code, vi, en) for holds, code, vi, en in said if holds]
    return [*found, *_unknown_columns(head, lexicon)]


def _unknown_columns(head: Head, lexicon: Lexicon) -> list[dict[str, str]]:
    found = []
    for heading in head.headings:
        if heading.twice:
            found.append(
                _note(
                    "column-twice",
                    f"Cột “{heading.written}” trùng nghĩa với cột trước, đã bỏ qua.",
                    f"“{heading.written}” means the same as a column before it.",
                )
            )
        if (
            heading.twice
            or heading.column is not None
            or headers.is_ignored(heading.written)
        ):
            continue
        if len(found) >= MOST_UNKNOWN:
            break
        like = lexicon.like(heading.written)
        vi = f" Có phải {' hay '.join(f'«{name}»' for name in like)}?" if like else ""
        en = f" Did you mean {' or '.join(f'«{n}»' for n in like)}?" if like else ""
        found.append(
            _note(
                "column-unknown",
                f"Không hiểu cột “{heading.written}”, đã bỏ qua.{vi}",
                f"The column “{heading.written}” is unknown and was left out.{en}",
            )
        )
    return found


def _note(code: str, vi: str, en: str) -> dict[str, str]:
    return {"code": code, "vi": vi, "en": en}
