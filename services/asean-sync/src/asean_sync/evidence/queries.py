"""Every statement that touches the evidence."""

from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    RowMapping,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import aliased

from asean_sync.evidence.chain import FIRST
from asean_sync.evidence.tables import Attempt, AttemptResult
from asean_sync.objects.tables import Object, Payload
from phohien.db import ReadSession, WriteSession

TABLES = {"attempt": Attempt, "attempt_result": AttemptResult}
# What a receipt shows of a result, beside the digest of what was read back.
ANSWERED = (
    *("verdict", "why", "http_status", "response_headers", "response_body"),
    *("remote_id", "remote_url", "differing", "finished_at"),
)


async def lock_chain(session: WriteSession, target_code: str) -> None:
    """For the rest of the transaction; taken last, and never over the wire."""
    key = func.hashtextextended(literal("sync.evidence:").concat(target_code), 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def head(session: ReadSession, target_code: str) -> tuple[int, str]:
    """The last link of the target's chain: its number and hash, 0 and none at first."""
    ends = union_all(
        *(
            select(table.chain_seq, table.hash)
            .where(table.target_code == target_code)
            .order_by(table.chain_seq.desc())
            .limit(1)
            .subquery()
            .select()
            for table in (Attempt, AttemptResult)
        )
    ).subquery()
    row = (
        await session.execute(select(ends).order_by(ends.c.chain_seq.desc()).limit(1))
    ).first()
    return (0, FIRST) if row is None else (row[0], row[1])


async def add(session: WriteSession, kind: str, rows: list[dict[str, Any]]) -> None:
    """In this order, in one go."""
    if rows:
        connection = await session.connection()
        await connection.execute(insert(cast("Table", TABLES[kind].__table__)), rows)


async def links(
    session: ReadSession, target_code: str, kind: str, after: int, limit: int
) -> Sequence[RowMapping]:
    table = TABLES[kind].__table__
    rows = await session.execute(
        select(table)
        .where(table.c.target_code == target_code, table.c.chain_seq > after)
        .where(table.c.chain_seq <= after + limit)
    )
    return rows.mappings().all()


async def has_unfinished_write(
    session: ReadSession, object_id: UUID, fence: int
) -> bool:
    """Whether the holder of `fence` may have sent something without saying how."""
    found = await session.scalar(
        select(Attempt.id)
        .outerjoin(AttemptResult, AttemptResult.attempt_id == Attempt.id)
        .where(
            Attempt.object_id == object_id,
            Attempt.fence == fence,
            Attempt.op.in_(("create", "update", "withdraw", "retract")),
            AttemptResult.attempt_id.is_(None),
        )
        .limit(1)
    )
    return found is not None


async def last_write(session: ReadSession, object_id: UUID) -> UUID | None:
    """The attempt whose effect a look at the target confirms."""
    return await session.scalar(
        select(Attempt.id)
        .where(
            Attempt.object_id == object_id,
            Attempt.op.in_(("create", "update", "withdraw")),
        )
        .order_by(Attempt.chain_seq.desc())
        .limit(1)
    )


async def page_of_receipts(
    session: ReadSession,
    *,
    filters: dict[str, str],
    before: tuple[str, int] | None,
    limit: int,
    requests: bool = False,
) -> Sequence[RowMapping]:
    """Newest first within (target, number); each write with its last look after it.

    `requests`: with what was sent, sealed as it is; that may be much.
    """
    check, seen = aliased(Attempt), aliased(AttemptResult)
    looked = (
        select(seen.read_back_hash)
        .join(check, check.id == seen.attempt_id)
        .where(check.verifies == Attempt.id, seen.read_back_hash.is_not(None))
        .order_by(check.chain_seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    mine = Attempt.__table__.c
    left_out = {"prev_hash"} if requests else {"prev_hash", "sealed"}
    result = AttemptResult.__table__.c
    statement = (
        select(
            *(column for column in mine if column.name not in left_out),
            *(result[name] for name in ANSWERED),
            func.coalesce(result.read_back_hash, looked).label("read_back_hash"),
            result.sealed.label("sealed_answer"),
            Object.evidence_key,
        )
        .outerjoin(AttemptResult, result.attempt_id == mine.id)
        .join(Object, Object.id == mine.object_id)
        .where(*(mine[name] == value for name, value in filters.items()))
        .order_by(mine.target_code, mine.chain_seq.desc())
        .limit(limit)
    )
    if before is not None:
        target, seq = before
        statement = statement.where(
            or_(
                mine.target_code > target,
                and_(mine.target_code == target, mine.chain_seq < seq),
            )
        )
    return (await session.execute(statement)).mappings().all()


async def owners_of(
    session: ReadSession, attempt_ids: Collection[UUID]
) -> dict[UUID, UUID]:
    """Whose attempt each was."""
    rows = await session.execute(
        select(Attempt.id, Attempt.object_id).where(Attempt.id.in_(attempt_ids))
    )
    return {row.id: row.object_id for row in rows}


async def keys_of(
    session: ReadSession, object_ids: Collection[UUID]
) -> dict[UUID, bytes]:
    """The wrapped keys that are left, by object."""
    rows = await session.execute(
        select(Object.id, Object.evidence_key).where(
            Object.id.in_(object_ids), Object.evidence_key.is_not(None)
        )
    )
    return {row.id: row.evidence_key for row in rows}


async def page_of_keys(
    session: ReadSession, after: UUID | None, limit: int
) -> Sequence[RowMapping]:
    statement = (
        select(Object.id, Object.evidence_key)
        .where(Object.evidence_key.is_not(None))
        .order_by(Object.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(Object.id > after)
    return (await session.execute(statement)).mappings().all()


async def replace_key(
    session: WriteSession, object_id: UUID, before: bytes, after: bytes
) -> None:
    """Unless it was destroyed or replaced meanwhile."""
    await session.execute(
        update(Object)
        .where(Object.id == object_id, Object.evidence_key == before)
        .values(evidence_key=after)
        .execution_options(synchronize_session=False)
    )


async def forget_payloads(session: WriteSession, object_id: UUID) -> None:
    """What the object was ever to be, unless another object is to be the same."""
    sent = select(Attempt.payload_sha256).where(
        Attempt.object_id == object_id, Attempt.payload_sha256.is_not(None)
    )
    used = select(Object.id).where(Object.payload_sha256 == Payload.sha256).exists()
    await session.execute(
        delete(Payload)
        .where(Payload.sha256.in_(sent), ~used)
        .execution_options(synchronize_session=False)
    )
