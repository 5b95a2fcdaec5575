"""What is released, as files for programs: CSV, XLSX, JSON lines, GeoJSON."""

import csv
import io
import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from content_api.exports import queries
from content_api.public.forms.geojson import geometry
from content_api.public.pool import PublicPool
from content_api.spreadsheets.grid import Cell
from content_api.spreadsheets.layout import showing
from content_api.spreadsheets.layout.columns import Column, columns_of, dig
from content_api.spreadsheets.layout.shape import Kind
from phohien.canonical import canonical_text
from phohien.errors import Text

BOM = "\ufeff"
Doc = dict[str, Any]
# Of the document, before its texts and fields.
HEAD: Mapping[str, Text] = {
    "key": Text(vi="Mã mục tin", en="Key"),
    "slug": Text(vi="Đường dẫn", en="Slug"),
    "locale": Text(vi="Ngôn ngữ", en="Language"),
    "title": Text(vi="Tên, tiêu đề", en="Title"),
    "summary": Text(vi="Tóm tắt", en="Summary"),
    "agency.code": Text(vi="Mã cơ quan", en="Agency code"),
    "agency.name": Text(vi="Cơ quan", en="Agency"),
    "fi_category": Text(vi="Loại thông tin đối ngoại", en="Category"),
    "topics": Text(vi="Chủ đề", en="Topics"),
    "units": Text(vi="Đơn vị hành chính", en="Administrative units"),
    "released_at": Text(vi="Công bố lúc", en="Released at"),
    "hash": Text(vi="Mã băm", en="Hash"),
}


async def documents(
    pool: PublicPool, type_code: str, lang: str
) -> AsyncIterator[list[Doc]]:
    """Page by page; each statement sees what is public at its moment."""
    after = ""
    while page := await queries.released_after(pool, type_code, lang, after):
        yield [json.loads(doc) for _, doc in page]
        after = page[-1][0]


async def state(
    pool: PublicPool, type_code: str, lang: str
) -> tuple[str, datetime | None]:
    return await queries.released_state(pool, type_code, lang)


def columns(type_code: str) -> list[Column]:
    """Texts and fields; a group of records is one cell of JSON."""
    every = columns_of(type_code, ("",), {})
    kept = [column for column in every if column.path[0] in {"texts", "fields"}]
    return [c for c in kept if c.code not in {"texts..title", "texts..summary"}]


def header(type_code: str) -> list[str]:
    return [*HEAD, *(_name(column) for column in columns(type_code))]


def labels(type_code: str, lang: str) -> list[str]:
    head = [text.in_language(lang) for text in HEAD.values()]
    rest = [c.label.in_language(lang).removesuffix(" ()") for c in columns(type_code)]
    return [*head, *rest]


def cells(doc: Doc, every: list[Column]) -> list[Cell]:
    """Codes, not names: a program reads this."""
    head = [_plain(dig(doc, tuple(name.split(".")))) for name in HEAD]
    return [*head, *(_cell(column, doc) for column in every)]


def csv_line(values: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()


def text_cells(doc: Doc, every: list[Column]) -> list[str]:
    """The same for CSV: a text that starts like a formula is quoted."""
    head = [showing.guarded(_plain(dig(doc, tuple(n.split("."))))) for n in HEAD]
    return [*head, *(_text(column, doc) for column in every)]


def feature(doc: Doc) -> str:
    """One GeoJSON feature; an item without a place has no geometry."""
    return json.dumps(
        {
            "type": "Feature",
            "id": doc["key"],
            "geometry": geometry(doc["fields"]),
            "properties": {
                **{name: dig(doc, tuple(name.split("."))) for name in HEAD},
                "type": doc["type"],
                "approximate": bool(
                    dig(doc, ("fields", "location", "point", "approximate"))
                ),
                "fields": doc["fields"],
            },
        },
        ensure_ascii=False,
    )


def _name(column: Column) -> str:
    return column.code.replace("texts..", "texts.")


def _value(column: Column, doc: Doc) -> Any:
    path = column.path
    return dig(doc, ("texts", path[2]) if path[0] == "texts" else path)


def _cell(column: Column, doc: Doc) -> Cell:
    value = _value(column, doc)
    if value is None or column.leaf.many or column.kind is Kind.JSON:
        return _plain(value)
    if column.kind in {Kind.NUMBER, Kind.DEGREES, Kind.WHOLE}:
        return showing.numeric(str(value))
    return value if isinstance(value, bool) else str(value)


def _text(column: Column, doc: Doc) -> str:
    value = _value(column, doc)
    if column.kind in {Kind.NUMBER, Kind.DEGREES, Kind.WHOLE} and value is not None:
        return str(value)
    return showing.guarded(_plain(value))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return showing.joined([str(one) for one in value])
    return value if isinstance(value, str) else canonical_text(value)
