"""Which manifest an id names, and what is public of it at this moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from assets_api.addresses import Addresses
from assets_api.albums import service as albums
from assets_api.albums.errors import AlbumNotFoundError
from assets_api.albums.tables import Album, AlbumRelease
from assets_api.aliases import service as aliases
from assets_api.assets import naming
from assets_api.assets.forms import epoch_of
from assets_api.contents import service as contents
from assets_api.looks import service as looks
from assets_api.looks.service import Face
from assets_api.pages import reading as pages
from assets_api.presentation import manifest as building
from assets_api.presentation import queries
from assets_api.presentation.manifest import Line, Sheet, by_language
from assets_api.renditions.papers import FORMATS, LEAF, SIDES
from assets_api.renditions.presets import DOWNLOAD as FILE
from assets_api.renditions.presets import MIME
from assets_api.showings import service as showings
from assets_api.showings.service import Words, best
from assets_api.showings.shown import PublicVersion
from assets_api.versions.errors import MediaNotFoundError
from phohien.db import Database, ReadSession

Manifest = dict[str, Any]


async def manifest_of(
    database: Database, ident: UUID, places: Addresses, *, at: datetime
) -> Manifest:
    """Raises MediaNotFoundError, MediaWithdrawnError, AlbumWithdrawnError."""
    try:
        async with database.reading() as session:
            album, released = await albums.find_released(session, str(ident))
            return await _album(session, album, released, places)
    except AlbumNotFoundError:
        await aliases.find_shown(database, ident, at=at)
    async with database.reading() as session:
        shown = await showings.public_of(session, [ident])
        if ident not in shown:
            # Withdrawn between two questions.
            raise MediaNotFoundError
        version, words = shown[ident]
        if version.format == "pdf":
            return await _document(session, version, words, places)
        return await _picture(session, version, words, places)


async def _document(
    session: ReadSession, version: PublicVersion, words: Words, places: Addresses
) -> Manifest:
    ident, asset_id = places.manifest(version.asset_id), version.asset_id
    base = ident.removesuffix("/manifest")
    sizes = await contents.sizes_of(session, version.version_id)
    sheets = [
        Sheet(
            f"p{number}",
            {"none": [str(number)]},
            places.image_service(version.version_id, number),
            *size,
            thumbnail=_leaf(places, version.version_id, number, size),
        )
        for number, size in enumerate(sizes, 1)
    ]
    outline = [
        Line(row.depth, row.title, row.page)
        for row in await contents.outline_of(session, version.version_id)
    ]
    rest = building.rights(words) | {
        "summary": by_language(words, "alt"),
        "behavior": ["paged"],
        "viewingDirection": "left-to-right",
        "thumbnail": [sheets[0].thumbnail] if sheets else [],
        "homepage": [
            {
                "id": places.absolute(f"/b/{asset_id}?lang={lang}"),
                "type": "Text",
                "label": building.BROCHURE,
                "format": "text/html",
                "language": [lang],
            }
            for lang in ("vi", "en")
        ],
        "rendering": [
            _file(
                places,
                version.version_id,
                await looks.face_of(session, version.version_id),
            )
        ],
        "seeAlso": _items(words, places),
        "structures": building.ranges(base, version.lang, outline),
    }
    return building.manifest(ident, by_language(words, "title"), sheets, rest)


async def _picture(
    session: ReadSession, version: PublicVersion, words: Words, places: Addresses
) -> Manifest:
    sizes = await queries.picture_sizes(session, [version.version_id])
    if version.version_id not in sizes:
        raise MediaNotFoundError
    label = by_language(words, "title")
    service = places.image_service(version.version_id)
    sheet = Sheet(
        "p1",
        label,
        service,
        *sizes[version.version_id],
        summary=by_language(words, "alt"),
    )
    rest = building.rights(words) | {
        "summary": by_language(words, "alt"),
        "thumbnail": [_card(service)],
        "seeAlso": _items(words, places),
    }
    return building.manifest(places.manifest(version.asset_id), label, [sheet], rest)


async def _album(
    session: ReadSession, album: Album, released: AlbumRelease, places: Addresses
) -> Manifest:
    """Pictures, posters of films and first pages, in the order of the album."""
    said = {UUID(one["asset_id"]): one for one in released.content["members"]}
    shown = await showings.public_of(session, said)
    ids = [version.version_id for version, _ in shown.values()]
    sizes = await queries.picture_sizes(session, ids)
    faces = await looks.faces(session, ids)
    sheets = [
        _member(
            said[asset_id],
            *shown[asset_id],
            (sizes[version_id], faces[version_id]),
            places,
        )
        for asset_id in said
        if asset_id in shown and (version_id := shown[asset_id][0].version_id) in sizes
    ]
    rest = {
        "summary": _lists(released.content["summary"]),
        "behavior": ["individuals"],
        "thumbnail": [sheets[0].thumbnail] if sheets else [],
        "seeAlso": [
            {
                "id": places.absolute(f"/v1/albums/{album.alias}"),
                "type": "Dataset",
                "format": "application/json",
            }
        ],
    }
    label = _lists(released.content["title"])
    return building.manifest(places.manifest(album.id), label, sheets, rest)


def _member(
    said: Mapping[str, Any],
    version: PublicVersion,
    words: Words,
    seen: tuple[tuple[int, int], Face],
    places: Addresses,
) -> Sheet:
    size, face = seen
    service = places.image_service(version.version_id)
    document = version.format == "pdf"
    return Sheet(
        str(version.asset_id),
        _lists(said["title"]) or by_language(words, "title"),
        service,
        *size,
        thumbnail=_card(service),
        words=words,
        rendering=[_file(places, version.version_id, face)] if document else [],
        summary=_lists(said["caption"]) or by_language(words, "alt"),
    )


def _lists(words: Mapping[str, str]) -> dict[str, list[str]]:
    return {lang: [text] for lang, text in words.items()}


def _leaf(
    places: Addresses, version_id: UUID, number: int, size: tuple[int, int]
) -> dict[str, Any]:
    width, height = pages.shrunk(*size, SIDES[LEAF])
    return {
        "id": places.medium(pages.path(version_id, number, LEAF)),
        "type": "Image",
        "format": MIME[FORMATS[LEAF]],
        "width": width,
        "height": height,
    }


def _card(service: str) -> dict[str, Any]:
    return {
        "id": f"{service}/full/!320,320/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "service": [{"id": service, "type": "ImageService3", "profile": "level2"}],
    }


def _file(places: Addresses, version_id: UUID, face: Face) -> dict[str, Any]:
    number = epoch_of(FILE, face)
    return {
        "id": places.medium(naming.path(version_id, FILE, number, "pdf")),
        "type": "Text",
        "label": building.DOWNLOAD,
        "format": "application/pdf",
    }


def _items(words: Words, places: Addresses) -> list[dict[str, Any]]:
    """The released documents that show it, as data."""
    return [
        {
            "id": places.item(best(words, lang).key, lang),
            "type": "Dataset",
            "format": "application/json",
            "label": {lang: [words[lang].item_title]},
        }
        for lang in words
    ]
