"""`/m/{version}/{preset}-{epoch}.{ext}`: immutable while published, 410 afterwards."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse

from assets_api.assets import naming
from assets_api.assets import service as assets
from assets_api.assets.errors import AgencyRequiredError, AssetNotFoundError
from assets_api.delivery import ranges
from assets_api.delivery.errors import MediaNotFoundError, MediaWithdrawnError
from assets_api.delivery.queries import Stored
from assets_api.delivery.ranges import Slice
from assets_api.delivery.service import Counter, find_original
from assets_api.delivery.shelf import MOST_OF_ONE
from assets_api.links.errors import LinkExpiredError, LinkRefusedError
from assets_api.links.following import followed
from assets_api.renditions.presets import BY_NAME, DOCUMENT_KINDS, MIME
from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError
from assets_api.storage.store import Store
from assets_api.studio.errors import RenditionNotReadyError, RenditionsBusyError
from assets_api.studio.wanted import Wanted
from phohien import auth
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(tags=["media"])
ALWAYS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Content-Range, Content-Disposition",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
    "accept-ranges": "bytes",
}
HOUR = "public, max-age=3600"
YEAR = "public, max-age=31536000, immutable"


def _counter(request: Request) -> Counter:
    counter = request.app.state.counter
    assert isinstance(counter, Counter)  # noqa: S101 -- app.state is untyped
    return counter


AtCounter = Annotated[Counter, Depends(_counter)]


@router.head("/m/{version_id}/{name}", include_in_schema=False)
@router.get(
    "/m/{version_id}/{name}",
    response_class=Response,
    responses={
        HTTPStatus.OK: {"content": {"application/octet-stream": {}}},
        HTTPStatus.PARTIAL_CONTENT: {"description": "one range"},
        HTTPStatus.NOT_MODIFIED: {"description": "you have it"},
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: {"description": "out of range"},
        **problems(
            MediaNotFoundError,
            MediaWithdrawnError,
            LinkExpiredError,
            LinkRefusedError,
            RenditionsBusyError,
            RenditionNotReadyError,
        ),
    },
)
async def get_media(
    version_id: UUID,
    name: Annotated[str, Path(pattern=r"^[a-z]{1,20}-[0-9]{1,6}\.[a-z0-9]{1,5}$")],
    request: Request,
    counter: AtCounter,
    _: auth.Anyone,
) -> Response:
    """The bytes of one public form, whole or one range of them."""
    named, form = name.split(".")
    preset, epoch = named.split("-")
    by_link = followed(request)
    stored = await counter.find(
        version_id, preset=preset, epoch=int(epoch), form=form, by_link=by_link
    )
    wanted = Wanted(version_id, preset, int(epoch), stored.format)
    etag = f'"{stored.sha256}"'
    headers = ALWAYS | {"etag": etag, "cache-control": YEAR}
    if stored.format != form:
        # It stands in for one that is not made yet, at the address of that one.
        headers["cache-control"] = HOUR
        headers["content-location"] = naming.path(*wanted.key)
    if by_link:
        headers["cache-control"] = "private, no-store"
    if ranges.matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return await _bytes(request, Handing(counter, wanted, stored), headers)


@router.get(
    "/staff/v1/assets/{asset_id}/original",
    tags=["assets"],
    response_class=Response,
    responses={
        HTTPStatus.OK: {"content": {"application/octet-stream": {}}},
        **problems(AssetNotFoundError, AgencyRequiredError),
    },
)
async def get_original(
    asset_id: UUID, request: Request, caller: auth.SignedIn, session: Reading
) -> Response:
    """The stored file, byte for byte as it was sent; for its own agency only."""
    _, version = await assets.find_asset(
        session, asset_id, agency_id=assets.agency_of(caller)
    )
    stored = await find_original(session, version.id)
    name = naming.download(stored.filename, stored.format, fallback=stored.kind)
    headers = {
        "etag": f'"{stored.sha256}"',
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "content-type": "application/octet-stream",
        "content-length": str(stored.size),
        "content-disposition": _disposition("attachment", name),
    }
    store = request.app.state.store
    assert isinstance(store, Store)  # noqa: S101 -- app.state is untyped
    return StreamingResponse(store.stream(keys.blob(stored.sha256)), headers=headers)


@dataclass(frozen=True, slots=True)
class Handing:
    """What is handed out, and who can make it again."""

    counter: Counter
    wanted: Wanted
    stored: Stored


async def _bytes(
    request: Request, handing: Handing, shared: dict[str, str]
) -> Response:
    stored = handing.stored
    asked = request.headers.get("range")
    if not ranges.still_same(request.headers.get("if-range"), shared["etag"]):
        asked = None
    try:
        part = ranges.wanted(asked, stored.size)
    except ranges.UnsatisfiableError:
        return Response(
            status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            headers=ALWAYS | {"content-range": f"bytes */{stored.size}"},
        )
    headers = shared | {
        "content-type": MIME[stored.format],
        "content-length": str(part.length if part else stored.size),
    }
    if stored.format in DOCUMENT_KINDS:
        name = naming.download(stored.filename, stored.format, fallback="document")
        kind = "inline" if stored.format == "pdf" else "attachment"
        headers["content-disposition"] = _disposition(kind, name)
    status = HTTPStatus.OK
    if part is not None:
        last = part.start + part.length - 1
        headers["content-range"] = f"bytes {part.start}-{last}/{stored.size}"
        status = HTTPStatus.PARTIAL_CONTENT
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    part = part or Slice(0, stored.size)
    if stored.size <= MOST_OF_ONE and handing.wanted.preset in BY_NAME:
        now, data = await handing.counter.whole(handing.wanted, stored)
        if now != stored:
            # It was lost and is made again: other bytes than those told of above.
            told = shared | {"etag": f'"{now.sha256}"'}
            return await _bytes(request, replace(handing, stored=now), told)
        body = data[part.start : part.start + part.length]
        return Response(body, status_code=status, headers=headers)
    return StreamingResponse(
        await _streamed(request, handing, part), status_code=status, headers=headers
    )


async def _streamed(
    request: Request, handing: Handing, part: Slice
) -> AsyncIterator[bytes]:
    """Begun before the answer is: what is not there is told of in time."""
    store = request.app.state.store
    assert isinstance(store, Store)  # noqa: S101 -- app.state is untyped
    pieces = store.stream(
        keys.blob(handing.stored.sha256), offset=part.start, length=part.length
    )
    try:
        first = await anext(pieces, b"")
    except ObjectMissingError:
        await handing.counter.miss(handing.wanted.version_id)

    async def all_of_them() -> AsyncIterator[bytes]:
        async with aclosing(pieces):
            yield first
            async for piece in pieces:
                yield piece

    return all_of_them()


def _disposition(kind: str, name: str) -> str:
    """RFC 6266: plain letters for old clients, UTF-8 for the others."""
    plain, full = naming.ascii_name(name), quote(name, safe="")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{full}"
