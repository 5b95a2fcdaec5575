"""The statements about what is asked for most. Only rows here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from assets_api.assets.tables import AssetVersion, Blob, Rendition
from assets_api.studio.tables import RenditionUse
from assets_api.studio.wanted import Wanted
from phohien import release
from phohien.db import ReadSession, WriteSession

Key = tuple[UUID, str, int]


async def add(session: WriteSession, sums: Mapping[Key, int]) -> None:
    """In one order, so that processes do not wait for each other in a circle."""
    known = set(
        await session.scalars(
            select(AssetVersion.id).where(AssetVersion.id.in_({key[0] for key in sums}))
        )
    )
    rows = [
        {"version_id": key[0], "preset": key[1], "epoch": key[2], "hits": hits}
        for key, hits in sorted(sums.items())
        if key[0] in known
    ]
    if not rows:
        return
    statement = insert(RenditionUse).values(rows)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["version_id", "preset", "epoch"],
            set_={"hits": RenditionUse.hits + statement.excluded.hits},
        )
    )


async def due(session: ReadSession, *, above: int, limit: int) -> Sequence[Key]:
    """Hot, live, and not looked after yet; the hottest first."""
    use = RenditionUse
    statement = (
        select(use.version_id, use.preset, use.epoch)
        .where(
            use.settled_at.is_(None),
            use.hits > above,
            exists().where(release.live_media.c.asset_version_id == use.version_id),
        )
        .order_by(use.hits.desc())
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(statement)]


async def settle(session: WriteSession, key: Key, *, at: datetime) -> None:
    use = RenditionUse
    await session.execute(
        update(use)
        .where(use.version_id == key[0], use.preset == key[1], use.epoch == key[2])
        .values(settled_at=at)
    )


async def drop_if_heavier(session: WriteSession, made: Wanted, *, than: str) -> None:
    """The row alone: bytes that nobody names are collected."""
    other, other_blob = aliased(Rendition), aliased(Blob)
    lighter = exists().where(
        other.version_id == Rendition.version_id,
        other.preset == Rendition.preset,
        other.epoch == Rendition.epoch,
        other.format == than,
        other_blob.sha256 == other.sha256,
        other_blob.bytes <= Blob.bytes,
    )
    await session.execute(
        delete(Rendition).where(
            Rendition.version_id == made.version_id,
            Rendition.preset == made.preset,
            Rendition.epoch == made.epoch,
            Rendition.format == made.form,
            Blob.sha256 == Rendition.sha256,
            lighter,
        )
    )
