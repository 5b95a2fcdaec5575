"""Who may take a file down, and who may see what became of it."""

from datetime import datetime
from uuid import UUID

from assets_api.assets import service as assets
from assets_api.assets.errors import AssetWithdrawnError
from assets_api.takedown.schemas import TakedownOrder
from assets_api.withdrawals import service as withdrawals
from assets_api.withdrawals.service import End
from phohien import markings
from phohien.callers import Caller
from phohien.db import WriteSession

EVERYWHERE = ("coordinator", "operator", "auditor")


def agency_seen_by(caller: Caller) -> UUID | None:
    """The province sees every agency, the others their own."""
    return None if caller.has(*EVERYWHERE) else assets.agency_of(caller)


async def take_down(
    session: WriteSession,
    asset_id: UUID,
    order: TakedownOrder,
    *,
    caller: Caller,
    at: datetime,
) -> None:
    await assets.find_asset(session, asset_id, agency_id=agency_seen_by(caller))
    markings.refuse({"/note": order.note})
    end = End(order.reason_class.value, by=caller, note=order.note)
    if not await withdrawals.withdraw(session, asset_id, end, at=at):
        raise AssetWithdrawnError
