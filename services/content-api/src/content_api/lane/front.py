"""What one process answers by itself, and what it costs a caller."""

import asyncio
from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from content_api.deprecation.endings import Endings
from content_api.feeds.stream.bell import Bell
from content_api.lane.kept.entries import Entry
from content_api.lane.kept.shelf import Shelf
from content_api.lane.kept.told import last_told
from content_api.lane.kept.watch import Watch
from content_api.lane.limits import Limit, address
from content_api.lane.plans import Plan, Plans
from content_api.public.answers import KEEP, STALE
from content_api.public.pool import PublicPool
from content_api.public.reads import CHANGES, Moved
from content_api.search.finder import Finder
from content_api.settings import Settings
from phohien import clock
from phohien.auth import Door
from phohien.metrics import Requests
from phohien.serving.request_lines import RequestLines

MEBIBYTE = 1024 * 1024
RELOAD = b"no-cache"
# From here to its end an answer says another max-age every second.
LAST_MINUTES = timedelta(seconds=KEEP + STALE)


@dataclass(slots=True)
class Counts:
    """Since the process began."""

    kept: int = 0
    computed: int = 0
    not_modified: int = 0
    limited: int = 0
    passed_on: int = 0


class Front:
    """The state of the lane in one process; without `open` everything passes by."""

    def __init__(self, settings: Settings, finder: Finder) -> None:
        self.plans = Plans(finder)
        self.shelf = Shelf(settings.cache_mib * MEBIBYTE)
        self.addresses = Limit("address", settings.address_requests_a_minute)
        self.keys = Limit("key", settings.key_requests_a_minute)
        self.lines = RequestLines(wanted=settings.log_level in {"DEBUG", "INFO"})
        self.counts = Counts()
        self.requests = Requests()
        # What ends is answered by the routes, with its notice.
        self.endings = Endings(())
        self.watch: Watch | None = None
        self._wanted = settings.fast_lane
        self._pool: PublicPool | None = None
        self._door: Door | None = None
        self._flights: dict[Hashable, tuple[int, asyncio.Future[Entry]]] = {}

    @asynccontextmanager
    async def open(
        self, pool: PublicPool, bell: Bell, door: Door
    ) -> AsyncGenerator[None]:
        if not self._wanted:
            yield
            return
        async with Watch.keep(pool, bell, self.shelf) as watch:
            self.watch, self._pool, self._door = watch, pool, door
            try:
                yield
            finally:
                self.watch = None
                self.lines.write()

    def caller(self, headers: dict[bytes, bytes], host: str) -> tuple[Limit, str, bool]:
        """Whose quota it is, and whether that is all there is to know of the caller."""
        given = headers.get(b"authorization")
        if given is not None:
            scheme, _, token = given.decode("latin-1").partition(" ")
            if scheme.lower() == "bearer" and self._door is not None:
                known = self._door.recall(token.strip())
                if known is not None and known.id is not None:
                    return self.keys, str(known.id), True
            return self.addresses, address(host), False
        return self.addresses, address(host), b"cookie" not in headers

    def kept(self, plan: Plan, given: dict[bytes, bytes]) -> Entry | None:
        """From the shelf, while the shelf counts and the caller takes it from there."""
        if self.watch is None or not self.watch.counts:
            return None
        if RELOAD in given.get(b"cache-control", b""):
            return None
        found = self.shelf.get(plan.key)
        if found is None or found.until < monotonic():
            return None
        self.counts.kept += 1
        return found

    def body(self, plan: Plan, entry: Entry, *, gzip: bool) -> bytes:
        """As it leaves; on the shelf a body weighs more once it is compressed."""
        before = entry.weight
        body = entry.bytes_in(gzip=gzip)
        if entry.weight != before:
            self.shelf.weigh_again(plan.key, entry, before)
        return body

    async def computed(self, plan: Plan, given: dict[bytes, bytes]) -> Entry | None:
        """From the database, once for all who ask at the time; None for a redirect."""
        if RELOAD in given.get(b"cache-control", b""):
            return await self._fly(plan)
        assert self.watch is not None  # noqa: S101 -- the dispatcher looked
        flight = self._flights.get(plan.key)
        if flight is not None and flight[0] == self.watch.stamp and self.watch.fresh:
            try:
                return await asyncio.shield(flight[1])
            except asyncio.CancelledError:
                if not flight[1].cancelled():
                    raise
        return await self._fly(plan)

    async def _fly(self, plan: Plan) -> Entry | None:
        """Takes off; the first to answer lands for all who boarded."""
        assert self.watch is not None and self._pool is not None  # noqa: S101, PT018 -- as above
        self.counts.computed += 1
        stamp, fresh = self.watch.stamp, self.watch.fresh
        at, began = clock.now(), monotonic()
        landed: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        self._flights[plan.key] = (stamp, landed)
        try:
            read = await plan.work(self._pool, at)
            if isinstance(read, Moved):
                return None
            if plan.route == CHANGES:
                await self.watch.reach(last_told(read.done.body))
            entry = Entry(read)
            landed.set_result(entry)
        finally:
            if self._flights.get(plan.key) == (stamp, landed):
                del self._flights[plan.key]
            # Whoever waited for a failure asks by himself.
            landed.cancel()
        if read.ends is not None:
            entry.until = began + (read.ends - at - LAST_MINUTES).total_seconds()
        if fresh and self.watch.fresh and self.watch.stamp == stamp:
            self.shelf.put(plan.key, entry)
        return entry
