"""Pages over HTTP; none of them is part of the API they describe."""

from pathlib import Path as File
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from phohien import problems
from phohien.auth import Anyone
from phohien.docs_pages import catalogue, files, guide, pages
from phohien.docs_pages.errors import problem_not_found

router = APIRouter(include_in_schema=False)

SAFE = {
    "content-security-policy": pages.POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
NEEDED = {
    "/docs": ("redoc.standalone.js",),
    "/docs/try": ("swagger-ui-bundle.js", "swagger-ui.css"),
}


def _folder(request: Request) -> File | None:
    """The folder of the setting, where the app has settings."""
    settings = getattr(request.app.state, "settings", None)
    return settings.docs_folder if settings else None


def _page(request: Request, html: str) -> HTMLResponse:
    for name in NEEDED[request.url.path]:
        files.find(name, _folder(request))
    return HTMLResponse(html, headers={**SAFE, "cache-control": "no-cache"})


@router.get("/docs")
async def show_reference(request: Request, _: Anyone) -> Response:
    """The reference, by Redoc."""
    return _page(request, pages.REDOC)


@router.get("/docs/try")
async def show_trial(request: Request, _: Anyone) -> Response:
    """A form for every operation, by Swagger UI."""
    return _page(request, pages.SWAGGER)


@router.get("/docs/guide")
async def show_guide(request: Request, _: Anyone) -> Response:
    """The guide for portals in the reader's language."""
    return _guide(request, problems.spoken(request))


@router.get("/docs/guide/{tongue}")
async def show_guide_in(
    request: Request, _: Anyone, tongue: Literal["vi", "en"]
) -> Response:
    """The guide in the language of this address."""
    return _guide(request, tongue)


def _guide(request: Request, tongue: str) -> HTMLResponse:
    path = files.find_guide(tongue, _folder(request))
    html = pages.guide(tongue, guide.body(path))
    headers = {"content-language": tongue, "vary": "Accept-Language"}
    return HTMLResponse(html, headers={**SAFE, **headers, "cache-control": "no-cache"})


@router.get("/docs/static/{name}")
async def get_page_file(request: Request, _: Anyone, name: str) -> Response:
    """A script or style of the pages."""
    path = files.find(name, _folder(request))
    return FileResponse(path, headers={**SAFE, "cache-control": "public, max-age=3600"})


@router.get("/problems")
async def list_problems(request: Request, _: Anyone) -> Response:
    """Every problem code, for people as HTML and for programs as JSON."""
    kinds = list(catalogue.kinds().values())
    if _wants_html(request):
        return HTMLResponse(pages.problems(kinds), headers=_vary())
    data = [kind.model_dump() for kind in kinds]
    return JSONResponse({"data": data, "next_cursor": None}, headers=_vary())


@router.get("/problems/{code}")
async def get_problem(request: Request, _: Anyone, code: str) -> Response:
    """What a problem code means and what to do."""
    kind = catalogue.kinds().get(code)
    if kind is None:
        raise problem_not_found(code)
    if _wants_html(request):
        return HTMLResponse(pages.problem(kind), headers=_vary())
    return JSONResponse(kind.model_dump(), headers=_vary())


def _wants_html(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _vary() -> dict[str, str]:
    return {**SAFE, "vary": "Accept", "cache-control": "public, max-age=3600"}
