"""What a target does not show yet, by its own list instead of a look for each."""

import structlog

from asean_sync.connectors.interface import ListingError, Role
from asean_sync.sending.claim import Pause, gate
from asean_sync.sending.desk import Desk
from asean_sync.sending.hands import statements

log = structlog.get_logger()
# Fewer are looked for one by one; so are those that a long list would cost more for.
FEWEST, LISTED_FOR_ONE = 50, 10


async def look_for_new(desk: Desk) -> None:
    """Objects that were never sent there are absent where the list does not show them.

    After the database was put back nothing is concluded from what it does not know.
    """
    can = desk.connector.capabilities()
    if desk.epoch or desk.item_id or not (can.list_all and can.find_by_key):
        return
    async with desk.database.reading() as session:
        never = await statements.never_sent(session, desk.target_code)
        if len(never) < FEWEST:
            return
        there = await statements.count_present(session, desk.target_code)
    if len(never) * LISTED_FOR_ONE < there:
        return
    door = await gate(desk)
    if isinstance(door, Pause) or door.stopped:
        return
    for role in {Role(row.role) for row in never}:
        try:
            async with desk.wire.slot():
                shown = {ref.key async for ref in desk.connector.list_remote(role)}
        except ListingError as error:
            # A list that is not whole proves nothing: each is looked for.
            log.warning("listing_failed", target=desk.target_code, why=str(error))
            return
        new = [
            row.id for row in never if row.role == role and row.object_key not in shown
        ]
        async with desk.database.writing() as session:
            await statements.note_absent(session, new)
        log.info("listed", target=desk.target_code, role=role.value, new=len(new))
