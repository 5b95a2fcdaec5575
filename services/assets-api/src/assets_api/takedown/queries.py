"""Every statement about takedowns. Only rows here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    and_,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from assets_api.assets.tables import Asset, AssetVersion, Blob, Rendition
from assets_api.holds.tables import Hold
from assets_api.takedown.tables import Takedown
from assets_api.withdrawals.tables import Withdrawal
from phohien import release
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor, Page

LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(minutes=10)
AT_ONCE = 20
ASSET, RELEASE = "asset", "release"


@dataclass(frozen=True, slots=True)
class Form:
    """One public form of a version, as its row says."""

    preset: str
    epoch: int
    format: str
    sha256: str
    bytes: int


_OPEN = Takedown.ended_at.is_(None)


async def end_shown_again(session: WriteSession, *, at: datetime) -> None:
    """A document shows it again; or the whole asset has gone, which is another case."""
    shown = exists().where(
        release.live_media.c.asset_version_id == Takedown.asset_version_id
    )
    withdrawn = exists().where(
        Asset.id == Takedown.asset_id, Asset.withdrawn_at.is_not(None)
    )
    await session.execute(
        update(Takedown)
        .where(_OPEN, Takedown.scope == RELEASE, or_(shown, withdrawn))
        .values(ended_at=at, next_attempt_at=None)
    )


async def open_due(session: WriteSession, *, at: datetime) -> list[Any]:
    """Versions that were public and are not now, or whose asset was withdrawn."""
    shown = exists().where(release.live_media.c.asset_version_id == AssetVersion.id)
    taken = exists().where(Takedown.asset_version_id == AssetVersion.id, _OPEN)
    withdrawn = Asset.withdrawn_at.is_not(None)
    columns = (
        AssetVersion.asset_id,
        AssetVersion.id,
        case((withdrawn, literal(ASSET)), else_=literal(RELEASE)),
        literal(at),
        literal(at),
    )
    gone = (
        select(*columns)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(
            ~taken,
            or_(withdrawn, and_(AssetVersion.first_public_at.is_not(None), ~shown)),
        )
        .order_by(AssetVersion.id)
        .limit(500)
    )
    names = ("asset_id", "asset_version_id", "scope", "opened_at", "next_attempt_at")
    statement = (
        insert(Takedown)
        .from_select(names, gone)
        .on_conflict_do_nothing()
        .returning(Takedown.asset_id, Takedown.asset_version_id, Takedown.scope)
    )
    return list((await session.execute(statement)).all())


async def wake_refilled(session: WriteSession, *, at: datetime) -> None:
    """A form that was being made when its asset was withdrawn goes as well."""
    filled = exists().where(Rendition.version_id == Takedown.asset_version_id)
    await session.execute(
        update(Takedown)
        .where(
            _OPEN,
            Takedown.scope == ASSET,
            Takedown.next_attempt_at.is_(None),
            filled,
        )
        .values(next_attempt_at=at)
    )


async def claim(session: WriteSession, *, at: datetime) -> Sequence[Takedown]:
    """Those with something left to do; nobody else works on them for a while."""
    due = (
        select(Takedown.id)
        .where(Takedown.next_attempt_at <= at)
        .order_by(Takedown.next_attempt_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(Takedown)
        .where(Takedown.id.in_(due))
        .values(next_attempt_at=at + LEASE, attempts=Takedown.attempts + 1)
        .returning(Takedown)
    )
    return (await session.scalars(statement)).all()


async def note(session: WriteSession, ident: UUID, **values: Any) -> None:
    await session.execute(update(Takedown).where(Takedown.id == ident).values(**values))


async def postpone(
    session: WriteSession, ident: UUID, *, error: str, at: datetime
) -> None:
    """Twice as long each time, ten minutes at most."""
    tries = func.least(Takedown.attempts, 10)
    pause = func.least(
        func.make_interval(0, 0, 0, 0, 0, 0, func.power(2, tries)), LONGEST_PAUSE
    )
    await session.execute(
        update(Takedown)
        .where(Takedown.id == ident, _OPEN)
        .values(next_attempt_at=at + pause, last_error=error)
    )


async def forms_of(session: ReadSession, version_id: UUID) -> list[Form]:
    statement = (
        select(
            Rendition.preset,
            Rendition.epoch,
            Rendition.format,
            Rendition.sha256,
            Blob.bytes,
        )
        .join(Blob, Blob.sha256 == Rendition.sha256)
        .where(Rendition.version_id == version_id)
        .order_by(Rendition.preset, Rendition.format, Rendition.epoch)
    )
    return [Form(*row) for row in await session.execute(statement)]


async def used_elsewhere(
    session: ReadSession, hashes: Iterable[str], *, version_id: UUID
) -> set[str]:
    """Bytes that another version shows too, or that are somebody's original."""
    listed = list(hashes)
    others = select(Rendition.sha256).where(
        Rendition.sha256.in_(listed), Rendition.version_id != version_id
    )
    originals = select(AssetVersion.sha256).where(AssetVersion.sha256.in_(listed))
    return set(await session.scalars(others.union(originals)))


async def forget_forms(
    session: WriteSession, version_id: UUID, *, blobs: Iterable[str]
) -> None:
    await session.execute(delete(Rendition).where(Rendition.version_id == version_id))
    await session.execute(delete(Blob).where(Blob.sha256.in_(list(blobs))))


async def page(
    session: ReadSession, agency_id: UUID | None, *, after: Cursor | None, limit: int
) -> Page[Any]:
    """Newest first; `agency_id` None means every agency."""
    statement = _told().limit(limit + 1)
    if agency_id is not None:
        statement = statement.where(Asset.agency_id == agency_id)
    if after is not None:
        statement = statement.where(
            tuple_(Takedown.opened_at, Takedown.id) < tuple_(after.at, after.id)
        )
    rows = (await session.execute(statement)).all()
    items: list[Any] = list(rows[:limit])
    more = None
    if len(rows) > limit:
        more = Cursor(items[-1].Takedown.opened_at, items[-1].Takedown.id)
    return Page(items, next=more)


async def of_asset(session: ReadSession, asset_id: UUID, *, limit: int) -> list[Any]:
    statement = _told().where(Takedown.asset_id == asset_id).limit(limit)
    return list((await session.execute(statement)).all())


def _told() -> Any:
    """Each with its asset, the hash of the original, and what content-api was told."""
    withdrawal = and_(
        Withdrawal.asset_version_id == Takedown.asset_version_id,
        Takedown.scope == ASSET,
    )
    held = exists().where(Hold.asset_id == Takedown.asset_id, Hold.lifted_at.is_(None))
    return (
        select(Takedown, Asset, AssetVersion.sha256, Withdrawal, held.label("held"))
        .join(Asset, Asset.id == Takedown.asset_id)
        .join(AssetVersion, AssetVersion.id == Takedown.asset_version_id)
        .outerjoin(Withdrawal, withdrawal)
        .order_by(Takedown.opened_at.desc(), Takedown.id.desc())
    )
