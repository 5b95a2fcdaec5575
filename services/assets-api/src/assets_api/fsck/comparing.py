"""Bytes under the name of their hash: the listing beside the rows, both in one order.

No more is held at a time than a page of the bucket and a page of the database. A row
may be younger than the page it is compared with, so what seems to be missing is looked
at once more before it is said.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Mapping, Sequence

from assets_api.fsck import queries
from assets_api.fsck.findings import (
    DANGLING,
    FOREIGN,
    MISSING,
    ORPHAN,
    WRONG_HASH,
    WRONG_SIZE,
    Finding,
    Scope,
)
from assets_api.fsck.queries import Known
from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError
from assets_api.storage.listing import Listed
from assets_api.storage.store import Store
from assets_api.uploads.desk import Desk

PREFIX = "b/"
AT_ONCE = 8
HEX = "0123456789abcdef"


class UnsortedListingError(Exception):
    """This store does not list in the order of keys: ask it in smaller pieces."""


async def findings(desk: Desk, scope: Scope) -> AsyncGenerator[Finding]:
    last = ""
    async for page in _pages(desk.store, pieces=scope.pieces):
        named: dict[str, Listed] = {}
        end = last
        for one in page:
            scope.tally.objects += 1
            scope.tally.bytes += one.size
            sha256 = keys.hash_in(one.key)
            if not sha256:
                yield Finding(FOREIGN, one.key, bytes=one.size)
                continue
            if sha256 <= end:
                raise UnsortedListingError
            named[sha256], end = one, sha256
        if named:
            async for finding in _compared(desk, scope, named, (last, end)):
                yield finding
            last = end
    async for finding in _compared(desk, scope, {}, (last, None)):
        yield finding


async def _pages(store: Store, *, pieces: bool) -> AsyncGenerator[Sequence[Listed]]:
    if not pieces:
        page = await store.page(PREFIX, "")
        while page:
            # The store looks for the next page while this one is compared.
            following = asyncio.create_task(store.page(PREFIX, page[-1].key))
            try:
                yield page
                page = await following
            finally:
                following.cancel()
        return
    # 1/256 of the bucket at a time.
    for first in HEX:
        for second in HEX:
            yield await store.whole(f"{PREFIX}{first}{second}/")


async def _compared(
    desk: Desk,
    scope: Scope,
    named: Mapping[str, Listed],
    span: tuple[str, str | None],
) -> AsyncGenerator[Finding]:
    unowned = dict(named)
    start, end = span
    while True:
        async with desk.database.reading() as session:
            rows = await queries.known_after(session, start, end)
        pairs = [(row, unowned.pop(row.sha256, None)) for row in rows]
        for finding in await _judged(desk, scope, pairs):
            yield finding
        if len(rows) < queries.MOST:
            break
        start = rows[-1].sha256
    for sha256, one in unowned.items():
        if one.at > scope.settled:
            scope.tally.young += 1
        else:
            yield Finding(ORPHAN, one.key, sha256, one.size, "no-row")


async def _judged(
    desk: Desk, scope: Scope, pairs: Sequence[tuple[Known, Listed | None]]
) -> list[Finding]:
    found: list[Finding] = []
    doubtful: list[Known] = []
    deep: list[Known] = []
    for row, one in pairs:
        if not (row.original or row.derived):
            if row.pinned and one is None:
                continue
            if row.at > scope.settled:
                scope.tally.young += 1
            else:
                key = keys.blob(row.sha256)
                found.append(Finding(ORPHAN, key, row.sha256, row.bytes, "unused"))
        elif one is None or one.size != row.bytes:
            doubtful.append(row)
        elif row.suspect or scope.window.holds(row.sha256):
            deep.append(row)
    scope.tally.hashed += len(deep)
    gate = asyncio.Semaphore(AT_ONCE)
    looks = [_looked(desk.store, row, gate) for row in doubtful]
    looks += [_hashed(desk.store, row, gate) for row in deep]
    found += [one for one in await asyncio.gather(*looks) if one is not None]
    return found


async def _looked(store: Store, row: Known, gate: asyncio.Semaphore) -> Finding | None:
    key = keys.blob(row.sha256)
    async with gate:
        head = await store.head(key)
    if head is None:
        return _lost(row)
    if head.size != row.bytes:
        detail = _detail(row, f"{head.size} != {row.bytes}")
        return Finding(WRONG_SIZE, key, row.sha256, row.bytes, detail)
    return None


async def _hashed(store: Store, row: Known, gate: asyncio.Semaphore) -> Finding | None:
    key, running = keys.blob(row.sha256), hashlib.sha256()
    async with gate:
        try:
            async for chunk in store.stream(key):
                running.update(chunk)
        except ObjectMissingError:
            return _lost(row)
    if running.hexdigest() == row.sha256:
        return None
    detail = _detail(row, running.hexdigest())
    return Finding(WRONG_HASH, key, row.sha256, row.bytes, detail)


def _lost(row: Known) -> Finding:
    kind = MISSING if row.original else DANGLING
    return Finding(kind, keys.blob(row.sha256), row.sha256, row.bytes, _detail(row))


def _detail(row: Known, seen: str = "") -> str:
    whose = "original" if row.original else "rendition"
    return f"{whose} {seen}".strip()
