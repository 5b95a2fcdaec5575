"""Pages of items: drafts for staff, released documents for everybody."""

from datetime import datetime

from sqlalchemy import select

from content_api.items.tables import Item, Revision
from content_api.public.pool import PublicPool
from phohien.db import ReadSession

PAGE = 500
_RELEASED = """
SELECT d.key, d.doc FROM release.document d
 WHERE d.superseded_at IS NULL AND d.type = %(type)s AND d.lang = %(lang)s
   AND d.key > %(after)s
 ORDER BY d.key LIMIT %(rows)s"""

_STATE = """
SELECT encode(sha256(convert_to(
           coalesce(string_agg(d.etag, ',' ORDER BY d.key), ''), 'UTF8')), 'hex'),
       min(d.expires_at)
  FROM release.document d
 WHERE d.superseded_at IS NULL AND d.type = %(type)s AND d.lang = %(lang)s"""


async def bodies_after(
    session: ReadSession, agency_code: str, type_code: str, after: str
) -> list[tuple[str, str]]:
    """(key, body) by key; an empty list is the end."""
    rows = await session.execute(
        select(Item.key, Revision.body)
        .join(
            Revision,
            (Revision.item_id == Item.id) & (Revision.number == Item.revision),
        )
        .where(
            Item.agency_code == agency_code, Item.type == type_code, Item.key > after
        )
        .order_by(Item.key)
        .limit(PAGE)
    )
    return [(key, body) for key, body in rows]


async def released_after(
    pool: PublicPool, type_code: str, lang: str, after: str
) -> list[tuple[str, str]]:
    values = {"type": type_code, "lang": lang, "after": after, "rows": PAGE}
    return [(key, doc) for key, doc in await pool.rows(_RELEASED, values)]


async def released_state(
    pool: PublicPool, type_code: str, lang: str
) -> tuple[str, datetime | None]:
    """What changes with any of the documents, and when the first of them expires."""
    ((digest, expires_at),) = await pool.rows(_STATE, {"type": type_code, "lang": lang})
    return digest, expires_at
