"""What an agency has, as a workbook it can send back through an import."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path
from typing import Any

from content_api.exports import queries
from content_api.exports.released import BOM
from content_api.spreadsheets.layout import shape, showing
from content_api.spreadsheets.layout.columns import (
    MOST_REPEATS,
    Column,
    columns_of,
    dig,
    groups_of,
    template_columns,
)
from content_api.spreadsheets.layout.names import Directory
from content_api.spreadsheets.writing.book import Book, Form
from content_api.types import registry
from phohien.canonical import canonical_text
from phohien.db import ReadSession

Draft = dict[str, Any]


async def pages(
    session: ReadSession, agency_code: str, type_code: str, *, read: Any
) -> AsyncIterator[list[Draft]]:
    """Every item by key; `read` makes a draft of a stored body."""
    after = ""
    while page := await queries.bodies_after(session, agency_code, type_code, after):
        yield [read(body, key) for key, body in page]
        after = page[-1][0]


class Survey:
    """Looks at every item once, to know which columns there have to be."""

    def __init__(self, type_code: str) -> None:
        self._type = type_code
        self._groups = groups_of(type_code)
        self._languages: dict[str, None] = {"vi": None, "en": None}
        self._repeats: dict[str, int] = {}
        self._seen: set[str] = set()
        self._parts: dict[str, int] = {}

    def look(self, draft: Draft) -> None:
        self._languages |= dict.fromkeys(sorted(draft["texts"]))
        for group in self._groups:
            for count in _counts(draft, group.split(".")):
                most = max(self._repeats.get(group, 0), count)
                self._repeats[group] = most

    def columns(self) -> list[Column]:
        """A group repeated more than twelve times is one column of JSON."""
        repeats = {
            group: count
            for group, count in self._repeats.items()
            if count <= MOST_REPEATS
        }
        return columns_of(self._type, sorted(self._languages, key=_order), repeats)

    def mark(self, drafts: Iterable[Draft], columns: Iterable[Column]) -> None:
        """The second look: which of the columns are used, and how long they grow."""
        for draft in drafts:
            for column in columns:
                value = dig(draft, column.path)
                if value is None:
                    continue
                self._seen.add(column.code)
                if column.kind in {shape.Kind.TEXT, shape.Kind.JSON}:
                    text = value if isinstance(value, str) else canonical_text(value)
                    parts = -(-len(text) // showing.CHUNK)
                    if parts > 1:
                        most = max(parts, self._parts.get(column.code, 1))
                        self._parts[column.code] = most

    def form(self, columns: Iterable[Column], directory: Directory) -> Form:
        """What is used, and what a template asks for anyway."""
        asked = {column.code for column in template_columns(self._type)}
        kept = [c for c in columns if c.code in self._seen or _stays(c, asked)]
        title = registry.get(self._type).title.vi
        return Form(title, kept, directory, dict(self._parts))


def _stays(column: Column, asked: set[str]) -> bool:
    """Empty columns that would only be noise are left to the template."""
    return column.code in asked and len(column.path) == 1


def _order(lang: str) -> tuple[int, str]:
    first = ("vi", "en")
    return (first.index(lang) if lang in first else len(first), lang)


def _counts(value: Any, path: list[str]) -> Iterable[int]:
    """How long each list at a path is, in every record above it."""
    if isinstance(value, list):
        for one in value:
            yield from _counts(one, path)
        return
    if not isinstance(value, Mapping) or path[0] not in value:
        return
    inner = value[path[0]]
    if len(path) > 1:
        yield from _counts(inner, path[1:])
    elif isinstance(inner, list) and inner:
        yield len(inner)


async def write_book(
    path: Path, form: Form, drafts: AsyncIterator[list[Draft]]
) -> None:
    """In threads, page by page; the rows are kept nowhere."""
    book = await asyncio.to_thread(Book, path, form)
    async for page in drafts:
        await asyncio.to_thread(_add, book, page)
    await asyncio.to_thread(book.close)


def _add(book: Book, page: list[Draft]) -> None:
    for draft in page:
        book.add(draft)


async def csv_lines(
    form: Form, drafts: AsyncIterator[list[Draft]]
) -> AsyncIterator[str]:
    """One header line of codes; an import reads it back as it is."""
    yield BOM + _line([column.code for column in form.columns])
    async for page in drafts:
        lines = []
        for draft in page:
            values = [
                showing.text_of(column, dig(draft, column.path), form.directory)
                for column in form.columns
            ]
            lines.append(_line(values))
        yield "".join(lines)


async def json_lines(drafts: AsyncIterator[list[Draft]]) -> AsyncIterator[str]:
    async for page in drafts:
        yield "".join(f"{canonical_text(draft)}\n" for draft in page)


def _line(values: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()
