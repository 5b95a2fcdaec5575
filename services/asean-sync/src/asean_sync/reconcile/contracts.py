"""Asks a target what its interface is, before anything is sent in a run."""

import structlog

from asean_sync.connectors.interface import ListingError
from asean_sync.drift import contracts
from asean_sync.sending.desk import Desk
from phohien import clock

log = structlog.get_logger()


async def look(desk: Desk) -> bool:
    """False: it has changed, and a person has to say that it may be sent to."""
    try:
        told = await desk.connector.discover()
    except ListingError as error:
        # Nothing was shown, so nothing is concluded.
        log.warning("contract_not_seen", target=desk.target_code, why=str(error))
        return True
    if told is None:
        return True
    async with desk.database.writing() as session:
        fits = await contracts.seen(
            session, desk.target_code, told.hash, told.body, at=clock.now()
        )
    if not fits:
        log.error("contract_changed", target=desk.target_code)
    return fits
