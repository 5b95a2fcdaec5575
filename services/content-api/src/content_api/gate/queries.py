"""Clearances: read, and written by the one database function that may."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from content_api.gate.tables import Clearance
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
