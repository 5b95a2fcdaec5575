"""Assets as their agency sees them, assembled from rows."""

from uuid import UUID

from assets_api.assets import queries, service, wording
from assets_api.assets.forms import forms, picture
from assets_api.assets.manifest import Subject, manifest
from assets_api.assets.schemas import (
    AssetCard,
    AssetOut,
    AssetPage,
    FocalOut,
    Manifest,
    RenditionOut,
    TextOut,
    UsageOut,
)
from assets_api.assets.tables import Asset, AssetText, AssetVersion
from assets_api.looks import service as looks
from assets_api.looks.service import Face
from assets_api.renditions.framing import WHOLE
from assets_api.renditions.presets import MIME
from phohien.db import ReadSession
from phohien.pagination import Cursor


async def one_asset(
    session: ReadSession, asset_id: UUID, *, agency_id: UUID | None
) -> tuple[AssetOut, str]:
    """The asset and its ETag."""
    asset, version = await service.find_asset(session, asset_id, agency_id=agency_id)
    texts = (await queries.texts_of(session, [asset.id])).get(asset.id, {})
    size = await queries.blob_bytes(session, version.sha256) or 0
    card = _card(asset, version, texts, size)
    rows = await queries.renditions_of(session, version.id)
    face = await looks.face_of(session, version.id)
    usage = [UsageOut(**found) for found in await queries.usage_of(session, asset.id)]
    out = AssetOut(
        **card.model_dump(),
        signed=version.signed,
        has_text=version.has_text,
        focal=_focal(face),
        picture=picture(version, rows, face),
        renditions=[
            RenditionOut(
                preset=form.preset,
                url=form.path(version),
                mime=MIME[form.format],
                sha256=form.sha256,
                bytes=form.bytes,
                width=form.width or None,
                height=form.height or None,
            )
            for form in forms(rows, face)
        ],
        usage=usage,
        gaps=wording.gaps(asset, version, texts, {one.lang for one in usage}),
    )
    return out, service.etag_of(asset)


async def page(
    session: ReadSession, agency_id: UUID, *, after: Cursor | None, limit: int
) -> AssetPage:
    found = await queries.page_of_agency(session, agency_id, after=after, limit=limit)
    ids = [asset.id for asset in found.items]
    versions = await queries.latest_versions(session, ids)
    texts = await queries.texts_of(session, ids)
    sizes = await queries.sizes_of(session, {row.sha256 for row in versions.values()})
    return AssetPage(
        data=[
            _card(
                asset,
                versions[asset.id],
                texts.get(asset.id, {}),
                sizes[versions[asset.id].sha256],
            )
            for asset in found.items
        ],
        next_cursor=found.next.encode() if found.next else None,
    )


async def manifest_of(session: ReadSession, asset_id: UUID, lang: str) -> Manifest:
    asset, version = await service.find_asset(session, asset_id, agency_id=None)
    texts = (await queries.texts_of(session, [asset.id])).get(asset.id, {})
    subject = Subject(
        asset,
        version,
        await queries.renditions_of(session, version.id),
        texts.get(lang),
        await looks.face_of(session, version.id),
    )
    return manifest(subject, lang)


def _focal(face: Face) -> FocalOut | None:
    if face.seen is None:
        return None
    x, y = face.centre
    return FocalOut(x=x / WHOLE, y=y / WHOLE, by="person" if face.focal else "eye")


def _card(
    asset: Asset, version: AssetVersion, texts: dict[str, AssetText], size: int
) -> AssetCard:
    return AssetCard(
        id=asset.id,
        asset_version_id=version.id,
        kind=asset.kind,
        format=version.format,
        filename=version.filename,
        bytes=size,
        sha256=version.sha256,
        width=version.width or None,
        height=version.height or None,
        pages=version.pages or None,
        duration_ms=version.duration_ms or None,
        scan=version.scan,
        text_quality=version.text_quality,
        archive_only=version.archive_only,
        creator=asset.creator,
        rights_holder=asset.rights_holder,
        licence=asset.licence,
        credit=asset.credit,
        source_type=asset.source_type,
        web_statement=asset.web_statement,
        people=asset.people,
        consent_until=asset.consent_until,
        rights_end=asset.rights_end,
        withdrawn_at=asset.withdrawn_at,
        texts={
            lang: TextOut(alt=row.alt, caption=row.caption)
            for lang, row in sorted(texts.items())
        },
        revision=asset.revision,
        created_by=asset.created_by,
        created_at=asset.created_at,
        updated_at=asset.updated_at,
    )
