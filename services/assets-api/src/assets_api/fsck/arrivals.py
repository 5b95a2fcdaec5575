"""Uploads: what lies in quarantine, what was acknowledged, what stands still."""

from collections.abc import AsyncGenerator
from datetime import datetime
from uuid import UUID

from assets_api.fsck import queries
from assets_api.fsck.findings import (
    FOREIGN,
    MISSING,
    ORPHAN,
    STUCK,
    UNFINISHED,
    WRONG_SIZE,
    Finding,
    Scope,
)
from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError
from assets_api.storage.store import Store
from assets_api.uploads.desk import Desk
from assets_api.uploads.tables import OPEN, Upload

PREFIX, PROBES = "q/", "probe/"
OURS = frozenset({"b/", PREFIX, PROBES, ".doctor"})
NOBODY = UUID(int=0)


async def findings(
    desk: Desk, scope: Scope, *, at: datetime
) -> AsyncGenerator[Finding]:
    for look in (_quarantined, _probes, _unfinished, _acknowledged):
        async for finding in look(desk, scope):
            yield finding
    async with desk.database.reading() as session:
        stuck = await queries.stuck(session, at=at)
    for ident, state, size in stuck:
        yield Finding(STUCK, f"upload:{ident}", bytes=size, detail=state)
    for top in await desk.store.tops():
        if top not in OURS:
            yield Finding(FOREIGN, top)


async def _quarantined(desk: Desk, scope: Scope) -> AsyncGenerator[Finding]:
    """An object of an upload under way is never a finding, whatever its name."""
    after = ""
    while page := await desk.store.page(PREFIX, after):
        after = page[-1].key
        owners = {one.key: keys.upload_in(one.key) for one in page}
        async with desk.database.reading() as session:
            known = await queries.uploads(session, filter(None, owners.values()))
        for one in page:
            scope.tally.objects += 1
            scope.tally.bytes += one.size
            owner = owners[one.key]
            if owner is None:
                yield Finding(FOREIGN, one.key, bytes=one.size)
                continue
            state, to_purge = known.get(owner, ("", False))
            if state in queries.UNDECIDED or to_purge:
                continue
            if one.at > scope.settled:
                scope.tally.young += 1
            else:
                yield Finding(ORPHAN, one.key, bytes=one.size, detail=state or "no-row")


async def _probes(desk: Desk, scope: Scope) -> AsyncGenerator[Finding]:
    after = ""
    while page := await desk.store.page(PROBES, after):
        after = page[-1].key
        for one in page:
            if one.at <= scope.settled:
                yield Finding(ORPHAN, one.key, bytes=one.size, detail="probe")


async def _unfinished(desk: Desk, scope: Scope) -> AsyncGenerator[Finding]:
    last = None
    while page := await desk.store.unfinished(last):
        last = page[-1]
        async with desk.database.reading() as session:
            owned = await queries.owned_sessions(session, (one.upload for one in page))
        for one in page:
            if one.upload not in owned and one.at <= scope.settled:
                yield Finding(UNFINISHED, named(one.key, one.upload))


def named(key: str, upload: str) -> str:
    return f"{key}?uploadId={upload}"


def parsed(subject: str) -> tuple[str, str]:
    key, _, upload = subject.partition("?uploadId=")
    return key, upload


async def _acknowledged(desk: Desk, scope: Scope) -> AsyncGenerator[Finding]:
    """What a sender was told to be safe is there: each tail, part or whole."""
    del scope
    after = NOBODY
    while True:
        async with desk.database.reading() as session:
            page = await queries.under_way(session, after)
        for upload in page:
            finding = await _looked(desk, upload)
            if finding is not None and await _still(desk, upload):
                yield finding
            after = upload.id
        if not page:
            return


async def _still(desk: Desk, upload: Upload) -> bool:
    """It may have gone on while we looked; then nothing is lost."""
    async with desk.database.reading() as session:
        now = await queries.upload(session, upload.id)
    return now is not None and (now.fence, now.received, now.state) == (
        upload.fence,
        upload.received,
        upload.state,
    )


async def _looked(desk: Desk, upload: Upload) -> Finding | None:
    if upload.state not in OPEN:
        key = keys.arriving(upload.id)
        whole = await desk.store.head(key)
        if whole is not None and whole.size != upload.size:
            return Finding(WRONG_SIZE, key, bytes=upload.size, detail="upload")
        if whole is not None:
            return None
    elif upload.tail_key:
        tail = await desk.store.head(upload.tail_key)
        if tail is None or tail.size != upload.tail_bytes:
            kind = MISSING if tail is None else WRONG_SIZE
            size = upload.tail_bytes
            return Finding(kind, upload.tail_key, bytes=size, detail="upload")
    return await _lost_part(desk, desk.store, upload)


async def _lost_part(desk: Desk, store: Store, upload: Upload) -> Finding | None:
    async with desk.database.reading() as session:
        wanted = await queries.parts_of(session, upload.id)
    key = keys.arriving(upload.id)
    if not wanted and upload.state not in OPEN:
        # Sent straight to the store, or out of a bundle: it never had parts here.
        return Finding(MISSING, key, bytes=upload.size, detail="upload")
    if not wanted:
        return None
    try:
        there = await store.parts(key, upload.s3_upload_id)
    except ObjectMissingError:
        there = {}
    lost = {number for number, etag in wanted.items() if there.get(number) != etag}
    if not lost or (upload.state not in OPEN and await store.head(key) is not None):
        # A worker has joined them meanwhile.
        return None
    subject = named(key, upload.s3_upload_id)
    size = len(lost) * upload.part_size
    return Finding(MISSING, subject, bytes=size, detail=f"upload {len(lost)} parts")
