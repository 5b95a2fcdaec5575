"""What the database refuses of a delegation, in words, and what the audit keeps."""

from uuid import UUID

from sqlalchemy import RowMapping

from content_api import refused
from content_api.delegations import queries
from content_api.delegations.errors import (
    DelegationForbiddenError,
    DelegationNotFoundError,
    DelegationOverlapsError,
    DelegationRefusedError,
)
from content_api.delegations.schemas import DelegationDraft
from content_api.items.service import SERVICE
from phohien import audit
from phohien.callers import Caller
from phohien.db import WriteSession
from phohien.errors import Text

FORBIDDEN = Text(
    vi="Lãnh đạo tự ủy quyền, hoặc điều phối viên làm thay; không ai ủy quyền cho"
    " chính mình.",
    en="The leader delegates, or the coordinator in their place; nobody to oneself.",
)
REFUSALS: refused.Refusals = {
    "PH401": (DelegationForbiddenError, FORBIDDEN),
    "PH403": (DelegationForbiddenError, FORBIDDEN),
    "PH404": (
        DelegationNotFoundError,
        Text(
            vi="Lãnh đạo phải đang giữ vai trò; người được ủy quyền phải cùng cơ quan.",
            en="The leader has to be one now, and the deputy of the same agency.",
        ),
    ),
    "PH409": (
        DelegationOverlapsError,
        Text(
            vi="Chấm dứt ủy quyền trước, hoặc chọn thời gian khác.",
            en="End the other one first, or choose another time.",
        ),
    ),
    "PH422": (
        DelegationRefusedError,
        Text(
            vi="Thời điểm kết thúc phải sau lúc bắt đầu, sau hiện tại và không quá 92"
            " ngày.",
            en="It ends after it starts, after now, and within 92 days.",
        ),
    ),
}


async def delegate(
    session: WriteSession, draft: DelegationDraft, caller: Caller
) -> RowMapping:
    """Asked for again with the same days it is the same delegation."""
    leader = draft.leader_id or caller.id
    with refused.named(REFUSALS):
        made = await queries.delegate(session, caller.token_digest, leader, draft)
    row = await queries.line(session, made)
    await _note(session, caller, "delegation.made", row)
    return row


async def end(session: WriteSession, delegation_id: UUID, caller: Caller) -> RowMapping:
    with refused.named(REFUSALS):
        ended = await queries.end(session, caller.token_digest, delegation_id)
    row = await queries.line(session, delegation_id)
    if ended:
        await _note(session, caller, "delegation.ended", row)
    return row


async def _note(
    session: WriteSession, caller: Caller, action: str, row: RowMapping
) -> None:
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action=action,
        subject=f"delegation:{row['id']}",
        detail={
            "agency": row["agency_code"],
            "leader": row["leader_name"],
            "deputy": row["deputy_name"],
            "from": row["valid_from"].isoformat(),
            "to": row["valid_to"].isoformat(),
        },
    )
