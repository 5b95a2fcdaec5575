"""Reads what was offered and harvested; makes due what a harvest may have decided."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from asean_sync.harvests.coverage import Window
from asean_sync.objects.tables import Object
from asean_sync.objects.waiting import ask_now, waiting
from phohien import release
from phohien.db import ReadSession, WriteSession

# A harvest may commit while somebody looks for it.
MARGIN = timedelta(minutes=1)
HARVEST, OFFER, CHANGE = release.harvest.c, release.offer.c, release.change.c


class Offered(NamedTuple):
    """What was decided last on one language for this target, and whether it holds."""

    decided: datetime
    live: bool
    first: datetime
    now: datetime


async def offered(
    session: ReadSession, code: str, key: str, lang: str
) -> Offered | None:
    """None: this was never offered to the target."""
    mine = (OFFER.target_code == code, OFFER.key == key, OFFER.lang == lang)
    changed = (
        select(func.max(CHANGE.at))
        .where(CHANGE.key == key, CHANGE.lang == lang)
        .scalar_subquery()
    )
    row = (
        await session.execute(
            select(
                func.greatest(
                    func.max(OFFER.approved_at), func.max(OFFER.withdrawn_at), changed
                ),
                func.bool_or(OFFER.withdrawn_at.is_(None)),
                func.min(OFFER.approved_at),
                func.clock_timestamp(),
            ).where(*mine)
        )
    ).one()
    return None if row[0] is None else Offered(*row)


def _complete(code: str) -> list[ColumnElement[bool]]:
    """Headers alone show no content, so they are no receipt."""
    return [
        HARVEST.target_code == code,
        HARVEST.verb == "ListRecords",
        HARVEST.complete,
    ]


async def windows(session: ReadSession, code: str, since: datetime) -> list[Window]:
    """Complete harvests that reached beyond `since`."""
    rows = await session.execute(
        select(HARVEST.from_, HARVEST.until)
        .where(*_complete(code), HARVEST.until > since)
        .order_by(HARVEST.id)
    )
    return [Window(*row) for row in rows]


def _heard_since(code: str) -> ColumnElement[bool]:
    return (
        select(HARVEST.id)
        .where(*_complete(code), HARVEST.at > Object.updated_at - MARGIN)
        .exists()
    )


async def heard(session: ReadSession, code: str) -> bool:
    """Whether a harvest came after somebody last looked at what waits for one."""
    found = await session.scalar(
        select(Object.id).where(*waiting(code), _heard_since(code)).limit(1)
    )
    return found is not None


async def ask_again(session: WriteSession, code: str) -> None:
    await ask_now(session, code, _heard_since(code))
