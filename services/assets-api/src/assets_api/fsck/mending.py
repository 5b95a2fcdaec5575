"""One finding mended, or the reason why it is left. Each looks again before it acts."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import structlog

from assets_api.fsck import arrivals, deeds, remaking
from assets_api.fsck.findings import (
    DANGLING,
    FOREIGN,
    MISSING,
    ORPHAN,
    STUCK,
    UNFINISHED,
    WRONG_HASH,
    WRONG_SIZE,
)
from assets_api.fsck.tables import FsckFinding
from assets_api.keeping import lock as keeping
from assets_api.storage import keys
from assets_api.storage.errors import StorageUnreachableError
from assets_api.uploads import ending
from assets_api.uploads.desk import Desk
from phohien import clock

MENDED = ""
KEPT, REFUSED = "kept", "store-refused"
BACKUP, NOT_OURS, SENDER = "only-a-backup", "not-ours", "sender-goes-on"
log = structlog.get_logger()
Mend = Callable[[Desk, FsckFinding], Awaitable[str]]


async def mend(desk: Desk, finding: FsckFinding) -> str:
    """Empty when it is mended; else a code that says why it is left."""
    try:
        return await MENDS[finding.kind](desk, finding)
    except StorageUnreachableError:
        # Object Lock refuses like this too; when the store is away, all are left.
        log.warning("fsck_store_refused", kind=finding.kind, key=finding.subject)
        return REFUSED


async def _collect(desk: Desk, finding: FsckFinding) -> str:
    if not finding.sha256:
        return await _collect_arrived(desk, finding)
    async with desk.database.writing() as session:
        await keeping.alone(session)
        if await deeds.is_kept(session, finding.sha256):
            return KEPT
        if await deeds.forget_unused(session, finding.sha256):
            await desk.store.delete(keys.blob(finding.sha256))
    return MENDED


async def _collect_arrived(desk: Desk, finding: FsckFinding) -> str:
    """Nothing goes back to an upload that has ended, so no lock is needed."""
    owner = keys.upload_in(finding.subject)
    if owner is None and not finding.subject.startswith(arrivals.PROBES):
        return NOT_OURS
    if owner is None or await _has_ended(desk, owner):
        await desk.store.delete(finding.subject)
    return MENDED


async def _has_ended(desk: Desk, owner: UUID) -> bool:
    async with desk.database.reading() as session:
        return await deeds.has_ended(session, owner)


async def _give_up(desk: Desk, finding: FsckFinding) -> str:
    key, upload = arrivals.parsed(finding.subject)
    async with desk.database.reading() as session:
        owned = await deeds.is_owned(session, upload)
    if not owned:
        await desk.store.abort(key, upload)
    return MENDED


async def _remake(desk: Desk, finding: FsckFinding) -> str:
    if finding.detail.startswith("upload"):
        return SENDER
    if finding.detail.startswith("original"):
        return BACKUP
    async with desk.database.reading() as session:
        kept = await deeds.is_kept(session, finding.sha256)
    if kept and finding.kind != DANGLING:
        return KEPT
    if await remaking.is_sound(desk, finding.sha256):
        return MENDED
    return await remaking.remake(desk, finding.sha256)


async def _push(desk: Desk, finding: FsckFinding) -> str:
    """What the worker's tick would have done."""
    del finding
    await ending.call_again(desk, at=clock.now())
    await ending.sweep(desk, at=clock.now())
    return MENDED


async def _backup(desk: Desk, finding: FsckFinding) -> str:
    del desk
    return SENDER if finding.detail.startswith("upload") else BACKUP


async def _nothing(desk: Desk, finding: FsckFinding) -> str:
    del desk, finding
    return NOT_OURS


MENDS: Mapping[str, Mend] = {
    ORPHAN: _collect,
    UNFINISHED: _give_up,
    DANGLING: _remake,
    WRONG_SIZE: _remake,
    WRONG_HASH: _remake,
    STUCK: _push,
    MISSING: _backup,
    FOREIGN: _nothing,
}
