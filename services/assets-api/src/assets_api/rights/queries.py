"""The statements about what files say of their rights. Only rows here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from assets_api.assets.tables import Asset, AssetVersion, Blob, Rendition
from assets_api.rights.tables import Edition, Suggestion
from phohien.db import ReadSession, WriteSession

COLUMNS = {
    "creator": Asset.creator,
    "holder": Asset.rights_holder,
    "licence": Asset.licence,
    "credit": Asset.credit,
    "source_type": Asset.source_type,
    "web_statement": Asset.web_statement,
}


async def edition_at(
    session: ReadSession, version_id: UUID, epoch: int
) -> Edition | None:
    """What forms with this number in their address say."""
    statement = _editions(version_id).where(Edition.epoch <= epoch)
    return await session.scalar(statement)


async def last_edition(session: ReadSession, version_id: UUID) -> Edition | None:
    return await session.scalar(_editions(version_id))


def _editions(version_id: UUID) -> Select[Edition]:
    return (
        select(Edition)
        .where(Edition.version_id == version_id)
        .order_by(Edition.epoch.desc())
        .limit(1)
    )


async def insert_edition(session: WriteSession, **values: Any) -> bool:
    """False when somebody else has given this number out."""
    statement = insert(Edition).values(**values).on_conflict_do_nothing()
    done = await session.scalar(statement.returning(Edition.epoch))
    return done is not None


async def due(session: ReadSession, *, limit: int) -> Sequence[UUID]:
    """Assets whose newest version does not say what their agency says now."""
    newer, other = aliased(AssetVersion), aliased(Edition)
    newest = ~exists().where(
        newer.asset_id == AssetVersion.asset_id, newer.number > AssetVersion.number
    )
    last = (
        select(other.statement)
        .where(other.version_id == AssetVersion.id)
        .order_by(other.epoch.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(Asset.id)
        .join(AssetVersion, AssetVersion.asset_id == Asset.id)
        .where(
            Asset.withdrawn_at.is_(None),
            newest,
            exists().where(Rendition.version_id == AssetVersion.id),
            or_(last.is_not(None), *(column != "" for column in COLUMNS.values())),
            last.is_distinct_from(_said()),
        )
        .order_by(Asset.updated_at)
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


def _said() -> ColumnElement[Any]:
    pairs: list[Any] = []
    for name, column in COLUMNS.items():
        pairs += [name, column]
    return func.jsonb_build_object(*pairs)


async def forms_of(
    session: ReadSession, version_id: UUID
) -> list[tuple[Rendition, int]]:
    statement = (
        select(Rendition, Blob.bytes)
        .join(Blob, Blob.sha256 == Rendition.sha256)
        .where(Rendition.version_id == version_id)
        .order_by(Rendition.preset, Rendition.format)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def insert_forms(
    session: WriteSession,
    sizes: Mapping[str, int],
    rows: Sequence[Mapping[str, Any]],
    *,
    at: datetime,
) -> None:
    """Their bytes are in the store, and the collector waits for this transaction."""
    blobs = [
        {"sha256": sha256, "bytes": size, "created_at": at}
        for sha256, size in sorted(sizes.items())
    ]
    await session.execute(insert(Blob).values(blobs).on_conflict_do_nothing())
    await session.execute(insert(Rendition).values(list(rows)))


async def hold_asset(session: WriteSession, asset_id: UUID) -> Asset | None:
    """Nobody edits, withdraws or renews it until this transaction ends."""
    statement = select(Asset).where(Asset.id == asset_id).with_for_update()
    return await session.scalar(statement)


async def suggestion_of(session: ReadSession, version_id: UUID) -> dict[str, Any]:
    found = await session.get(Suggestion, version_id)
    return found.fields if found else {}


async def insert_suggestion(
    session: WriteSession, version_id: UUID, fields: dict[str, Any]
) -> None:
    await session.execute(
        insert(Suggestion)
        .values(version_id=version_id, fields=fields)
        .on_conflict_do_nothing()
    )
