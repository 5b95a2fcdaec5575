"""Raw connections of the public role; the last one back is the first one out.

Every public read is one statement, so a connection has nothing to reset between two
readers: autocommit, read-only, statements prepared once on each connection.
"""

import asyncio
import hashlib
import json
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, cast

import asyncpg

from content_api.lane.database.questions import (
    Convert,
    as_json,
    converts_for,
    numbered,
)
from content_api.public.errors import database_unreachable, query_too_slow
from content_api.public.pool import PublicPool, Row
from phohien import urls

STATEMENT_SECONDS = 3
# How long a reader waits for a connection; a restart of the database is shorter.
POOL_SECONDS = 5.0
CONNECT_SECONDS = 5.0
RETRY_SECONDS = 0.1
SESSION = {
    "application_name": "content-api public",
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "default_transaction_read_only": "on",
    "jit": "off",
}
MOST_PREPARED = 256
# The server ends the connection, or this plan: a read may be asked again.
ENDED = (
    OSError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidCachedStatementError,
    # The server's last words were read, the end of the connection not yet.
    asyncpg.InternalClientError,
)
NOT_YET = (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError)


class LostError(Exception):
    """The connection is gone."""


class Connection:
    """One connection, and what was prepared on it."""

    __slots__ = ("_prepared", "raw")

    def __init__(self, raw: "asyncpg.Connection[asyncpg.Record]") -> None:
        self.raw = raw
        self._prepared: dict[str, tuple[Any, list[tuple[str, Convert | None]]]] = {}

    async def rows(self, statement: str, values: Mapping[str, Any]) -> list[Row]:
        try:
            known = self._prepared.get(statement)
            if known is None:
                known = await self._prepare(statement)
            ask, wants = known
            given = [
                values[name] if convert is None else convert(values[name])
                for name, convert in wants
            ]
            return cast("list[Row]", await ask(*given))
        except asyncpg.QueryCanceledError:
            raise
        except ENDED as exc:
            raise LostError from exc
        except asyncpg.InterfaceError as exc:
            if self.raw.is_closed():
                raise LostError from exc
            raise

    async def _prepare(
        self, statement: str
    ) -> tuple[Any, list[tuple[str, Convert | None]]]:
        text, names = numbered(statement)
        if len(self._prepared) >= MOST_PREPARED:
            self._prepared.clear()
        prepared = await self.raw.prepare(text)
        types = [each.name for each in prepared.get_parameters()]
        wants = list(zip(names, converts_for(types), strict=True))
        self._prepared[statement] = known = (prepared.fetch, wants)
        return known


class Connections:
    """At most `size`; they outlive a restart of the database."""

    def __init__(self, url: str, size: int) -> None:
        dsn = urls.normal(url).set(drivername="postgresql")
        self._dsn = dsn.render_as_string(hide_password=False)
        self._size, self._open = size, 0
        self._free: list[Connection] = []
        self._waiting: deque[asyncio.Future[Connection | None]] = deque()
        self._ended = False

    @classmethod
    @asynccontextmanager
    async def keep(cls, url: str, *, size: int = 8) -> AsyncGenerator[PublicPool]:
        connections = cls(url, size)
        try:
            secret = hashlib.sha256(url.encode()).digest()
            yield PublicPool(connections.rows, secret, connections.count)
        finally:
            await connections.close()

    async def rows(self, statement: str, values: Mapping[str, Any]) -> list[Row]:
        """Raises what a reader is told: too slow, or no database."""
        try:
            try:
                return await self._rows(statement, values)
            except LostError:
                self._drop_free()
                return await self._rows(statement, values)
        except asyncpg.QueryCanceledError as exc:
            raise query_too_slow() from exc
        except (LostError, TimeoutError) as exc:
            raise database_unreachable() from exc

    def count(self) -> tuple[int, int, int]:
        """How many are in use, how many stand open unused, how many there may be."""
        free = len(self._free)
        return self._open - free, free, self._size

    async def close(self) -> None:
        self._ended = True
        free, self._free = self._free, []
        for connection in free:
            connection.raw.terminate()

    async def _rows(self, statement: str, values: Mapping[str, Any]) -> list[Row]:
        connection = self._free.pop() if self._free else await self._take()
        try:
            return await connection.rows(statement, values)
        except LostError:
            connection.raw.terminate()
            raise
        finally:
            self._give_back(connection)

    async def _take(self) -> Connection:
        """Raises LostError, or TimeoutError when there is none in time."""
        while self._open >= self._size:
            connection = await self._wait()
            if connection is not None:
                return connection
            if self._free:
                return self._free.pop()
        self._open += 1
        try:
            return await self._connect(until=monotonic() + POOL_SECONDS)
        except BaseException:
            self._open -= 1
            self._offer(None)
            raise

    async def _wait(self) -> Connection | None:
        """The next connection that is given back; None: there is room for a new one."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Connection | None] = loop.create_future()
        # asyncio.timeout would cost more than the wait.
        timer = loop.call_later(POOL_SECONDS, _give_up, waiter)
        self._waiting.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and not waiter.exception():
                given = waiter.result()
                if given is None:
                    self._offer(None)
                else:
                    self._give_back(given)
            raise
        finally:
            timer.cancel()

    def _give_back(self, connection: Connection) -> None:
        if self._ended:
            connection.raw.terminate()
        if connection.raw.is_closed():
            self._open -= 1
            self._offer(None)
        elif not self._offer(connection):
            self._free.append(connection)

    def _offer(self, connection: Connection | None) -> bool:
        """To the first who still waits."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(connection)
                return True
        return False

    def _drop_free(self) -> None:
        """One was lost, so the others may be: each shows by being asked."""
        free, self._free = self._free, []
        for connection in free:
            connection.raw.terminate()
            self._give_back(connection)

    async def _connect(self, *, until: float) -> Connection:
        while True:
            try:
                return await self._connected()
            except NOT_YET as exc:
                if monotonic() + RETRY_SECONDS >= until:
                    raise LostError from exc
            except (asyncpg.PostgresError, asyncpg.InterfaceError) as exc:
                raise LostError from exc
            await asyncio.sleep(RETRY_SECONDS)

    async def _connected(self) -> Connection:
        raw = await asyncpg.connect(
            self._dsn, timeout=CONNECT_SECONDS, server_settings=SESSION
        )
        try:
            for name in ("json", "jsonb"):
                await raw.set_type_codec(
                    name, schema="pg_catalog", encoder=as_json, decoder=json.loads
                )
        except BaseException:
            raw.terminate()
            raise
        return Connection(raw)


def _give_up(waiter: asyncio.Future[Any]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())
