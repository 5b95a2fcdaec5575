"""Assets as their agency sees them, assembled from rows."""

from uuid import UUID

from assets_api.assets import naming, queries, service
from assets_api.assets.manifest import Subject, manifest
from assets_api.assets.schemas import (
    AssetCard,
    AssetOut,
    AssetPage,
    Manifest,
    RenditionOut,
    TextOut,
    UsageOut,
)
from assets_api.assets.tables import Asset, AssetText, AssetVersion
from assets_api.renditions.presets import EPOCH, MIME, is_public
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
    renditions = await queries.renditions_of(session, version.id, epoch=EPOCH)
    out = AssetOut(
        **card.model_dump(),
        signed=version.signed,
        has_text=version.has_text,
        renditions=[
            RenditionOut(
                preset=row.preset,
                url=naming.path(version.id, row.preset, row.epoch, row.format),
                mime=MIME[row.format],
                sha256=row.sha256,
                bytes=stored,
                width=row.width or None,
                height=row.height or None,
            )
            for row, stored in renditions
            if is_public(row.preset)
        ],
        usage=[
            UsageOut(**found) for found in await queries.usage_of(session, asset.id)
        ],
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
        await queries.renditions_of(session, version.id, epoch=EPOCH),
        texts.get(lang),
    )
    return manifest(subject, lang)


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
