"""`/b/{asset}/{page}`: HTML for people; none of it is part of the API."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assets_api import licences
from assets_api.addresses import Addresses
from assets_api.brochures import drawing, service
from assets_api.brochures.outline import Branch, tree
from assets_api.brochures.service import Opened
from assets_api.brochures.wording import NAMES, WORDS
from assets_api.desks import AtDesk
from assets_api.pages import reading
from assets_api.pages.errors import PageNotFoundError
from assets_api.renditions.papers import LEAF, PAGE, SHEET
from assets_api.showings.service import best
from assets_api.versions.errors import MediaNotFoundError, MediaWithdrawnError
from phohien import auth, clock, languages

router = APIRouter(include_in_schema=False)
Lang = Annotated[str | None, Query(max_length=40)]
REFUSALS = {
    MediaNotFoundError: (HTTPStatus.NOT_FOUND, "missing"),
    MediaWithdrawnError: (HTTPStatus.GONE, "gone"),
    PageNotFoundError: (HTTPStatus.NOT_FOUND, "no_page"),
}


def _tongue(request: Request, lang: str | None) -> str:
    header = request.headers.get("accept-language")
    return languages.negotiate(header, tuple(WORDS), lang) or "vi"


@router.head("/b/{asset_id}")
@router.get("/b/{asset_id}")
async def open_brochure(
    asset_id: str,
    request: Request,
    _: auth.Anyone,
    desk: AtDesk,
    lang: Lang = None,
    page: str | None = None,
) -> Response:
    """The first page; or, from the form, the one that was asked for."""
    if page is not None:
        tongue = _tongue(request, lang)
        number = page.strip() if page.strip().isascii() else ""
        target = f"/b/{_known(asset_id)}/{number if number.isdigit() else 0}"
        return RedirectResponse(f"{target}?lang={tongue}", HTTPStatus.SEE_OTHER)
    return await _answer(request, desk, (asset_id, "1"), lang)


@router.head("/b/{asset_id}/{number}")
@router.get("/b/{asset_id}/{number}")
async def open_brochure_at(
    asset_id: str,
    number: str,
    request: Request,
    _: auth.Anyone,
    desk: AtDesk,
    lang: Lang = None,
) -> Response:
    """One page with its picture, its words and the table of contents."""
    return await _answer(request, desk, (asset_id, number), lang)


def _known(asset_id: str) -> UUID:
    try:
        return UUID(asset_id)
    except ValueError as error:
        raise MediaNotFoundError from error


async def _answer(
    request: Request, desk: AtDesk, wanted: tuple[str, str], lang: str | None
) -> Response:
    tongue, places = _tongue(request, lang), Addresses.of(request)
    try:
        asset_id, number = _known(wanted[0]), wanted[1]
        if not number.isascii() or not number.isdigit() or len(number) > len("5000"):
            raise PageNotFoundError
        opened = await service.open_at(
            desk.database, asset_id, int(number), at=clock.now()
        )
    except tuple(REFUSALS) as refusal:
        status, name = REFUSALS[type(refusal)]
        home = f"/b/{wanted[0]}?lang={tongue}" if name == "no_page" else ""
        facts = {
            "heading": WORDS[tongue][name],
            "detail": WORDS[tongue][f"{name}_detail"],
            "home": home,
        }
        html = drawing.page("refusal.html", tongue, facts)
        return _reply(html, places, status)
    html = drawing.page("brochure.html", tongue, _facts(opened, places, tongue))
    return _reply(html, places, HTTPStatus.OK)


def _reply(html: str, places: Addresses, status: HTTPStatus) -> Response:
    kept = "no-cache" if status == HTTPStatus.OK else "no-store"
    return HTMLResponse(
        html,
        status_code=status,
        headers={
            "cache-control": kept,
            "content-security-policy": drawing.policy(places.media),
            "referrer-policy": "no-referrer",
            "vary": "accept-language",
            "x-content-type-options": "nosniff",
        },
    )


def _facts(opened: Opened, places: Addresses, tongue: str) -> dict[str, Any]:
    said, number = best(opened.words, tongue), opened.page.number
    home = f"/b/{opened.asset_id}"

    def at(page: int, code: str = tongue) -> str:
        return f"{home}/{page}?lang={code}"

    return _pictures(opened, places) | {
        "title": said.title,
        "title_lang": said.lang,
        "item_title": said.item_title,
        "item_url": places.item(said.key, said.lang),
        "credit": said.credit,
        "licence": said.licence,
        "licence_url": licences.address(said.licence),
        "number": number,
        "count": opened.count,
        "home": home,
        "canonical": places.absolute(f"{home}/{number}"),
        "manifest": places.manifest(opened.asset_id),
        "before": at(number - 1) if number > 1 else "",
        "after": at(number + 1) if number < opened.count else "",
        "download": f"{places.media}{opened.file}",
        "words": opened.page.words,
        "words_lang": opened.lang,
        "converted": opened.text_quality in ("tcvn3", "vni"),
        "tongues": [
            {"code": code, "name": name, "url": at(number, code)}
            for code, name in NAMES.items()
        ],
        "outline": tree(
            (
                line.depth,
                Branch(line.title, line.page, at(line.page) if line.page else ""),
            )
            for line in opened.outline
        ),
    }


def _pictures(opened: Opened, places: Addresses) -> dict[str, Any]:
    found = {
        size: {**one.model_dump(), "url": f"{places.media}{one.url}"}
        for size, one in zip(
            (SHEET, PAGE, LEAF),
            reading.page(opened.version_id, opened.page).pictures,
            strict=True,
        )
    }
    return {"sheet": found[SHEET], "picture": found[PAGE], "leaf": found[LEAF]}
