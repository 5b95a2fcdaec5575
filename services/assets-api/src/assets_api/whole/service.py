"""One request, the same row, the same parts in the store, the same inspection."""

import asyncio
from dataclasses import dataclass

from assets_api.streams.body import Cut, Receive, events
from assets_api.uploads import service as uploads
from assets_api.uploads.declaration import Declaration
from assets_api.uploads.desk import Desk
from assets_api.uploads.tables import Upload
from assets_api.whole.errors import UploadCutError, UploadWholeTooLargeError
from phohien import clock
from phohien.callers import Caller

MOST = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Body:
    """The file, as it comes in."""

    length: int
    digest: bytes | None
    receive: Receive


async def take(
    desk: Desk, declared: Declaration, body: Body, *, caller: Caller
) -> Upload:
    """Received and about to be inspected; ready at once when the agency has it."""
    if body.length > MOST:
        raise UploadWholeTooLargeError(MOST)
    async with desk.database.writing() as session:
        upload = await uploads.create_upload(
            session,
            caller=caller,
            size=body.length,
            declared=declared,
            limits=desk.limits,
            at=clock.now(),
        )
    if upload.state != "created":
        await _read_away(desk, body)
        return upload
    try:
        patch = uploads.Patch(upload.id, 0, body.length, body.digest)
        offset, _ = await uploads.receive(desk, patch, body.receive, caller=caller)
        _refuse_cut(offset, upload)
    except BaseException:
        # Nobody is told where it stands, so nobody can go on: the space is free again.
        await _give_up(desk, upload)
        raise
    async with desk.database.reading() as session:
        return await uploads.find_upload(session, upload.id, caller=caller)


def _refuse_cut(offset: int, upload: Upload) -> None:
    if offset < upload.size:
        raise UploadCutError


async def _give_up(desk: Desk, upload: Upload) -> None:
    async with desk.database.writing() as session:
        await uploads.end_unfinished(
            session, upload.id, reason="cancelled", at=clock.now()
        )


async def _read_away(desk: Desk, body: Body) -> None:
    """A client that is still sending would take an early answer for a broken line."""
    never = asyncio.Event()
    async for event in events(body.receive, pace=desk.limits.pace, stop=never):
        if isinstance(event, Cut):
            return
