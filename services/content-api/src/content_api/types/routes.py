"""What may be published, for whoever builds a form or a page."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from content_api.types import registry, vocabulary
from content_api.types.definition import ContentType
from content_api.types.errors import ContentTypeNotFoundError
from content_api.types.filters import derived
from content_api.types.schemas import (
    FilterOut,
    LunarDayQuery,
    NameOut,
    NoQuery,
    SolarDayListOut,
    SolarDayOut,
    TermListOut,
    TermOut,
    TypeDetailOut,
    TypeListOut,
    TypeOut,
)
from content_api.types.values import lunar
from content_api.types.values.dates import LunarDate
from content_api.types.values.figures import UNITS
from phohien.auth import Anyone
from phohien.errors import Text
from phohien.problems import problems
from phohien.schemas import Out

router = APIRouter(prefix="/v1", tags=["types"])

UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "You have it."}}
NoQueryIn = Annotated[NoQuery, Query()]
TypeCode = Annotated[str, Path(pattern=r"^[a-z_]+$", max_length=40)]


def _answer(request: Request, body: Out) -> Response:
    """These lists change with the software only, so an hour in a cache is safe."""
    content = body.model_dump_json().encode()
    tag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "public, max-age=3600"}
    held = request.headers.get("if-none-match", "").replace("W/", "")
    if tag in {one.strip() for one in held.split(",")} or held.strip() == "*":
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/json")


def _name(text: Text) -> NameOut:
    return NameOut(vi=text.vi, en=text.en)


def _type(content_type: ContentType) -> TypeOut:
    return TypeOut(
        code=content_type.code,
        title=_name(content_type.title),
        required_languages=list(content_type.required_languages),
        needed=[f"/{pointer}" for pointer in content_type.needed],
        fresh_months=content_type.fresh_months,
        fresh_figures=dict(content_type.fresh_figures),
        card=list(content_type.card),
        schema_org=content_type.schema_org,
    )


def _filter(one: derived.Filter) -> FilterOut:
    return FilterOut(
        name=one.name,
        parameters=list(one.parameters),
        kind=one.kind,
        title=_name(one.title),
        values=list(one.values),
        unit=one.unit,
        sortable=one.sortable,
    )


def _terms(name: str) -> TermListOut:
    data = [
        TermOut(code=term.code, name=_name(term.name), source=term.source)
        for term in vocabulary.terms(name).values()
    ]
    return TermListOut(data=data, next_cursor=None)


@router.get("/types", response_model=TypeListOut, responses=UNCHANGED)
async def list_types(request: Request, _: Anyone, __: NoQueryIn) -> Response:
    """Every content type, in the order pages show them."""
    data = [_type(content_type) for content_type in registry.all_types()]
    return _answer(request, TypeListOut(data=data, next_cursor=None))


@router.get(
    "/types/{code}",
    response_model=TypeDetailOut,
    responses={**UNCHANGED, **problems(ContentTypeNotFoundError)},
)
async def get_type(
    request: Request, _: Anyone, code: TypeCode, __: NoQueryIn
) -> Response:
    """One content type with the JSON Schema of its fields and texts."""
    found = _type(registry.get(code))
    schema = registry.json_schema(code)
    filters = [_filter(one) for one in derived.filters_of(code).values()]
    body = TypeDetailOut(**found.model_dump(), filters=filters, json_schema=schema)
    return _answer(request, body)


@router.get("/topics", response_model=TermListOut, responses=UNCHANGED)
async def list_topics(request: Request, _: Anyone, __: NoQueryIn) -> Response:
    """The topics an item may carry."""
    return _answer(request, _terms("topic"))


@router.get("/fi-categories", response_model=TermListOut, responses=UNCHANGED)
async def list_fi_categories(request: Request, _: Anyone, __: NoQueryIn) -> Response:
    """The categories of external information, one of which every item has."""
    return _answer(request, _terms("fi_category"))


@router.get("/relation-kinds", response_model=TermListOut, responses=UNCHANGED)
async def list_relation_kinds(request: Request, _: Anyone, __: NoQueryIn) -> Response:
    """How one item may refer to another."""
    return _answer(request, _terms("relation"))


@router.get("/figure-units", response_model=TermListOut, responses=UNCHANGED)
async def list_figure_units(request: Request, _: Anyone, __: NoQueryIn) -> Response:
    """The units figures are given in, as a page writes them."""
    data = [
        TermOut(code=code, name=NameOut(vi=vi, en=en), source=None)
        for code, (vi, en) in UNITS.items()
    ]
    return _answer(request, TermListOut(data=data, next_cursor=None))


@router.get("/lunar-days", response_model=SolarDayListOut, responses=UNCHANGED)
async def list_solar_days(
    request: Request, _: Anyone, wanted: Annotated[LunarDayQuery, Query()]
) -> Response:
    """On which solar day a festival falls, by the Vietnamese lunar calendar."""
    day = LunarDate(month=wanted.month, day=wanted.day, leap=wanted.leap)
    last = min(wanted.start_year + wanted.years, lunar.YEARS.stop)
    data = [
        SolarDayOut(lunar_year=year, solar_day=lunar.solar_day(day, year))
        for year in range(wanted.start_year, last)
    ]
    return _answer(request, SolarDayListOut(data=data, next_cursor=None))
