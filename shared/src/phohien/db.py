"""Engine and sessions, the same for every service."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import NewType, Self

from sqlalchemy import MetaData, QueuePool, text
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from phohien import urls

ReadSession = NewType("ReadSession", AsyncSession)
WriteSession = NewType("WriteSession", ReadSession)

NAMING_CONVENTION = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


def metadata_of(schema: str) -> MetaData:
    """A service's own metadata: one PostgreSQL schema, PostgreSQL's own names."""
    return MetaData(schema=schema, naming_convention=NAMING_CONVENTION)


class Database:
    """Hands out the two kinds of session there are: one reads, one writes."""

    def __init__(self, bind: AsyncEngine | AsyncConnection) -> None:
        self._bind = bind
        self._sessions = async_sessionmaker(
            bind,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        )

    @classmethod
    @asynccontextmanager
    async def connect(
        cls, url: str, *, application_name: str, pool_size: int = 8
    ) -> AsyncGenerator[Self]:
        engine = create_async_engine(
            urls.normal(url),
            connect_args={"application_name": application_name, "connect_timeout": 5},
            pool_pre_ping=True,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=10,
            hide_parameters=True,  # an error that is logged repeats no text
        )
        try:
            yield cls(engine)
        finally:
            await engine.dispose()

    def connections(self) -> tuple[int, int, int]:
        """How many are in use, how many stand open unused, how many there may be."""
        pool = self._bind.pool if isinstance(self._bind, AsyncEngine) else None
        if not isinstance(pool, QueuePool):
            return 0, 0, 0
        return pool.checkedout(), pool.checkedin(), pool.size() * 2

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[ReadSession]:
        """PostgreSQL itself refuses a write made through this session."""
        async with self._sessions.begin() as session:
            await session.execute(text("SET TRANSACTION READ ONLY"))
            yield ReadSession(session)

    @asynccontextmanager
    async def snapshot(self) -> AsyncGenerator[ReadSession]:
        """Read-only, and every statement sees the same moment."""
        async with self._sessions.begin() as session:
            await session.execute(
                text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            )
            yield ReadSession(session)

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[WriteSession]:
        """One transaction: commits when the block ends, rolls back if it raises."""
        async with self._sessions.begin() as session:
            yield WriteSession(ReadSession(session))
