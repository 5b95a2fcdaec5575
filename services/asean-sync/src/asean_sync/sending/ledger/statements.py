"""The statements that write many leased rows at once."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import JSONB

from asean_sync.objects.tables import Object
from asean_sync.stops.tables import halts
from phohien.db import WriteSession

# Whole rows as they are, without the bookkeeping of an ORM.
_TABLE = cast("Table", Object.__table__)
OBJECT = _TABLE.c
# What a worker may move: all of it is written, so that one statement fits every row.
MOVED = (
    *("state", "observed", "observed_generation", "observed_hash"),
    *("remote_id", "remote_url", "remote_fingerprint", "read_back_hash"),
    *("verified_at", "attempts", "verify_failures", "claims_without_result"),
    *("not_before", "in_doubt_since", "last_verdict", "last_error", "hold_reason"),
    *("ticket", "lease_owner", "lease_until", "evidence_key"),
)
_BOUND = {
    name: bindparam(f"new_{name}", type_=OBJECT[name].type)
    for name in MOVED
    if name != "ticket"
}
_WRITE = (
    update(_TABLE)
    .where(OBJECT.id == bindparam("its_id"), OBJECT.fence == bindparam("its_fence"))
    .values(
        **_BOUND,
        ticket=bindparam("new_ticket", type_=JSONB(none_as_null=True)),
        updated_at=func.clock_timestamp(),
    )
)


async def locked(
    session: WriteSession, ids: Collection[UUID], *, wait: bool
) -> Sequence[Row[Any]]:
    """With the database's time, and whether a stop keeps them back.

    Without `wait` rows others hold are left out.
    """
    rows = await session.execute(
        select(
            _TABLE,
            func.clock_timestamp().label("now"),
            halts(Object).label("halted"),
        )
        .where(OBJECT.id.in_(list(ids)))
        .order_by(OBJECT.id)
        .with_for_update(of=Object, skip_locked=not wait)
    )
    return rows.all()


async def write(session: WriteSession, rows: Iterable[tuple[Any, Any]]) -> None:
    """Each row as it was locked, and as it is to be."""
    values = [
        {"its_id": before.id, "its_fence": before.fence}
        | {f"new_{name}": getattr(after, name) for name in MOVED}
        for before, after in rows
    ]
    if values:
        connection = await session.connection()
        await connection.execute(_WRITE, values)
