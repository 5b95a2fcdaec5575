"""Every statement that touches assets, versions, blobs and renditions. Only rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from assets_api.assets.naming import WITHDRAWN
from assets_api.assets.tables import (
    Asset,
    AssetText,
    AssetVersion,
    Blob,
    Rendition,
    VersionText,
)
from assets_api.keeping import lock as keeping
from phohien import release
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor, Page


async def find_ready(
    session: ReadSession, sha256: str, *, agency_id: UUID
) -> tuple[UUID, int] | None:
    """An asset of this agency that holds these bytes now, and how many they are."""
    later = aliased(AssetVersion)
    statement = (
        select(Asset.id, Blob.bytes)
        .join(AssetVersion, AssetVersion.asset_id == Asset.id)
        .join(Blob, Blob.sha256 == AssetVersion.sha256)
        .where(
            Blob.sha256 == sha256,
            Asset.agency_id == agency_id,
            Asset.withdrawn_at.is_(None),
            ~exists().where(
                later.asset_id == Asset.id, later.number > AssetVersion.number
            ),
        )
        .order_by(Asset.created_at)
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else (row[0], row[1])


async def blob_bytes(session: ReadSession, sha256: str) -> int | None:
    size: int | None = await session.scalar(
        select(Blob.bytes).where(Blob.sha256 == sha256)
    )
    return size


async def insert_blobs(
    session: WriteSession, sizes: Mapping[str, int], *, at: datetime
) -> None:
    """Whoever calls this looks at the objects once more before the commit."""
    await keeping.together(session)
    rows = [
        {"sha256": sha256, "bytes": size, "created_at": at}
        for sha256, size in sorted(sizes.items())
    ]
    await session.execute(insert(Blob).values(rows).on_conflict_do_nothing())


async def insert_asset(session: WriteSession, **values: Any) -> UUID:
    statement = insert(Asset).values(**values).returning(Asset.id)
    made: UUID = (await session.scalars(statement)).one()
    return made


async def insert_version(session: WriteSession, **values: Any) -> UUID:
    statement = insert(AssetVersion).values(**values).returning(AssetVersion.id)
    made: UUID = (await session.scalars(statement)).one()
    return made


async def insert_words(session: WriteSession, version_id: UUID, words: str) -> None:
    await session.execute(
        insert(VersionText).values(version_id=version_id, words=words)
    )


async def insert_renditions(
    session: WriteSession, rows: Sequence[Mapping[str, Any]]
) -> None:
    await session.execute(insert(Rendition).values(list(rows)))


async def get_of_agency(
    session: ReadSession, asset_id: UUID, agency_id: UUID | None
) -> Asset | None:
    """`agency_id` None means any: for another service, which asks for all."""
    statement = select(Asset).where(Asset.id == asset_id, Asset.deleted_at.is_(None))
    if agency_id is not None:
        statement = statement.where(Asset.agency_id == agency_id)
    return await session.scalar(statement)


async def version_of(session: ReadSession, asset_id: UUID) -> AssetVersion | None:
    """The latest version."""
    return await session.scalar(
        select(AssetVersion)
        .where(AssetVersion.asset_id == asset_id)
        .order_by(AssetVersion.number.desc())
        .limit(1)
    )


async def latest_versions(
    session: ReadSession, asset_ids: Iterable[UUID]
) -> dict[UUID, AssetVersion]:
    statement = (
        select(AssetVersion)
        .where(AssetVersion.asset_id.in_(list(asset_ids)))
        .order_by(AssetVersion.number)
    )
    return {version.asset_id: version for version in await session.scalars(statement)}


async def texts_of(
    session: ReadSession, asset_ids: Iterable[UUID]
) -> dict[UUID, dict[str, AssetText]]:
    statement = select(AssetText).where(AssetText.asset_id.in_(list(asset_ids)))
    found: dict[UUID, dict[str, AssetText]] = {}
    for row in await session.scalars(statement):
        found.setdefault(row.asset_id, {})[row.lang] = row
    return found


async def renditions_of(
    session: ReadSession, version_id: UUID
) -> list[tuple[Rendition, int]]:
    """All that are stored, of every number in the addresses; and their bytes."""
    statement = (
        select(Rendition, Blob.bytes)
        .join(Blob, Blob.sha256 == Rendition.sha256)
        .where(Rendition.version_id == version_id)
        .order_by(Rendition.width, Rendition.preset, Rendition.format)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def page_of_agency(
    session: ReadSession, agency_id: UUID, *, after: Cursor | None, limit: int
) -> Page[Asset]:
    statement = (
        select(Asset)
        .where(Asset.agency_id == agency_id, Asset.deleted_at.is_(None))
        .order_by(Asset.created_at.desc(), Asset.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(
            tuple_(Asset.created_at, Asset.id) < tuple_(after.at, after.id)
        )
    rows = list(await session.scalars(statement))
    items = rows[:limit]
    more = Cursor(items[-1].created_at, items[-1].id) if len(rows) > limit else None
    return Page(items, next=more)


async def change(
    session: WriteSession, asset_id: UUID, *, revision: int, **values: Any
) -> bool:
    """False when somebody else was quicker."""
    done = await session.scalar(
        update(Asset)
        .where(Asset.id == asset_id, Asset.revision == revision)
        .values(revision=revision + 1, **values)
        .returning(Asset.id)
    )
    return done is not None


@dataclass(frozen=True, slots=True)
class Words:
    """`alt_for`: the number of the version that `alt` was written for."""

    alt: str
    caption: str
    alt_for: int


async def put_text(
    session: WriteSession, asset_id: UUID, lang: str, words: Words
) -> None:
    """Both empty removes the row."""
    if not words.alt and not words.caption:
        await session.execute(
            delete(AssetText).where(
                AssetText.asset_id == asset_id, AssetText.lang == lang
            )
        )
        return
    values = asdict(words)
    statement = insert(AssetText).values(asset_id=asset_id, lang=lang, **values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[AssetText.asset_id, AssetText.lang],
            set_=values,
        )
    )


async def usage_of(session: ReadSession, asset_id: UUID) -> list[dict[str, Any]]:
    """Where released documents show this asset."""
    media, document = release.media.c, release.document.c
    statement = (
        select(document.key, document.lang, document.title, media.role)
        .join_from(release.media, release.document, media.document_id == document.id)
        .where(media.asset_id == asset_id, document.superseded_at.is_(None))
        .order_by(document.key, document.lang)
        .limit(500)
    )
    return [dict(row) for row in (await session.execute(statement)).mappings()]


async def ended_rights(session: ReadSession, *, today: date) -> Sequence[UUID]:
    statement = (
        select(Asset.id)
        .where(Asset.withdrawn_at.is_(None), Asset.rights_end < today)
        .limit(200)
    )
    return (await session.scalars(statement)).all()


async def withdraw(session: WriteSession, asset_id: UUID, *, at: datetime) -> bool:
    done = await session.scalar(
        update(Asset)
        .where(Asset.id == asset_id, Asset.withdrawn_at.is_(None))
        .values(withdrawn_at=at, updated_at=at, revision=Asset.revision + 1)
        .returning(Asset.id)
    )
    if done is None:
        return False
    # Heard when this commits, by every process that hands out bytes.
    await session.execute(select(func.pg_notify(WITHDRAWN, str(asset_id))))
    return True


async def versions_of(session: ReadSession, asset_id: UUID) -> Sequence[UUID]:
    statement = select(AssetVersion.id).where(AssetVersion.asset_id == asset_id)
    return (await session.scalars(statement)).all()


async def sizes_of(session: ReadSession, hashes: Iterable[str]) -> dict[str, int]:
    statement = select(Blob.sha256, Blob.bytes).where(Blob.sha256.in_(list(hashes)))
    return {row[0]: row[1] for row in await session.execute(statement)}
