"""Clearances: read, and written by the one database function that may."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text

from content_api.gate.tables import AcceptedDifference, Clearance
from phohien.db import ReadSession, WriteSession


async def clear(  # noqa: PLR0913 -- the arguments of content.clear
    session: WriteSession,
    token_digest: bytes,
    *,
    item_id: UUID,
    lang: str,
    closure_hash: str,
    declaration: str,
    at: datetime,
) -> None:
    await session.execute(
        text("SELECT content.clear(:session, :item, :lang, :hash, :declaration, :at)"),
        {
            "session": token_digest,
            "item": item_id,
            "lang": lang,
            "hash": closure_hash,
            "declaration": declaration,
            "at": at,
        },
    )


async def clearances_of(
    session: ReadSession, item_id: UUID, *, limit: int
) -> Sequence[Clearance]:
    """Newest first."""
    rows = await session.scalars(
        select(Clearance)
        .where(Clearance.item_id == item_id)
        .order_by(Clearance.id.desc())
        .limit(limit)
    )
    return list(rows)


async def signed_for(session: ReadSession, account_id: UUID) -> str | None:
    """The leader this person signs for now; None when they are one themselves."""
    name: str | None = await session.scalar(
        text("SELECT content.signed_for(:id)"), {"id": account_id}
    )
    return name


async def accepted_of(
    session: ReadSession, item_id: UUID
) -> set[tuple[str, str, str, str, str]]:
    """Language, kind and subject of what was accepted, with the hash of both texts."""
    rows = await session.execute(
        select(
            AcceptedDifference.lang,
            AcceptedDifference.kind,
            AcceptedDifference.subject,
            AcceptedDifference.closure_hash,
            AcceptedDifference.source_hash,
        ).where(AcceptedDifference.item_id == item_id)
    )
    return {(row[0], row[1], row[2], row[3], row[4]) for row in rows}


async def insert_accepted(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    if rows:
        await session.execute(insert(AcceptedDifference).values(rows))
