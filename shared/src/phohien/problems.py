"""RFC 9457: how an AppError looks on the wire, and how a route declares it."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from phohien import errors, languages, logs, wording
from phohien.errors import AppError, FieldProblem, Text

MEDIA_TYPE = "application/problem+json"
SCHEMAS = "#/components/schemas/"

STATUS: Mapping[type[AppError], HTTPStatus] = {
    errors.BadRequestError: HTTPStatus.BAD_REQUEST,
    errors.UnauthenticatedError: HTTPStatus.UNAUTHORIZED,
    errors.ForbiddenError: HTTPStatus.FORBIDDEN,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.NotAcceptableError: HTTPStatus.NOT_ACCEPTABLE,
    errors.ConflictError: HTTPStatus.CONFLICT,
    errors.GoneError: HTTPStatus.GONE,
    errors.PreconditionFailedError: HTTPStatus.PRECONDITION_FAILED,
    errors.TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnsupportedMediaError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.InvalidError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.PreconditionRequiredError: HTTPStatus.PRECONDITION_REQUIRED,
    errors.TooManyRequestsError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}


class FieldProblemOut(BaseModel):
    """One field that is wrong: where, in words, and a code that never changes."""

    pointer: str
    detail: str
    code: str


class Problem(BaseModel):
    """RFC 9457. `code` is the contract; `title` and `detail` are for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblemOut]
    trace_id: str


def status_of(error: type[AppError]) -> HTTPStatus:
    return next(STATUS[base] for base in error.__mro__ if base in STATUS)


def code_of(error: type[AppError]) -> str:
    name = error.__name__.removesuffix("Error")
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def _declared(description: str) -> dict[str, Any]:
    # By name: with `model=` each of a thousand would keep a validator of its own, and
    # promise `application/json` as well.
    schema = {"schema": {"$ref": SCHEMAS + Problem.__name__}}
    return {"description": description, "content": {MEDIA_TYPE: schema}}


# 400 is FastAPI's answer to a body that is not JSON; its own 422 promises another
# media type and another shape.
EVERY_ROUTE: dict[int | str, dict[str, Any]] = {
    HTTPStatus.BAD_REQUEST: _declared("unparsable body"),
    HTTPStatus.UNAUTHORIZED: _declared("unknown-token"),
    HTTPStatus.UNPROCESSABLE_ENTITY: _declared("invalid-request"),
    HTTPStatus.SERVICE_UNAVAILABLE: _declared("database-unreachable"),
}


def problems(*raised: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that may raise these errors."""
    codes: dict[HTTPStatus, list[str]] = {}
    for error in raised:
        codes.setdefault(status_of(error), []).append(code_of(error))
    return {status: _declared(", ".join(names)) for status, names in codes.items()}


def _said(text: Text | str, language: str) -> str:
    return text if isinstance(text, str) else text.in_language(language)


def _fields(found: Iterable[FieldProblem], language: str) -> list[FieldProblemOut]:
    return [
        FieldProblemOut(
            pointer=one.pointer, detail=_said(one.detail, language), code=one.code
        )
        for one in found
    ]


def reply(
    request: Request, problem: Problem, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(
        problem.model_dump(),
        status_code=problem.status,
        headers={
            "content-language": spoken(request),
            "vary": "Accept-Language",
            **(headers or {}),
        },
        media_type=MEDIA_TYPE,
    )


def spoken(request: Request) -> str:
    return languages.spoken(request.headers.get("accept-language"))


def of_error(exc: AppError, language: str) -> Problem:
    code = code_of(type(exc))
    title = exc.title_vi if language == "vi" and exc.title_vi else exc.title
    return Problem(
        type=f"/problems/{code}",
        title=title,
        status=status_of(type(exc)),
        detail=_said(exc.detail, language),
        code=code,
        errors=_fields(exc.errors, language),
        trace_id=logs.trace_id(),
    )


async def _on_app_error(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, AppError)  # noqa: S101 -- Starlette types handlers too widely
    return reply(request, of_error(exc, spoken(request)), exc.headers)


async def _on_http_error(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, HTTPException)  # noqa: S101 -- as above
    status = HTTPStatus(exc.status_code)
    text = wording.HTTP.get(status)
    language = spoken(request)
    problem = Problem(
        type="about:blank",
        title=status.phrase,
        status=status,
        detail=text.in_language(language) if text else str(exc.detail),
        code=status.phrase.lower().replace(" ", "-"),
        errors=[],
        trace_id=logs.trace_id(),
    )
    # A 405 without its Allow header breaks RFC 9110.
    return reply(request, problem, exc.headers)


async def _on_bad_request(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, RequestValidationError)  # noqa: S101 -- as above
    language = spoken(request)
    found = [wording.field_problem(error) for error in exc.errors()]
    first = found[0]
    title = Text(
        vi="Yêu cầu không đúng khuôn dạng", en="The request does not match the schema"
    )
    problem = Problem(
        type="/problems/invalid-request",
        title=title.in_language(language),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        detail=f"{first.pointer}: {_said(first.detail, language)}",
        code="invalid-request",
        errors=_fields(found, language),
        trace_id=logs.trace_id(),
    )
    return reply(request, problem)


async def _on_anything(request: Request, _: Exception) -> JSONResponse:
    """What nobody foresaw. The log has all of it, the answer only how to find it."""
    language = spoken(request)
    ident = str(request.scope.get("phohien.request_id", ""))
    title = Text(vi="Hệ thống gặp lỗi", en="Something went wrong here")
    detail = Text(
        vi="Hãy gửi lại sau; nếu vẫn lỗi, báo người vận hành kèm trace_id.",
        en="Send it again later; if it fails again, tell the operator the trace_id.",
    )
    problem = Problem(
        type="about:blank",
        title=title.in_language(language),
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        detail=detail.in_language(language),
        code="internal-server-error",
        errors=[],
        trace_id=str(request.scope.get("phohien.trace_id", ident)),
    )
    return reply(request, problem, {"x-request-id": ident} if ident else None)


def _describe(app: FastAPI) -> None:
    """What `_declared` names."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        described = plain()
        schemas = described.setdefault("components", {}).setdefault("schemas", {})
        if Problem.__name__ not in schemas:
            schema = Problem.model_json_schema(ref_template=SCHEMAS + "{model}")
            parts = schema.pop("$defs")
            described["components"]["schemas"] = dict(
                sorted({**schemas, **parts, Problem.__name__: schema}.items())
            )
        return described

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI documents it


def install(app: FastAPI) -> None:
    _describe(app)
    app.add_exception_handler(Exception, _on_anything)
    app.add_exception_handler(AppError, _on_app_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_bad_request)
