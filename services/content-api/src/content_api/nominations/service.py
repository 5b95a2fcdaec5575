"""Who may propose what for which target, and what an approval binds to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from content_api import refused
from content_api.items import service as items
from content_api.items.checks import tag
from content_api.items.tables import Item
from content_api.nominations import queries
from content_api.nominations.errors import (
    NominationDecidedError,
    NominationNotFoundError,
    NominationOutdatedError,
    NominatorMayNotApproveError,
    NotEntitledError,
    NotReleasedError,
    TargetClosedError,
)
from content_api.nominations.queries import Line
from content_api.nominations.schemas import NominationDraft
from content_api.releases.refusals import GateRoleError
from content_api.targets.service import is_entitled
from content_api.types.check import offer_problems
from content_api.types.errors import ContentRefusedError
from phohien import audit
from phohien.callers import Caller
from phohien.db import WriteSession
from phohien.errors import FieldProblem, Text

# An entitlement holds by the day, and the day is that of the province.
VIETNAM = timezone(timedelta(hours=7))

REFUSALS: refused.Refusals = {
    "PH401": (
        GateRoleError,
        Text(
            vi="Người duyệt của tỉnh phải đăng nhập để phê duyệt.",
            en="An approver of the province has to sign in and approve.",
        ),
    ),
    "PH405": (
        NominatorMayNotApproveError,
        Text(
            vi="Một người duyệt khác phải phê duyệt.",
            en="Another approver has to decide.",
        ),
    ),
    "PH409": (
        NominationDecidedError,
        Text(vi="Đề cử lại nếu cần.", en="Nominate it again if it is needed."),
    ),
    "PH412": (
        NominationOutdatedError,
        Text(
            vi="Hãy đề cử lại bản đang công bố.",
            en="Nominate what is released now.",
        ),
    ),
    "PH426": (
        NotEntitledError,
        Text(
            vi="Kế hoạch không cho cơ quan gửi loại này tới đích; xem"
            " /staff/v1/entitlements.",
            en="The plan does not let the agency send it; see /staff/v1/entitlements.",
        ),
    ),
    "PH424": (
        TargetClosedError,
        Text(
            vi="Xem các đích tại /staff/v1/targets.",
            en="See the targets at /staff/v1/targets.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who decides, and when."""

    caller: Caller
    at: datetime


async def nominate(
    session: WriteSession, draft: NominationDraft, actor: Actor
) -> Sequence[Line]:
    """Proposes released languages; asking again renews an open nomination."""
    item = await items.item_for_update(session, draft.key)
    await _demand_entitled(session, item, draft.target, actor.at)
    body = await items.body_of(session, item)
    problems = offer_problems(item.type, body["fields"])
    if problems:
        raise ContentRefusedError(
            Text(
                vi="Nội dung chưa đủ điều kiện gửi ra ngoài; xem errors.",
                en="The content may not go outside yet; see errors.",
            ),
            errors=problems,
        )
    made = []
    for place, lang in enumerate(dict.fromkeys(map(tag, draft.languages))):
        digest = await queries.visible_hash(session, item.id, lang)
        if digest is None:
            raise _not_released(place, lang)
        values = {
            "item_id": item.id,
            "key": item.key,
            "lang": lang,
            "target_code": draft.target,
            "closure_hash": digest,
            "state": "nominated",
            "nominated_by": actor.caller.id,
            "nominated_at": actor.at,
        }
        made.append(await queries.insert_or_renew(session, values))
    lines = await queries.lines(session, made)
    detail = {"target": draft.target, "languages": list(draft.languages)}
    await _note(session, actor, "nomination.made", draft.key, detail)
    return lines


async def approve(session: WriteSession, nomination_id: UUID, actor: Actor) -> Line:
    """Writes the offer; it binds to the hash that was nominated."""
    found = await queries.peek(session, nomination_id)
    if found is None:
        raise _not_found()
    item = await items.item_for_update(session, found.key)
    await _demand_entitled(session, item, found.target_code, actor.at)
    with refused.named(REFUSALS):
        offer = await queries.approve(
            session, actor.caller.token_digest, nomination_id, actor.at
        )
    line = (await queries.lines(session, [nomination_id]))[0]
    told = {
        "target": found.target_code,
        "language": found.lang,
        "closure_hash": found.closure_hash,
        "offer": str(offer),
    }
    await _note(session, actor, "nomination.approved", found.key, told)
    return line


async def reject(
    session: WriteSession, nomination_id: UUID, note: str, actor: Actor
) -> Line:
    nomination = await queries.get_for_update(session, nomination_id)
    if nomination is None:
        raise _not_found()
    if nomination.state != "nominated":
        error, detail = REFUSALS["PH409"]
        raise error(detail)
    nomination.state, nomination.note = "rejected", note
    nomination.decided_by, nomination.decided_at = actor.caller.id, actor.at
    await session.flush()  # the line is read back below
    line = (await queries.lines(session, [nomination_id]))[0]
    told = {"target": nomination.target_code, "language": nomination.lang, "note": note}
    await _note(session, actor, "nomination.rejected", nomination.key, told)
    return line


async def _demand_entitled(
    session: WriteSession, item: Item, target: str, at: datetime
) -> None:
    on = at.astimezone(VIETNAM).date()
    if not await is_entitled(session, item.agency_id, item.type, target, on):
        raise NotEntitledError(
            Text(
                vi=f"Kế hoạch không cho cơ quan {item.agency_code} gửi loại {item.type}"
                f" tới đích {target}; xem /staff/v1/entitlements.",
                en=f"The plan does not let {item.agency_code} send {item.type} to"
                f" {target}; see /staff/v1/entitlements.",
            )
        )


def _not_released(place: int, lang: str) -> NotReleasedError:
    detail = Text(
        vi=f"Ngôn ngữ {lang} chưa công bố; công bố trước rồi đề cử.",
        en=f"{lang} is not released; release it first, then nominate it.",
    )
    problem = FieldProblem(f"/languages/{place}", detail, "not-released")
    return NotReleasedError(detail, errors=[problem])


def _not_found() -> NominationNotFoundError:
    return NominationNotFoundError(
        Text(
            vi="Xem danh sách tại /staff/v1/nominations.",
            en="See the list at /staff/v1/nominations.",
        )
    )


async def _note(
    session: WriteSession, actor: Actor, action: str, key: str, detail: dict[str, Any]
) -> None:
    await audit.append(
        session,
        service=items.SERVICE,
        caller=actor.caller,
        action=action,
        subject=key,
        detail=detail,
    )
