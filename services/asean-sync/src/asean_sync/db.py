"""The declarative base of this service, and the schema it owns."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, DateTime, Text, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase

from asean_sync.settings import Settings
from phohien.db import Database, metadata_of

SCHEMA = "sync"


class Base(DeclarativeBase):
    metadata = metadata_of(SCHEMA)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        int: BigInteger,
        datetime: DateTime(timezone=True),
        UUID: Uuid,
        dict[str, Any]: JSONB,
        list[str]: ARRAY(Text),
    }


def from_now(seconds: float) -> ColumnElement[Any]:
    """By the database's clock."""
    return func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)


@asynccontextmanager
async def connected(settings: Settings) -> AsyncGenerator[Database]:
    """For one command of an operator."""
    async with Database.connect(
        settings.sync_database_url, application_name="asean-sync command", pool_size=16
    ) as database:
        yield database
