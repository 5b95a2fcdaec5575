"""Stops sending before the next write, and lets it go on again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from asean_sync.stops import queries
from asean_sync.stops.errors import NotStoppedError, StopNotFoundError, StopScopeError
from asean_sync.stops.tables import Stop
from asean_sync.targets import service as targets
from phohien import audit
from phohien.callers import Caller, name_of
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text, see_list


@dataclass(frozen=True, slots=True)
class Scope:
    """None: every target, every type."""

    target: str | None = None
    item_type: str | None = None

    @property
    def name(self) -> str:
        return f"{self.target or '*'}/{self.item_type or '*'}"


@dataclass(frozen=True, slots=True)
class Order:
    scope: Scope
    reason: str
    withdrawals_go: bool = False


async def stop(
    session: WriteSession, order: Order, *, caller: Caller | str
) -> tuple[Stop, int]:
    """The stop, and how many requests had left by then.

    Ordered twice it is one stop; ordered otherwise, the later word counts.
    """
    scope = order.scope
    await _known(session, scope)
    before = await queries.active_of(session, scope.target, scope.item_type)
    under_way = await queries.under_way(session, scope.target)
    if before is not None:
        if before.withdrawals_go == order.withdrawals_go:
            return before, under_way
        await queries.resume(session, before.id, name_of(caller))
    row = {
        "target_code": scope.target,
        "item_type": scope.item_type,
        "reason": order.reason,
        "withdrawals_go": order.withdrawals_go,
        "stopped_by": name_of(caller),
    }
    made = await queries.add(session, row)
    told = {"reason": order.reason, "withdrawals_go": order.withdrawals_go}
    await _audit(session, "sync.stop", scope, caller, told)
    return made, under_way


async def _known(session: ReadSession, scope: Scope) -> None:
    """A stop of a name that does not exist would stop nothing and look as if it did."""
    code, item_type = scope.target, scope.item_type
    if code is not None and not await queries.target_exists(session, code):
        raise StopScopeError(
            Text(
                vi=f"Không có đích {code!r}; xem GET /staff/v1/sync/targets.",
                en=f"There is no target {code!r}; see GET /staff/v1/sync/targets.",
            )
        )
    if item_type is not None and not await queries.type_exists(session, item_type):
        known = ", ".join(await queries.types(session)) or "-"
        raise StopScopeError(
            Text(
                vi=f"Chưa phát hành gì thuộc loại {item_type!r}. Hiện có: {known}.",
                en=f"Nothing of type {item_type!r} is released. There is: {known}.",
            )
        )


async def resume(session: WriteSession, stop_id: UUID, *, caller: Caller | str) -> Stop:
    found = await queries.resume(session, stop_id, name_of(caller))
    if found is None:
        if await queries.get(session, stop_id) is None:
            raise StopNotFoundError(see_list("/staff/v1/sync/stops"))
        raise NotStoppedError(
            Text(
                vi="Lệnh dừng này đã được gỡ trước đó.",
                en="This stop was lifted before.",
            )
        )
    scope = Scope(found.target_code, found.item_type)
    await _audit(session, "sync.resume", scope, caller, {"stop": str(stop_id)})
    return found


async def resume_scope(
    session: WriteSession, scope: Scope, *, caller: Caller | str
) -> Stop:
    """Lifts the stop of exactly this scope; a wider one goes on."""
    found = await queries.active_of(session, scope.target, scope.item_type)
    if found is None:
        others = await queries.active(session, None)
        named = ", ".join(Scope(o.target_code, o.item_type).name for o in others) or "-"
        raise NotStoppedError(
            Text(
                vi=f"Không có lệnh dừng cho {scope.name}. Đang dừng: {named}.",
                en=f"There is no stop of {scope.name}. Stopped now: {named}.",
            )
        )
    return await resume(session, found.id, caller=caller)


async def active(
    session: ReadSession, target_code: str | None = None
) -> Sequence[Stop]:
    return await queries.active(session, target_code)


def told(stop: Stop) -> str:
    """As a run notes it down."""
    scope = Scope(stop.target_code, stop.item_type)
    return f"stopped ({scope.name}) by {stop.stopped_by}: {stop.reason}"


async def _audit(
    session: WriteSession,
    action: str,
    scope: Scope,
    caller: Caller | str,
    detail: dict[str, Any],
) -> None:
    await audit.append(
        session,
        service=targets.SERVICE,
        caller=caller,
        action=action,
        subject=f"sync/{scope.name}",
        detail=detail,
    )
