"""Entitlements kept by the province: added and ended by the day, never deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from content_api.agencies.service import agency_with_code
from content_api.items.service import SERVICE
from content_api.targets import queries
from content_api.targets.errors import (
    EntitlementNotFoundError,
    EntitlementOverlapsError,
    EntitlementRefusedError,
)
from content_api.targets.schemas import EntitlementDraft
from content_api.targets.tables import Entitlement
from content_api.types import registry
from phohien import audit
from phohien.callers import Caller
from phohien.db import WriteSession
from phohien.errors import FieldProblem, Text

UNKNOWN_TARGET = Text(
    vi="Không có đích này; xem /staff/v1/targets.",
    en="There is no such target; see /staff/v1/targets.",
)
EMPTY = Text(
    vi="Ngày kết thúc phải sau ngày bắt đầu.", en="The end comes after the start."
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes it, and when."""

    caller: Caller
    at: datetime


async def entitle(
    session: WriteSession, draft: EntitlementDraft, actor: Actor
) -> tuple[Entitlement, str]:
    """Asked for again with the same days it is the same entitlement."""
    registry.get(draft.type)
    agency = await agency_with_code(session, draft.agency_code)
    if not await queries.has_target(session, draft.target_code):
        raise _refused("/target_code", UNKNOWN_TARGET, "target-unknown")
    if draft.valid_to is not None and draft.valid_to <= draft.valid_from:
        raise _refused("/valid_to", EMPTY, "window-empty")
    values = {**draft.model_dump(exclude={"agency_code"}), "agency_id": agency.id}
    await queries.lock_entitlements(session)
    for other in await queries.overlapping(session, values):
        if _same(other, values):
            return other, agency.code
        raise EntitlementOverlapsError(
            Text(
                vi=f"Quyền gửi từ {other.valid_from} còn hiệu lực; hãy kết thúc trước.",
                en=f"The one from {other.valid_from} holds; end it first.",
            )
        )
    made = await queries.insert_entitlement(session, values)
    told = {name: str(value) for name, value in values.items() if name != "agency_id"}
    await _note(session, actor, "entitlement.made", made, agency.code, told)
    return made, agency.code


async def end(
    session: WriteSession, entitlement_id: UUID, on: date, actor: Actor
) -> tuple[Entitlement, str]:
    """From `on` nothing more is nominated or follows; what is offered stays offered."""
    found = await queries.entitlement_for_update(session, entitlement_id)
    if found is None:
        raise EntitlementNotFoundError(
            Text(
                vi="Xem danh sách tại /staff/v1/entitlements.",
                en="See the list at /staff/v1/entitlements.",
            )
        )
    row, code = found
    if on <= row.valid_from:
        raise _refused("/on", EMPTY, "window-empty")
    if row.valid_to == on:
        return row, code
    row.valid_to = on
    await session.flush()
    await _note(session, actor, "entitlement.ended", row, code, {"on": str(on)})
    return row, code


def _same(row: Entitlement, values: dict[str, object]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _refused(pointer: str, detail: Text, code: str) -> EntitlementRefusedError:
    return EntitlementRefusedError(detail, errors=[FieldProblem(pointer, detail, code)])


async def _note(
    session: WriteSession,
    actor: Actor,
    action: str,
    row: Entitlement,
    agency: str,
    detail: dict[str, str],
) -> None:
    await audit.append(
        session,
        service=SERVICE,
        caller=actor.caller,
        action=action,
        subject=f"entitlement:{row.id}",
        detail={"agency": agency, **detail},
    )
