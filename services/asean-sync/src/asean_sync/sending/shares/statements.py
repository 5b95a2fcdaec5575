"""A desk's share of a target's connections, and those of the others."""

from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from asean_sync.db import from_now
from asean_sync.targets.tables import Share
from phohien.db import ReadSession, WriteSession


async def others(session: ReadSession, code: str, owner: UUID) -> tuple[int, int]:
    """How many other desks work at the target, and the connections they have."""
    row = await session.execute(
        select(func.count(), func.coalesce(func.sum(Share.connections), 0)).where(
            Share.target_code == code,
            Share.owner != owner,
            Share.until > func.clock_timestamp(),
        )
    )
    desks, connections = row.one()
    return int(desks), int(connections)


async def take(
    session: WriteSession, code: str, owner: UUID, connections: int, lease: float
) -> None:
    until = from_now(lease)
    await session.execute(
        insert(Share)
        .values(target_code=code, owner=owner, connections=connections, until=until)
        .on_conflict_do_update(
            index_elements=[Share.target_code, Share.owner],
            set_={"connections": connections, "until": until},
        )
    )


async def keep(session: WriteSession, code: str, owner: UUID, lease: float) -> None:
    """One that ran out is asked for anew: others may have it by now."""
    now = func.clock_timestamp()
    await session.execute(
        update(Share)
        .where(Share.target_code == code, Share.owner == owner, Share.until > now)
        .values(until=from_now(lease))
    )


async def give_back(session: WriteSession, code: str, owner: UUID) -> None:
    """With what desks left that ended without a word."""
    now = func.clock_timestamp()
    await session.execute(
        delete(Share).where(
            Share.target_code == code, (Share.owner == owner) | (Share.until < now)
        )
    )
