"""Which of the objects laid ready may still go out, asked before they are handed on."""

from sqlalchemy import select

from asean_sync.objects.tables import Object
from asean_sync.sending import queries
from asean_sync.sending.desk import Desk


async def let_out(desk: Desk, keys: list[str]) -> set[str]:
    """An approval may have ended since an object was laid ready."""
    code = desk.target_code
    statement = select(Object.object_key).where(
        Object.target_code == code,
        Object.object_key.in_(keys),
        Object.desired == "present",
        queries.lets_out(Object, code),
    )
    async with desk.database.reading() as session:
        return set(await session.scalars(statement))
