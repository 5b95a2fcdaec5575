"""Who works on an upload: a lease in its row, renewed while the work goes on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from assets_api.checking import queries
from assets_api.uploads.desk import Desk
from assets_api.uploads.tables import Upload
from phohien import clock
from phohien.beside import beside

RENEW_SECONDS = 3.0


class ClaimLostError(Exception):
    """Another worker has this upload now: this one must not finish it."""


@asynccontextmanager
async def kept(desk: Desk, upload: Upload) -> AsyncGenerator[None]:
    """Renews the lease in the background; cancels the work when it is lost."""
    work = asyncio.current_task()
    lost = False

    async def renew() -> None:
        nonlocal lost
        while await _renewed(desk, upload):  # noqa: ASYNC110 -- a row, not an event
            await asyncio.sleep(RENEW_SECONDS)
        lost = True
        if work is not None:
            work.cancel()

    try:
        async with beside(renew()):
            yield
    except asyncio.CancelledError as error:
        if lost:
            raise ClaimLostError from error
        raise


async def _renewed(desk: Desk, upload: Upload) -> bool:
    """A database that is away for a moment takes no claim from anybody."""
    try:
        async with desk.database.writing() as session:
            return await queries.renew(session, upload.id, upload.fence, at=clock.now())
    except (DBAPIError, TimeoutError):
        return True
