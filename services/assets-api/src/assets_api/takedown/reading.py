"""Takedowns as staff see them, assembled from rows."""

from typing import Any
from uuid import UUID

from assets_api.assets import service as assets
from assets_api.takedown import queries
from assets_api.takedown.schemas import RemovedForm, TakedownOut, TakedownPage
from phohien.db import ReadSession
from phohien.pagination import Cursor

MOST_OF_ONE = 500


async def page(
    session: ReadSession, agency_id: UUID | None, *, after: Cursor | None, limit: int
) -> TakedownPage:
    found = await queries.page(session, agency_id, after=after, limit=limit)
    return TakedownPage(
        data=[_out(row) for row in found.items],
        next_cursor=found.next.encode() if found.next else None,
    )


async def of_asset(
    session: ReadSession, asset_id: UUID, *, agency_id: UUID | None
) -> TakedownPage:
    await assets.find_asset(session, asset_id, agency_id=agency_id)
    rows = await queries.of_asset(session, asset_id, limit=MOST_OF_ONE)
    return TakedownPage(data=[_out(row) for row in rows], next_cursor=None)


def _out(row: Any) -> TakedownOut:
    takedown, asset, told = row.Takedown, row.Asset, row.Withdrawal
    return TakedownOut(
        id=takedown.id,
        asset_id=takedown.asset_id,
        asset_version_id=takedown.asset_version_id,
        agency_code=asset.agency_code,
        scope=takedown.scope,
        reason_class=told.reason_class if told else None,
        refused_at=min(takedown.opened_at, asset.withdrawn_at or takedown.opened_at),
        original_sha256=row.sha256,
        original_held=row.held,
        removed=[RemovedForm(**form) for form in takedown.removed],
        removed_at=takedown.removed_at,
        purged_at=takedown.purged_at,
        told_at=told.acknowledged_at if told else None,
        attempts=takedown.attempts,
        last_error=takedown.last_error,
        next_attempt_at=takedown.next_attempt_at,
        ended_at=takedown.ended_at,
    )
