"""Released items as files, for everybody."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter
from fastapi.responses import Response, StreamingResponse

from content_api.exports import released
from content_api.exports.schemas import ExportQuery, Form
from content_api.exports.sending import FILE, file_of, sent
from content_api.public.answers import cache_control, is_known, known_tags
from content_api.public.choice import choose
from content_api.public.errors import (
    DatabaseUnreachableError,
    QueryTooSlowError,
    UnknownLanguageTagError,
)
from content_api.public.routes import public_pool
from content_api.spreadsheets.writing.table import Table
from content_api.types import registry
from content_api.types.errors import ContentTypeNotFoundError
from phohien import clock
from phohien.auth import Anyone
from phohien.canonical import canonical_text
from phohien.problems import problems

router = APIRouter(prefix="/v1/exports", tags=["exports"])

TypeCode = Annotated[str, PathParameter(pattern=r"^[a-z_]{1,64}$")]
Pages = AsyncIterator[list[released.Doc]]


@router.get(
    "/{type_code}.{form}",
    response_class=StreamingResponse,
    responses={
        **FILE,
        304: {"description": "You have it."},
        **problems(
            ContentTypeNotFoundError,
            UnknownLanguageTagError,
            QueryTooSlowError,
            DatabaseUnreachableError,
        ),
    },
)
async def export_released(
    type_code: TypeCode,
    form: Form,
    request: Request,
    _: Anyone,
    wanted: Annotated[ExportQuery, Query()],
) -> Response:
    """Every released item of a type in one language, streamed."""
    registry.get(type_code)
    lang = choose(wanted.locale, None).first
    pool = public_pool(request)
    digest, expires_at = await released.state(pool, type_code, lang)
    # Weak: pages are read one after another, so the bytes are those of some moments.
    tag = f"{digest[:24]}.{form.value}"
    headers = {
        "etag": f'W/"{tag}"',
        "content-language": lang,
        "cache-control": cache_control([expires_at], at=clock.now()),
    }
    if is_known(tag, known_tags(request)):
        return Response(status_code=304, headers=headers)
    pages = await _begun(released.documents(pool, type_code, lang))
    name = f"{type_code}-{lang}"
    if form is Form.XLSX:
        path = await _table(pages, type_code, lang)
        return sent(file_of(path), form, name, headers)
    lines = {Form.CSV: _csv, Form.JSONL: _jsonl, Form.GEOJSON: _geojson}[form]
    return sent(lines(pages, type_code), form, name, headers)


async def _begun(pages: Pages) -> Pages:
    """Asks for the first page now, so that a failure still has its status."""
    first: list[released.Doc] = await anext(pages, [])

    async def all_pages() -> Pages:
        if first:
            yield first
        async for page in pages:
            yield page

    return all_pages()


async def _csv(pages: Pages, type_code: str) -> AsyncIterator[str]:
    columns = released.columns(type_code)
    yield released.BOM + released.csv_line(released.header(type_code))
    async for page in pages:
        rows = (released.text_cells(doc, columns) for doc in page)
        yield "".join(map(released.csv_line, rows))


async def _jsonl(pages: Pages, _: str) -> AsyncIterator[str]:
    async for page in pages:
        yield "".join(f"{canonical_text(doc)}\n" for doc in page)


async def _geojson(pages: Pages, _: str) -> AsyncIterator[str]:
    yield '{"type":"FeatureCollection","features":['
    between = ""
    async for page in pages:
        for doc in page:
            yield between + released.feature(doc)
            between = ",\n"
    yield "]}\n"


async def _table(pages: Pages, type_code: str, lang: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="phohien-"))
    path = folder / "export.xlsx"
    columns = released.columns(type_code)
    title = registry.get(type_code).title.in_language(lang)
    labels = released.labels(type_code, lang)
    table = await asyncio.to_thread(Table, path, title, labels)
    async for page in pages:
        rows = [released.cells(doc, columns) for doc in page]
        await asyncio.to_thread(table.add, rows)
    await asyncio.to_thread(table.close)
    return path
