"""When a target was planned, and how much of the source was read then."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from asean_sync.planning.tables import SourceReading
from asean_sync.targets.tables import Target
from phohien.db import ReadSession, WriteSession


async def note_planned(
    session: WriteSession, target_code: str, *, seq: int, at: datetime
) -> None:
    await session.execute(
        update(Target)
        .where(Target.code == target_code)
        .values(
            planned_seq=func.greatest(Target.planned_seq, seq),
            planned_at=at,
            plan_wanted=False,
        )
    )


async def last_reading(session: ReadSession, target_code: str) -> int:
    found = await session.scalar(
        select(SourceReading.documents).where(SourceReading.target_code == target_code)
    )
    return found or 0


async def rendered_at(session: ReadSession, target_code: str) -> datetime | None:
    return await session.scalar(
        select(SourceReading.rendered_at).where(
            SourceReading.target_code == target_code
        )
    )


async def note_reading(
    session: WriteSession, target_code: str, values: Mapping[str, Any]
) -> None:
    await session.execute(
        upsert(SourceReading)
        .values(target_code=target_code, **values)
        .on_conflict_do_update(index_elements=["target_code"], set_=values)
    )


async def planned_seq(session: ReadSession, target_code: str) -> int:
    found = await session.scalar(
        select(Target.planned_seq).where(Target.code == target_code)
    )
    return found or 0
