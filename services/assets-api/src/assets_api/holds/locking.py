"""What the object store is told of holds. The rows hold in any case."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

import structlog

from assets_api.holds import queries
from assets_api.holds.tables import Hold
from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError, StorageUnreachableError
from assets_api.storage.locks import Lock
from assets_api.storage.store import Store
from phohien.clock import HERE, day_of
from phohien.db import Database

log = structlog.get_logger()


async def settle_due(database: Database, store: Store, *, at: datetime) -> None:
    """The tick. What the store does not answer now it is asked again."""
    today = day_of(at)
    async with database.reading() as session:
        due = await queries.to_settle(session, today=today)
    if not due:
        return
    try:
        possible = await store.locks_possible()
        for asset_id in due:
            if possible:
                await _tell(database, store, asset_id, today=today)
            async with database.writing() as session:
                await queries.note_store(
                    session,
                    asset_id,
                    store="locked" if possible else "database-only",
                    today=today,
                )
    except (StorageUnreachableError, ObjectMissingError) as error:
        log.warning("holds_not_told", error=type(error).__name__)


async def _tell(
    database: Database, store: Store, asset_id: UUID, *, today: date
) -> None:
    """Equal bytes of two assets are locked once, by whatever stands on either."""
    async with database.reading() as session:
        hashes = await queries.hashes_of(session, asset_id)
        standing = {
            sha256: await queries.standing_on(session, sha256, today=today)
            for sha256 in hashes
        }
    for sha256, holds in standing.items():
        if holds:
            await store.lock(keys.blob(sha256), _lock(holds))
        else:
            await store.unlock(keys.blob(sha256))


def _lock(holds: Sequence[Hold]) -> Lock:
    days = [hold.until for hold in holds if hold.until is not None]
    until = datetime.combine(max(days), time(23, 59, 59), HERE) if days else None
    return Lock(any(hold.until is None for hold in holds), until)
