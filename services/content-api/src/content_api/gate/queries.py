"""The call of the one database function that may write a clearance."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from phohien.db import WriteSession


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
