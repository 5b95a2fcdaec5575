"""Reads the target's own list, and finds what no single look can: duplicates."""

from collections import Counter

import structlog

from asean_sync.connectors.interface import ListingError, Role
from asean_sync.objects import service as objects
from asean_sync.objects.service import Listed
from asean_sync.sending.desk import Desk

log = structlog.get_logger()


async def sweep(desk: Desk) -> dict[str, int]:
    """How many objects were taken up again, are missing there, or are not ours."""
    if not desk.connector.capabilities().list_all:
        return {}
    found: Counter[str] = Counter()
    roles = [Role.ITEM] + ([Role.MEDIA] if desk.profile.media else [])
    for role in roles:
        times: Counter[str] = Counter()
        try:
            async for ref in desk.connector.list_remote(role):
                times[ref.key] += 1
        except ListingError as error:
            # A list that is not whole proves nothing, absence least of all.
            log.warning("listing_failed", target=desk.target_code, why=str(error))
            found["unlisted"] += 1
            continue
        async with desk.database.writing() as session:
            found.update(
                await objects.compare_with_list(
                    session, desk.target_code, role.value, Listed(times)
                )
            )
    return dict(found)
