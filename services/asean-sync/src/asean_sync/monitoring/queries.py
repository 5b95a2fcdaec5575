"""What workers counted is added up; what the evidence showed is kept."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from asean_sync.monitoring.tables import Count
from asean_sync.targets.tables import Target
from phohien.db import WriteSession


async def add(
    session: WriteSession,
    target_code: str,
    counts: Mapping[tuple[str, tuple[str, ...]], float],
) -> None:
    """In the order of their names, so that two workers never wait crosswise."""
    if not counts:
        return
    statement = insert(Count)
    rows = [
        {"name": name, "target_code": target_code, "labels": list(labels), "value": by}
        for (name, labels), by in sorted(counts.items())
    ]
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Count.name, Count.target_code, Count.labels],
            set_={"value": Count.value + statement.excluded.value},
        ),
        rows,
    )


async def note_certificate(
    session: WriteSession, target_code: str, until: datetime
) -> None:
    await session.execute(
        update(Target)
        .where(
            Target.code == target_code, Target.certificate_until.is_distinct_from(until)
        )
        .values(certificate_until=until)
    )


async def note_chain(
    session: WriteSession, target_code: str, broken: str | None, at: datetime
) -> None:
    await session.execute(
        update(Target)
        .where(Target.code == target_code)
        .values(chain_broken=broken, chain_checked_at=at)
    )
