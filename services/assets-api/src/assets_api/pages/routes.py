"""Pages of public documents: sizes, contents, words and pictures."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from assets_api.delivery import ranges
from assets_api.desks import AtDesk
from assets_api.pages import errors as failures
from assets_api.pages import reading, service
from assets_api.pages.drawing import Drawer
from assets_api.pages.schemas import DocumentPages, PageOut
from assets_api.renditions.papers import FORMATS
from assets_api.renditions.presets import EPOCH, MIME
from assets_api.storage import keys
from assets_api.versions.errors import MediaNotFoundError, MediaWithdrawnError
from phohien import auth, clock
from phohien.problems import problems

router = APIRouter(prefix="/m/{version_id}/pages", tags=["media"])
GONE = (MediaNotFoundError, MediaWithdrawnError, failures.PageNotFoundError)
OPEN = {"access-control-allow-origin": "*", "x-content-type-options": "nosniff"}
YEAR = "public, max-age=31536000, immutable"
NAMES = "|".join(rf"{size}-{EPOCH}\.{form}" for size, form in FORMATS.items())
Number = Annotated[int, Path(ge=1, le=5000)]


def _drawer(request: Request) -> Drawer:
    drawer = request.app.state.drawer
    assert isinstance(drawer, Drawer)  # noqa: S101 -- app.state is untyped
    return drawer


AtDrawer = Annotated[Drawer, Depends(_drawer)]


@router.get("", responses=problems(*GONE))
async def get_pages(
    version_id: UUID, response: Response, _: auth.Anyone, desk: AtDesk
) -> DocumentPages:
    """How many pages a public document has, their sizes, and its table of contents."""
    version = await service.require_document(desk.database, version_id, at=clock.now())
    response.headers.update(OPEN | {"cache-control": "no-cache"})
    async with desk.database.reading() as session:
        return await reading.document(session, version)


@router.get("/{number}", responses=problems(*GONE))
async def get_page(
    version_id: UUID,
    number: Number,
    response: Response,
    _: auth.Anyone,
    desk: AtDesk,
) -> PageOut:
    """What a page says, and where its pictures are."""
    await service.require_document(desk.database, version_id, at=clock.now())
    response.headers.update(OPEN | {"cache-control": "no-cache"})
    async with desk.database.reading() as session:
        return reading.page(
            version_id, await service.find_page(session, version_id, number)
        )


@router.head("/{number}/{name}", include_in_schema=False)
@router.get(
    "/{number}/{name}",
    response_class=Response,
    responses={
        HTTPStatus.OK: {"content": {"image/webp": {}, "image/jpeg": {}}},
        HTTPStatus.NOT_MODIFIED: {"description": "you have it"},
        **problems(*GONE, failures.PageNotDrawnError, failures.PagesBusyError),
    },
)
async def get_page_picture(
    version_id: UUID,
    number: Number,
    name: Annotated[str, Path(pattern=f"^({NAMES})$")],
    request: Request,
    _: auth.Anyone,
    desk: AtDesk,
    drawer: AtDrawer,
) -> Response:
    """One page as a picture. The first reader waits for it to be drawn."""
    await service.require_document(desk.database, version_id, at=clock.now())
    async with desk.database.reading() as session:
        await service.find_page(session, version_id, number)
    size = name.partition("-")[0]
    picture = await drawer.picture(version_id, number, size)
    etag = f'"{picture.sha256}"'
    headers = OPEN | {
        "etag": etag,
        "cache-control": YEAR,
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
    }
    if ranges.matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers |= {
        "content-type": MIME[FORMATS[size]],
        "content-length": str(picture.size),
    }
    if request.method == "HEAD":
        return Response(headers=headers)
    # A few hundred kilobytes: read whole, so that a store that fails is a 503.
    return Response(await desk.store.read(keys.blob(picture.sha256)), headers=headers)
