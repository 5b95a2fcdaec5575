"""Connections of the role that may only read what is released.

Every public read is one statement, so there is no transaction to open and close: the
connections are in autocommit, read-only, with statements prepared once.
"""

import hashlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, Self

from psycopg import AsyncConnection, OperationalError
from psycopg.errors import QueryCanceled
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from content_api.public.errors import database_unreachable, query_too_slow
from phohien import urls

STATEMENT_SECONDS = 3
POOL_SECONDS = 5.0
SESSION = (
    f"-c statement_timeout={STATEMENT_SECONDS}s "
    "-c default_transaction_read_only=on -c jit=off"
)

Row = tuple[Any, ...]


class PublicPool:
    """Answers one statement at a time, and outlives a restart of the database."""

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Row]], secret: bytes
    ) -> None:
        self._pool = pool
        # What cursors are sealed with: the same in every process of an installation.
        self.secret = secret
        self._remembered: dict[str, tuple[float, list[Row]]] = {}

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str, *, size: int = 8) -> AsyncGenerator[Self]:
        pool = AsyncConnectionPool(
            urls.libpq(url),
            kwargs={
                "autocommit": True,
                "prepare_threshold": 0,
                "application_name": "content-api public",
                "connect_timeout": 5,
                "options": SESSION,
            },
            min_size=1,
            max_size=size,
            timeout=POOL_SECONDS,
            open=False,
        )
        await pool.open()
        try:
            yield cls(pool, hashlib.sha256(url.encode()).digest())
        finally:
            await pool.close()

    async def rows(self, statement: str, values: Mapping[str, Any]) -> list[Row]:
        """Raises what a reader is told: too slow, or no database."""
        try:
            try:
                return await self._rows(statement, values)
            except (QueryCanceled, PoolTimeout):
                raise
            except OperationalError:
                # The server went away under the pool. A read may be asked again.
                await self._pool.check()
                return await self._rows(statement, values)
        except QueryCanceled as exc:
            raise query_too_slow() from exc
        except OperationalError as exc:
            raise database_unreachable() from exc

    async def remembered(self, statement: str, *, seconds: float) -> list[Row]:
        """An answer at most `seconds` old."""
        known = self._remembered.get(statement)
        if known is not None and monotonic() - known[0] < seconds:
            return known[1]
        found = await self.rows(statement, {})
        self._remembered[statement] = (monotonic(), found)
        return found

    def forget(self) -> None:
        """Something was released or withdrawn: no answer is remembered any longer."""
        self._remembered.clear()

    async def _rows(self, statement: str, values: Mapping[str, Any]) -> list[Row]:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(statement.encode(), values)
            return await cursor.fetchall()
