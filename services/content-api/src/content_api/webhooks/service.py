"""Registering, pausing and replaying; who may do it the routes say."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from content_api.types.registry import all_types
from content_api.webhooks import messages, queries
from content_api.webhooks.calls import guard
from content_api.webhooks.errors import (
    delivery_not_found,
    forbidden_address,
    secret_being_replaced,
    too_many_webhooks,
    unknown_interest,
    webhook_not_found,
)
from content_api.webhooks.queue import hint
from content_api.webhooks.schemas import (
    AttemptOut,
    DeliveryFilter,
    DeliveryOut,
    DeliveryState,
    ReplayOrder,
    WebhookDraft,
    WebhookState,
)
from content_api.webhooks.tables import Delivery, Webhook
from phohien import audit, languages
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text

SERVICE = "content-api"
MOST_WEBHOOKS = 100
MOST_REPLAYED = 10_000
LAST_SEQ = 2**63 - 1


async def check_address(url: str, inside: frozenset[str]) -> None:
    """Refuses what will be refused at every call anyway."""
    try:
        await guard.resolve(guard.destination(url, inside))
    except (OSError, UnicodeError) as exc:
        raise forbidden_address(
            Text(vi="Không tìm thấy tên máy này.", en="There is no host of this name.")
        ) from exc


def interests(draft: WebhookDraft) -> tuple[list[str], list[str]]:
    """Types and languages as the log writes them."""
    known = {one.code for one in all_types()}
    for code in draft.types:
        if code not in known:
            raise unknown_interest(code)
    locales = []
    for tag in draft.locales:
        resolved = languages.resolve(tag)
        if resolved is None:
            raise unknown_interest(tag)
        locales.append(resolved)
    return sorted(set(draft.types)), sorted(set(locales))


async def register(
    session: WriteSession, draft: WebhookDraft, *, at: datetime, caller: Caller
) -> Webhook:
    if await queries.count(session) >= MOST_WEBHOOKS:
        raise too_many_webhooks(MOST_WEBHOOKS)
    types, locales = interests(draft)
    made = Webhook(
        name=draft.name,
        url=draft.url,
        secret=messages.new_secret(),
        types=types,
        locales=locales,
        state=WebhookState.ACTIVE,
        note="",
        told_seq=await queries.last_seq(session),
        failing_since=None,
        created_by=caller.id,
        created_at=at,
    )
    session.add(made)
    await session.flush()  # the audit line names its id
    await _note(session, caller, "registered", made.id, {"url": draft.url})
    return made


async def get(
    session: ReadSession, webhook_id: UUID, *, locked: bool = False
) -> Webhook:
    found = await queries.webhook(session, webhook_id, locked=locked)
    if found is None:
        raise webhook_not_found()
    return found


async def replace_secret(
    session: WriteSession,
    webhook_id: UUID,
    overlap: timedelta,
    *,
    at: datetime,
    caller: Caller,
) -> Webhook:
    """The receiver takes the new one over whenever it likes within `overlap`."""
    found = await get(session, webhook_id, locked=True)
    if overlap and found.former_until is not None and found.former_until > at:
        raise secret_being_replaced(found.former_until)
    found.former_secret = found.secret if overlap else None
    found.former_until = at + overlap if overlap else None
    found.secret = messages.new_secret()
    await session.flush()  # the audit line comes after it
    hours = round(overlap.total_seconds() / 3600)
    detail: dict[str, Any] = {"overlap_hours": hours}
    await _note(session, caller, "secret_replaced", webhook_id, detail)
    return found


async def retire_secret(
    session: WriteSession, webhook_id: UUID, caller: Caller
) -> Webhook:
    """Only the present secret signs from now on."""
    found = await get(session, webhook_id, locked=True)
    if found.former_until is not None:
        found.former_secret, found.former_until = None, None
        await session.flush()  # the audit line comes after it
        await _note(session, caller, "secret_retired", webhook_id, {})
    return found


async def set_state(
    session: WriteSession, webhook_id: UUID, state: WebhookState, caller: Caller
) -> Webhook:
    """A webhook that was paused goes on where it stopped."""
    found = await get(session, webhook_id, locked=True)
    if found.state != state:
        found.state, found.note, found.failing_since = state, "", None
        action = "paused" if state is WebhookState.PAUSED else "resumed"
        await session.flush()  # the hint and the audit come after it
        await _note(session, caller, action, webhook_id, {})
        if state is WebhookState.ACTIVE:
            await hint(session)
    return found


async def remove(session: WriteSession, webhook_id: UUID, caller: Caller) -> None:
    found = await get(session, webhook_id, locked=True)
    await queries.remove(session, webhook_id)
    await _note(session, caller, "deleted", webhook_id, {"url": found.url})


async def log(
    session: ReadSession, webhook_id: UUID, wanted: DeliveryFilter
) -> tuple[list[DeliveryOut], UUID | None]:
    await get(session, webhook_id)
    rows = await queries.deliveries(
        session,
        webhook_id,
        wanted.state,
        before=wanted.cursor,
        rows=wanted.limit + 1,
    )
    shown = rows[: wanted.limit]
    more = shown[-1].id if len(rows) > len(shown) else None
    return await _with_attempts(session, shown), more


async def _with_attempts(
    session: ReadSession, rows: Sequence[Delivery]
) -> list[DeliveryOut]:
    tries: dict[UUID, list[AttemptOut]] = defaultdict(list)
    for attempt in await queries.attempts(session, [row.id for row in rows]):
        tries[attempt.delivery_id].append(AttemptOut.model_validate(attempt))
    return [
        DeliveryOut(
            id=row.id,
            seq=row.seq,
            state=DeliveryState(row.state),
            next_at=row.next_at,
            created_at=row.created_at,
            done_at=row.done_at,
            attempts=tries[row.id],
        )
        for row in rows
    ]


async def replay(
    session: WriteSession,
    webhook_id: UUID,
    order: ReplayOrder,
    *,
    at: datetime,
    caller: Caller,
) -> int:
    """Tells lines again, also those it was told already or never."""
    await get(session, webhook_id, locked=True)
    values = {
        "webhook_id": webhook_id,
        "since": order.since_seq,
        "until": order.until_seq or LAST_SEQ,
        "at": at,
        "most": MOST_REPLAYED,
    }
    count = await queries.replay(session, values)
    detail: dict[str, Any] = {"since_seq": order.since_seq, "deliveries": count}
    await _note(session, caller, "replayed", webhook_id, detail)
    await hint(session)
    return count


async def replay_one(
    session: WriteSession,
    webhook_id: UUID,
    delivery_id: UUID,
    *,
    at: datetime,
    caller: Caller,
) -> None:
    await get(session, webhook_id)
    if not await queries.replay_one(session, webhook_id, delivery_id, at=at):
        raise delivery_not_found()
    detail: dict[str, Any] = {"delivery": str(delivery_id)}
    await _note(session, caller, "replayed", webhook_id, detail)
    await hint(session)


async def _note(
    session: WriteSession,
    caller: Caller,
    what: str,
    webhook_id: UUID,
    detail: dict[str, Any],
) -> None:
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action=f"webhook.{what}",
        subject=f"webhook:{webhook_id}",
        detail=detail,
    )
