"""Waiting for the next line, telling lines as they come, and the roots."""

import asyncio
from collections.abc import AsyncGenerator
from time import monotonic

from content_api.feeds.stream import queries
from content_api.feeds.stream.bell import Bell
from content_api.feeds.stream.schemas import Root
from content_api.public.pool import PublicPool
from content_api.public.service import Page, list_changes
from phohien.errors import UnavailableError

BATCH = 200
HEARTBEAT = 15.0
# A stream ends now and then: the reader comes back by itself, to whatever process is
# there then, and one that nobody reads any more does not stay for ever.
LIFETIME = 900.0
ROOT_SECONDS = 1.0
MOST_ROOTS = 100


async def await_changes(
    pool: PublicPool, bell: Bell, since: int, *, limit: int, wait: float
) -> Page:
    """Lines after `since`; when there is none yet, the first to come within `wait`."""
    end = monotonic() + wait
    with bell.place():
        while True:
            ring = bell.next_ring()
            page = await list_changes(pool, since, limit=limit)
            left = end - monotonic()
            if page.told or left <= 0:
                return page
            # Nobody has a line of the future: there is nothing to wait for.
            if since > await queries.last_seq(pool):
                return page
            await bell.wait(ring, left)


async def tell(
    pool: PublicPool, bell: Bell, since: int, *, lifetime: float = LIFETIME
) -> AsyncGenerator[str]:
    """Server-sent events, one a line, from after `since` for some time."""
    end, quiet_since = monotonic() + lifetime, monotonic()
    with bell.place():
        yield "retry: 3000\n\n"
        while monotonic() < end:
            ring = bell.next_ring()
            try:
                lines = await queries.lines_after(pool, since, rows=BATCH)
            except UnavailableError:
                # The reader comes back with the last id it has.
                return
            if lines:
                yield "".join(_event(line) for line in lines)
                since, quiet_since = lines[-1].seq, monotonic()
                continue
            if monotonic() - quiet_since >= HEARTBEAT:
                yield ": nothing new\n\n"
                quiet_since = monotonic()
            await bell.wait(ring, min(HEARTBEAT, max(0.0, end - monotonic())))


def _event(line: queries.Line) -> str:
    return (
        f'id: {line.seq}\nevent: change\ndata: {line.line[:-1]},"prev_hash":'
        f'"{line.prev_hash.hex()}","hash":"{line.hash.hex()}"}}\n\n'
    )


class Roots:
    """Roots are dear to compute, so one may be a second old: it says its `seq`."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Root]] = {}
        self._computing = asyncio.Lock()

    async def of(self, pool: PublicPool, lang: str) -> Root:
        async with self._computing:
            known = self._known.get(lang)
            if known is not None and monotonic() - known[0] < ROOT_SECONDS:
                return known[1]
            row = await queries.root_of(pool, lang)
            root = Root(
                locale=lang,
                seq=row.seq,
                chain=row.chain.hex(),
                documents=row.documents,
                hashes_digest=row.hashes.hex(),
                etags_digest=row.etags.hex(),
            )
            if len(self._known) >= MOST_ROOTS:
                self._known.clear()
            self._known[lang] = (monotonic(), root)
            return root
