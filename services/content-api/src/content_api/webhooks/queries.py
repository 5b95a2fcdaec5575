"""Every statement on webhooks, their deliveries and tries."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from content_api.webhooks.tables import Attempt, Delivery, Webhook
from phohien.db import ReadSession, WriteSession
from phohien.release import change

# Lines that nobody has yet made deliveries of, for webhooks that want them.
FAN_OUT = text("""
WITH hook AS (
    SELECT w.* FROM content.webhook w
     WHERE w.state = 'active' AND w.told_seq < (SELECT max(seq) FROM release.change)
     ORDER BY w.id FOR UPDATE SKIP LOCKED),
line AS (
    SELECT h.id AS webhook_id, h.types, h.locales, c.seq, c.type, c.lang
      FROM hook h CROSS JOIN LATERAL (
        SELECT l.seq, l.type, l.lang FROM release.change l
         WHERE l.seq > h.told_seq ORDER BY l.seq LIMIT :lines) c),
made AS (
    INSERT INTO content.webhook_delivery
            (webhook_id, seq, state, attempts, next_at, created_at)
        SELECT webhook_id, seq, 'pending', 0, :at, :at FROM line
         WHERE (types = '{}' OR type = ANY (types))
           AND (locales = '{}' OR lang = ANY (locales))
        ON CONFLICT DO NOTHING)
UPDATE content.webhook w SET told_seq = m.seq
  FROM (SELECT webhook_id, max(seq) AS seq FROM line GROUP BY 1) m
 WHERE w.id = m.webhook_id RETURNING w.id""")

# The try is counted before it is made: one that kills the worker counts too. Of each
# webhook only some at once, so that a slow one keeps nobody waiting.
CLAIM = text("""
UPDATE content.webhook_delivery d SET attempts = d.attempts + 1, next_at = :lease
  FROM content.webhook w, release.change c
 WHERE w.id = d.webhook_id AND c.seq = d.seq AND d.id IN (
    SELECT p.id FROM content.webhook_delivery p
     WHERE p.id IN (
        SELECT o.id FROM content.webhook h CROSS JOIN LATERAL (
            SELECT n.id FROM content.webhook_delivery n
             WHERE n.webhook_id = h.id AND n.state = 'pending' AND n.next_at <= :at
             ORDER BY n.next_at, n.seq LIMIT :each) o
         WHERE h.state = 'active')
       AND p.state = 'pending' AND p.next_at <= :at
     ORDER BY p.next_at, p.seq LIMIT :most FOR UPDATE SKIP LOCKED)
RETURNING d.id, d.webhook_id, d.attempts, w.url, w.secret, w.failing_since,
    CASE WHEN w.former_until > :at THEN w.former_secret END AS former_secret,
    c.seq, c.kind, c.key, c.lang, c.at""")

REPLAY = text("""
INSERT INTO content.webhook_delivery AS d
        (webhook_id, seq, state, attempts, next_at, created_at)
    SELECT w.id, c.seq, 'pending', 0, :at, :at
      FROM content.webhook w, release.change c
     WHERE w.id = :webhook_id AND c.seq BETWEEN :since AND least(:until, w.told_seq)
       AND (w.types = '{}' OR c.type = ANY (w.types))
       AND (w.locales = '{}' OR c.lang = ANY (w.locales))
     ORDER BY c.seq LIMIT :most
    ON CONFLICT (webhook_id, seq) DO UPDATE
        SET state = 'pending', attempts = 0, next_at = excluded.next_at, done_at = NULL
RETURNING d.id""")


async def last_seq(session: ReadSession) -> int:
    return await session.scalar(select(func.coalesce(func.max(change.c.seq), 0))) or 0


async def count(session: ReadSession) -> int:
    return await session.scalar(select(func.count()).select_from(Webhook)) or 0


async def webhooks(session: ReadSession) -> Sequence[Webhook]:
    ordered = select(Webhook).order_by(Webhook.created_at.desc(), Webhook.id)
    return (await session.scalars(ordered)).all()


async def webhook(
    session: ReadSession, webhook_id: UUID, *, locked: bool = False
) -> Webhook | None:
    found = select(Webhook).where(Webhook.id == webhook_id)
    return await session.scalar(found.with_for_update() if locked else found)


async def remove(session: WriteSession, webhook_id: UUID) -> None:
    await session.execute(delete(Webhook).where(Webhook.id == webhook_id))


async def deliveries(
    session: ReadSession,
    webhook_id: UUID,
    state: str | None,
    *,
    before: UUID | None,
    rows: int,
) -> Sequence[Delivery]:
    found = select(Delivery).where(Delivery.webhook_id == webhook_id)
    if state is not None:
        found = found.where(Delivery.state == state)
    if before is not None:
        found = found.where(Delivery.id < before)
    return (await session.scalars(found.order_by(Delivery.id.desc()).limit(rows))).all()


async def attempts(
    session: ReadSession, delivery_ids: Sequence[UUID]
) -> Sequence[Attempt]:
    found = select(Attempt).where(Attempt.delivery_id.in_(delivery_ids))
    return (await session.scalars(found.order_by(Attempt.id))).all()


async def replay_one(
    session: WriteSession, webhook_id: UUID, delivery_id: UUID, *, at: datetime
) -> bool:
    done = await session.scalar(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.webhook_id == webhook_id)
        .values(state="pending", attempts=0, next_at=at, done_at=None)
        .returning(Delivery.id)
    )
    return done is not None


async def replay(session: WriteSession, values: Mapping[str, Any]) -> int:
    return len((await session.execute(REPLAY, dict(values))).all())


async def fan_out(session: WriteSession, *, at: datetime, lines: int) -> int:
    """How many webhooks had something to be told."""
    return len((await session.execute(FAN_OUT, {"at": at, "lines": lines})).all())


async def claim(
    session: WriteSession, *, at: datetime, lease: timedelta, each: int, most: int
) -> Sequence[RowMapping]:
    values = {"at": at, "lease": at + lease, "each": each, "most": most}
    return (await session.execute(CLAIM, values)).mappings().all()


async def note_attempt(session: WriteSession, values: Mapping[str, Any]) -> None:
    await session.execute(insert(Attempt).values(**values))


async def settle(
    session: WriteSession, delivery_id: UUID, values: Mapping[str, Any]
) -> None:
    await session.execute(
        update(Delivery).where(Delivery.id == delivery_id).values(**values)
    )


async def note_health(
    session: WriteSession, webhook_id: UUID, values: Mapping[str, Any]
) -> None:
    await session.execute(
        update(Webhook).where(Webhook.id == webhook_id).values(**values)
    )


async def next_due(session: ReadSession) -> datetime | None:
    return await session.scalar(
        select(func.min(Delivery.next_at))
        .join(Webhook, Webhook.id == Delivery.webhook_id)
        .where(Delivery.state == "pending", Webhook.state == "active")
    )


async def forget(session: WriteSession, *, before: datetime) -> None:
    await session.execute(
        delete(Delivery).where(Delivery.state != "pending", Delivery.done_at < before)
    )


async def forget_former_secrets(session: WriteSession, *, at: datetime) -> None:
    await session.execute(
        update(Webhook)
        .where(Webhook.former_until <= at)
        .values(former_secret=None, former_until=None)
    )
