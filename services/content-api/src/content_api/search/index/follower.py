"""The reader of the change log that keeps the index: one in an installation's worker.

The log is the truth. Whatever happens here, the index in the folder is always one that
was true at the line it names; whoever reads it knows that line.
"""

import asyncio
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TypeVar

import structlog
from psycopg import AsyncConnection

from content_api.feeds.stream.bell import Bell
from content_api.feeds.stream.rounds import Rounds
from content_api.search.index import layout, queries
from content_api.search.index.places import Gazetteer
from content_api.search.index.standing import Standing
from content_api.search.index.writing import Writing
from phohien import urls

log = structlog.get_logger()
T = TypeVar("T")
LINES_AT_ONCE = 1000
LOOK_ANYWAY = 10.0
AFTER_TROUBLE = 2.0
# Names of places change by a decree; they are read again this often.
PLACES_SECONDS = 60.0


class Follower:
    """Brings the index to the end of the log, and keeps it there."""

    def __init__(self, url: str, where: Path) -> None:
        self._url = urls.libpq(url)
        self._where, self._folder = where, layout.folder_in(where)
        self._thread = ThreadPoolExecutor(1, "search-index")
        self._writing: Writing | None = None
        self._standing: Standing | None = None
        self._gazetteer: Gazetteer | None = None
        self._places_read = 0.0

    async def run(self, bell: Bell) -> None:
        """Until it is cancelled; nothing it meets ends it."""
        while True:
            try:
                async with await self._connected() as connection:
                    rounds = Rounds(bell)
                    while True:
                        rounds.begin()
                        await self.catch_up(connection)
                        await rounds.wait(LOOK_ANYWAY)
            except BlockingIOError:
                # Another worker keeps the index; this one stands by.
                await asyncio.sleep(LOOK_ANYWAY)
            except Exception:
                log.exception("search_index_waits")
                await asyncio.sleep(AFTER_TROUBLE)
            finally:
                await self._let_go()

    async def follow_once(self) -> None:
        """To the end of the log, and done."""
        try:
            async with await self._connected() as connection:
                await self.catch_up(connection)
        finally:
            await self._let_go()

    async def catch_up(self, connection: AsyncConnection) -> None:
        writing = await self._open()
        gazetteer = await self._places(connection)
        standing = self._standing
        state = await queries.state(connection, standing.seq if standing else 0)
        wanted = self.wish_in(self._where)
        if (
            standing is None
            or wanted.exists()
            or not _same_log(standing, state, gazetteer)
        ):
            standing = await self._build(connection, writing, gazetteer, state.end)
            wanted.unlink(missing_ok=True)
        while lines := await queries.lines_after(
            connection, standing.seq, rows=LINES_AT_ONCE
        ):
            standing = await self._apply(connection, writing, gazetteer, lines)

    @staticmethod
    def wish_in(where: Path) -> Path:
        """A file that asks whoever keeps the index to make it anew."""
        return where / "rebuild"

    async def rebuild(self) -> None:
        """From nothing; readers keep the old one until it is done."""
        self._where.mkdir(parents=True, exist_ok=True)
        self.wish_in(self._where).touch()
        await self.follow_once()

    async def _build(
        self,
        connection: AsyncConnection,
        writing: Writing,
        gazetteer: Gazetteer,
        end: int,
    ) -> Standing:
        """What changes meanwhile has a line behind `end`, and is followed later."""
        began, count = monotonic(), 0
        hashed = (await queries.state(connection, end)).hash
        if hashed is None:
            # The last line is hidden for a moment more, or there is none at all.
            end = 0
        await self._blocking(writing.clear)
        async for rows in queries.documents(connection):
            await self._blocking(partial(writing.add, rows, gazetteer))
            count += len(rows)
        standing = Standing(end, hashed, gazetteer.digest)
        await self._save(writing, standing)
        for folder in layout.others_in(self._where):
            shutil.rmtree(folder, ignore_errors=True)
        seconds = round(monotonic() - began, 1)
        log.info("search_index_built", documents=count, seconds=seconds, seq=end)
        return standing

    async def _apply(
        self,
        connection: AsyncConnection,
        writing: Writing,
        gazetteer: Gazetteer,
        lines: list[queries.Line],
    ) -> Standing:
        names = list(dict.fromkeys((line.key, line.lang) for line in lines))
        rows = await queries.documents_named(connection, names)

        def replace() -> None:
            writing.remove(names)
            writing.add(rows, gazetteer)

        await self._blocking(replace)
        standing = Standing(lines[-1].seq, lines[-1].hash, gazetteer.digest)
        await self._save(writing, standing)
        return standing

    async def _save(self, writing: Writing, standing: Standing) -> None:
        await self._blocking(lambda: writing.save(standing))
        self._standing = standing

    async def _open(self) -> Writing:
        if self._writing is None:
            writing = await self._blocking(lambda: Writing(self._folder))
            self._standing = await self._blocking(writing.standing)
            self._writing = writing
        return self._writing

    async def _let_go(self) -> None:
        """The lock too, so that somebody else may write; nothing is half done."""
        writing, self._writing, self._standing = self._writing, None, None
        if writing is not None:
            await self._blocking(writing.close)

    async def _places(self, connection: AsyncConnection) -> Gazetteer:
        now = monotonic()
        if self._gazetteer is None or now - self._places_read > PLACES_SECONDS:
            self._gazetteer = await queries.gazetteer(connection)
            self._places_read = now
        return self._gazetteer

    async def _connected(self) -> AsyncConnection:
        return await AsyncConnection.connect(
            self._url,
            autocommit=True,
            application_name="content-api search",
            connect_timeout=5,
        )

    async def _blocking(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, work)


def _same_log(standing: Standing, state: queries.State, gazetteer: Gazetteer) -> bool:
    """Not so after a restore, on another database, or when places got other names."""
    return (
        standing.seq <= state.end
        and standing.hash == state.hash
        and standing.gazetteer == gazetteer.digest
    )
