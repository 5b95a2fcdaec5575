"""Every statement that touches the evidence."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, and_, func, insert, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from asean_sync.evidence.tables import Attempt, AttemptResult
from phohien.db import ReadSession, WriteSession

TABLES = {"attempt": Attempt, "attempt_result": AttemptResult}


async def lock_chain(session: WriteSession, target_code: str) -> None:
    """For the rest of the transaction; taken last, and never over the wire."""
    key = func.hashtextextended(literal("sync.evidence:").concat(target_code), 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def head(session: ReadSession, target_code: str) -> tuple[int, str] | None:
    """The last link of the target's chain: its number and hash."""
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
    return None if row is None else (row[0], row[1])


async def add(session: WriteSession, kind: str, row: dict[str, Any]) -> None:
    await session.execute(insert(TABLES[kind]).values(row))


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


async def last_seq(session: ReadSession, target_code: str) -> int:
    end = await head(session, target_code)
    return end[0] if end else 0


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
) -> Sequence[RowMapping]:
    """Newest first within (target, number); each write with its last look after it."""
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
    result = AttemptResult.__table__.c
    statement = (
        select(
            *(column for column in Attempt.__table__.c if column.name != "prev_hash"),
            result.verdict,
            result.why,
            result.http_status,
            result.response_headers,
            result.response_body,
            result.remote_id,
            result.remote_url,
            result.differing,
            result.finished_at,
            func.coalesce(result.read_back_hash, looked).label("read_back_hash"),
        )
        .outerjoin(AttemptResult, result.attempt_id == mine.id)
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
