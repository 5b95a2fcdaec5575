"""Sources that were lost are made again from the original, by the worker.

The row is the truth: whoever misses a source writes it, the tick works it off.
"""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import structlog

from assets_api.checking import arrival
from assets_api.formats.errors import RefusedError
from assets_api.inspection.sandbox import NoVerdictError, Subject
from assets_api.keeping import lock as keeping
from assets_api.looks import service as looks
from assets_api.renditions.presets import EPOCH, is_public
from assets_api.scratch import working_folder
from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError
from assets_api.studio import losses, queries
from assets_api.studio.queries import Bytes
from assets_api.studio.wanted import Wanted
from assets_api.uploads.desk import Desk
from phohien import clock
from phohien.db import Database

AT_ONCE = 5
PAUSE = timedelta(seconds=30)
log = structlog.get_logger()


async def ask(database: Database, version_id: UUID, *, at: datetime) -> None:
    """Once is enough, however many miss it."""
    async with database.writing() as session:
        await losses.ask(session, version_id, at=at)


async def restore_due(desk: Desk, *, at: datetime) -> int:
    """How many were restored."""
    async with desk.database.writing() as session:
        await losses.ask_for_unseen(session, at=at, limit=AT_ONCE)
    restored = 0
    for _ in range(AT_ONCE):
        async with desk.database.writing() as session:
            found = await losses.claim(session, at=at, again=at + PAUSE)
        if found is None:
            break
        restored += await _restored(desk, found)
    return restored


async def _restored(desk: Desk, lost: losses.Lost) -> bool:
    """A file that cannot be rendered any more is left, and told of in the log."""
    try:
        with working_folder(desk.scratch) as folder:
            rendered = await _rendered(desk, lost, folder)
    except (RefusedError, NoVerdictError, ObjectMissingError) as error:
        log.exception(
            "source_not_restored",
            version_id=str(lost.version_id),
            attempts=lost.attempts,
            error=type(error).__name__,
        )
        return False
    await _keep(desk, lost.version_id, rendered)
    log.info("source_restored", version_id=str(lost.version_id))
    return True


async def _rendered(desk: Desk, lost: losses.Lost, folder: Path) -> arrival.Rendered:
    subject = Subject(folder / "file", folder / "out")
    subject.folder.mkdir()
    with subject.path.open("xb") as file:
        async for chunk in desk.store.stream(keys.blob(lost.sha256)):
            file.write(chunk)
    return await arrival.render(desk, subject, lost.format, anew=True)


async def _keep(desk: Desk, version_id: UUID, rendered: arrival.Rendered) -> None:
    """Sources always; of the rest what has no row: its bytes were promised."""
    at = clock.now()
    async with desk.database.writing() as session:
        if not await queries.hold_asset(session, version_id):
            return
        await keeping.together(session)
        for made in rendered.made:
            wanted = Wanted(version_id, made.preset, EPOCH, made.format)
            if is_public(made.preset) and await queries.find(session, wanted):
                continue
            await queries.replace(
                session,
                wanted,
                Bytes(made.sha256, made.bytes, made.width, made.height),
                at=at,
            )
        if rendered.seen is not None:
            await looks.note_seen(session, version_id, rendered.seen)
        await losses.settled(session, version_id)
