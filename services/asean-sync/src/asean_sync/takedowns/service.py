"""A person says that something was taken down by hand; a look proves it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import RowMapping

from asean_sync.takedowns import queries
from asean_sync.takedowns.errors import TakedownNotFoundError, TakedownOverError
from asean_sync.targets.service import SERVICE
from phohien import audit
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text, see_list


async def get(session: ReadSession, takedown_id: UUID) -> RowMapping:
    found = await queries.get(session, takedown_id)
    if found is None:
        raise TakedownNotFoundError(see_list("/staff/v1/sync/takedowns"))
    return found


async def confirm(
    session: WriteSession, takedown_id: UUID, note: str, caller: Caller
) -> RowMapping:
    found = await get(session, takedown_id)
    if not await queries.confirm(session, takedown_id, by=caller.username, note=note):
        raise TakedownOverError(
            Text(
                vi="Đã có chứng cứ là không còn ở đích; xem biên nhận trong proof.",
                en="It was seen to be gone; see the receipt named in proof.",
            )
        )
    await queries.look_now(session, found["object_id"])
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="takedown.confirm",
        subject=f"object/{found['object_key']}",
        detail={"target": found["target_code"], "note": note},
    )
    return await get(session, takedown_id)


async def page(
    session: ReadSession, *, target_code: str | None, only_open: bool, limit: int
) -> Sequence[RowMapping]:
    """Newest first."""
    return await queries.page(
        session, target_code=target_code, only_open=only_open, before=None, limit=limit
    )
