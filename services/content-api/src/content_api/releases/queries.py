"""Calls of the database functions that alone may write schema `release`."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, text

from content_api.releases.documents import Finished
from phohien.db import ReadSession, WriteSession


async def publish(
    session: WriteSession,
    token_digest: bytes,
    *,
    item_id: UUID,
    lang: str,
    closure_hash: str,
    finished: Finished,
) -> int:
    """Its place in the change log; 0 when its time is still to come."""
    seq = await session.scalar(
        text(
            "SELECT release.publish(:session, :item, :lang, :hash, :doc, :card,"
            " :sort_key, :search, :lat, :lon)"
        ),
        {
            "session": token_digest,
            "item": item_id,
            "lang": lang,
            "hash": closure_hash,
            **asdict(finished),
        },
    )
    return int(seq)


async def withdraw(
    session: WriteSession,
    token_digest: bytes,
    *,
    item_id: UUID,
    lang: str,
    reason: str,
    at: datetime,
) -> int | None:
    """None when there was nothing to take down."""
    seq: int | None = await session.scalar(
        text("SELECT release.withdraw(:session, :item, :lang, :reason, :at)"),
        {
            "session": token_digest,
            "item": item_id,
            "lang": lang,
            "reason": reason,
            "at": at,
        },
    )
    return seq


async def end_asset(
    session: WriteSession, asset: UUID, version: UUID, *, reason: str, at: datetime
) -> None:
    await session.execute(
        text("SELECT release.end_asset(:asset, :version, :reason, :at)"),
        {"asset": asset, "version": version, "reason": reason, "at": at},
    )


async def withdraw_asset(
    session: WriteSession, asset: UUID, version: UUID, *, reason: str, at: datetime
) -> Sequence[RowMapping]:
    rows = await session.execute(
        text("SELECT * FROM release.withdraw_asset(:asset, :version, :reason, :at)"),
        {"asset": asset, "version": version, "reason": reason, "at": at},
    )
    return rows.mappings().all()


async def tick(session: WriteSession) -> tuple[int, int]:
    row = (await session.execute(text("SELECT * FROM release.tick()"))).one()
    return row.released, row.expired


async def live_hash(session: ReadSession, item_id: UUID, lang: str) -> str | None:
    """The hash of what is released now, or will be at its time."""
    found: str | None = await session.scalar(
        text(
            "SELECT closure_hash FROM release.document WHERE item_id = :item"
            " AND lang = :lang AND superseded_at IS NULL"
        ),
        {"item": item_id, "lang": lang},
    )
    return found
