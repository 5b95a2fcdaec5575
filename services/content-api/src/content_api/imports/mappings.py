"""Headers an agency uses, remembered with the column each of them means."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path

from content_api.imports import queries
from content_api.imports.errors import ColumnUnknownError
from content_api.imports.schemas import MappingIn, MappingOut
from content_api.imports.understanding.headers import LANGUAGES, Lexicon, header_key
from content_api.items.errors import ItemOfAnotherAgencyError
from content_api.items.marked import refuse_markings
from content_api.items.service import demand_own
from content_api.types import registry
from content_api.types.errors import ContentTypeNotFoundError
from content_api.web import OwnDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.db import WriteSession
from phohien.errors import FieldProblem, Text
from phohien.markings import MarkingFoundError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/imports/mappings", tags=["imports"])

Editor = require("officer", "leader")
TypeCode = Annotated[str, Path(max_length=64)]


@router.get("/{type_code}", responses=problems(ContentTypeNotFoundError))
async def get_import_mapping(
    type_code: TypeCode, session: Reading, caller: SignedIn
) -> MappingOut:
    """What your agency's own headers mean for a type."""
    registry.get(type_code)
    found = await queries.remembered(session, caller.agency_code, type_code)
    return MappingOut(type=type_code, agency_code=caller.agency_code, columns=found)


@router.put(
    "/{type_code}",
    responses=problems(
        CsrfTokenError,
        RoleRequiredError,
        ItemOfAnotherAgencyError,
        ContentTypeNotFoundError,
        ColumnUnknownError,
        MarkingFoundError,
    ),
)
async def put_import_mapping(
    type_code: TypeCode,
    body: MappingIn,
    database: OwnDatabase,
    session: Writing,
    caller: Caller = Editor,
) -> MappingOut:
    """Remember headers; those left out are forgotten."""
    registry.get(type_code)
    headers = {f"/columns/{header}": header for header in body.columns}
    await refuse_markings(database, caller, "import mapping", headers)
    demand_own(caller.agency_code, caller)
    await _remember(session, type_code, body, caller, clock.now())
    found = await queries.remembered(session, caller.agency_code, type_code)
    return MappingOut(type=type_code, agency_code=caller.agency_code, columns=found)


async def _remember(
    session: WriteSession,
    type_code: str,
    body: MappingIn,
    caller: Caller,
    at: datetime,
) -> None:
    known = Lexicon(type_code, list(LANGUAGES), {}).columns
    detail = Text(
        vi="Không có cột này; lấy mã cột ở dòng ẩn của tệp mẫu.",
        en="There is no such column; the codes are in the hidden row of the template.",
    )
    unknown = [
        FieldProblem(f"/columns/{header}", detail, "column-unknown")
        for header, code in body.columns.items()
        if code not in known or not header_key(header)
    ]
    if unknown:
        raise ColumnUnknownError(detail, errors=unknown)
    rows = {header_key(header): code for header, code in body.columns.items()}
    await queries.forget_headers(session, caller.agency_code, type_code, list(rows))
    if rows:
        await queries.remember(
            session,
            [
                {
                    "agency_code": caller.agency_code,
                    "type": type_code,
                    "header": header,
                    "column": code,
                    "updated_by": caller.id,
                    "updated_at": at,
                }
                for header, code in rows.items()
            ],
        )
