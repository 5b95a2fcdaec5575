"""An agency's items as files it can send back, and the empty form to fill in."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi import Path as PathParameter
from fastapi.responses import StreamingResponse

from content_api.exports import drafts
from content_api.exports.schemas import (
    Form,
    StaffExportQuery,
    StaffForm,
    TemplateQuery,
)
from content_api.exports.sending import FILE, file_of, sent
from content_api.imports.preview import directory
from content_api.imports.understanding.drafts import held_of
from content_api.items.errors import ItemOfAnotherAgencyError
from content_api.items.service import SEE_ALL, demand_own
from content_api.public.choice import choose
from content_api.public.errors import UnknownLanguageTagError
from content_api.spreadsheets.layout.columns import template_columns
from content_api.spreadsheets.writing import book
from content_api.types import registry
from content_api.types.errors import ContentTypeNotFoundError
from content_api.web import OwnDatabase
from phohien.auth import SignedIn
from phohien.db import Database, ReadSession
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(tags=["exports"])

TypeCode = Annotated[str, PathParameter(pattern=r"^[a-z_]{1,64}$")]
PRIVATE = {"cache-control": "private, no-store"}


@router.get(
    "/staff/v1/imports/templates/{type_code}.xlsx",
    response_class=StreamingResponse,
    responses={**FILE, **problems(ContentTypeNotFoundError, UnknownLanguageTagError)},
)
async def get_import_template(
    type_code: TypeCode,
    session: Reading,
    caller: SignedIn,
    wanted: Annotated[TemplateQuery, Query()],
) -> StreamingResponse:
    """An empty workbook with drop-downs, and the codes in a hidden row."""
    title = registry.get(type_code).title.vi
    tags = [choose(tag, None).first for tag in wanted.languages.split(",")]
    columns = template_columns(type_code, list(dict.fromkeys(tags)))
    names = await directory(session, caller.agency_code)
    form = book.Form(f"Mẫu nhập: {title}", columns, names)
    path = _new_file()
    await drafts.write_book(path, form, _nothing())
    return sent(file_of(path), Form.XLSX, f"mau-{type_code}", PRIVATE)


@router.get(
    "/staff/v1/exports/{type_code}.{form}",
    response_class=StreamingResponse,
    responses={
        **FILE,
        **problems(ContentTypeNotFoundError, ItemOfAnotherAgencyError),
    },
)
async def export_items(
    *,
    type_code: TypeCode,
    form: StaffForm,
    database: OwnDatabase,
    caller: SignedIn,
    wanted: Annotated[StaffExportQuery, Query()],
) -> StreamingResponse:
    """Your agency's items of a type, drafts included, as an import takes them."""
    registry.get(type_code)
    agency = wanted.agency or caller.agency_code
    if not caller.has(*SEE_ALL):
        demand_own(agency, caller)
    shape = Form(form.value)
    name = f"{agency}-{type_code}"
    if shape is Form.XLSX:
        path = _new_file()
        async with database.snapshot() as session:
            filled = await _form(session, agency, type_code)
            await drafts.write_book(path, filled, _pages(session, agency, type_code))
        return sent(file_of(path), shape, name, PRIVATE)
    return sent(_lines(database, agency, type_code, shape), shape, name, PRIVATE)


async def _lines(
    database: Database, agency: str, type_code: str, shape: Form
) -> AsyncIterator[str]:
    """Both looks at the items see the same moment."""
    async with database.snapshot() as session:
        found = _pages(session, agency, type_code)
        if shape is Form.JSONL:
            made = drafts.json_lines(found)
        else:
            form = await _form(session, agency, type_code)
            made = drafts.csv_lines(form, found)
        async for text in made:
            yield text


async def _form(session: ReadSession, agency: str, type_code: str) -> book.Form:
    survey = drafts.Survey(type_code)
    async for page in _pages(session, agency, type_code):
        for draft in page:
            survey.look(draft)
    columns = survey.columns()
    async for page in _pages(session, agency, type_code):
        survey.mark(page, columns)
    return survey.form(columns, await directory(session, agency))


def _pages(
    session: ReadSession, agency: str, type_code: str
) -> AsyncIterator[list[dict[str, Any]]]:
    return drafts.pages(session, agency, type_code, read=held_of)


async def _nothing() -> AsyncIterator[list[dict[str, Any]]]:
    none: tuple[list[dict[str, Any]], ...] = ()
    for page in none:
        yield page


def _new_file() -> Path:
    return Path(tempfile.mkdtemp(prefix="phohien-")) / "export.xlsx"
