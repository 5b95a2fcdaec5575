"""A merger: what it would move, that it was agreed, and the moving on its day."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from content_api import refused
from content_api.agencies.mergers import queries
from content_api.agencies.mergers.errors import (
    MergerPreviewOutdatedError,
    MergerRefusedError,
    MergerUnderWayError,
)
from content_api.agencies.mergers.schemas import (
    MergerDraft,
    MergerOrder,
    MergerPreview,
)
from content_api.agencies.mergers.tables import AgencyMerger
from content_api.items.service import SERVICE
from content_api.releases.refusals import GateRoleError
from phohien import audit
from phohien.callers import Caller
from phohien.canonical import canonical_json, sha256_hex
from phohien.db import Database, ReadSession, WriteSession
from phohien.errors import FieldProblem, Text

# Items of one transaction: the log is held for so long.
BATCH = 200
ROUNDS = 50

UNKNOWN = Text(
    vi="Không có cơ quan này, hoặc vào ngày đó cơ quan không hoạt động.",
    en="There is no such agency, or it is none on that day.",
)
REFUSALS: refused.Refusals = {
    "PH401": (
        GateRoleError,
        Text(vi="Đăng nhập lại rồi xác nhận.", en="Sign in again, then confirm."),
    ),
    "PH404": (MergerRefusedError, UNKNOWN),
    "PH409": (
        MergerUnderWayError,
        Text(
            vi="Chờ việc sáp nhập đó hoàn tất; xem /staff/v1/mergers.",
            en="Wait until that one is done; see /staff/v1/mergers.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Named:
    """The agencies of a draft, by their ids."""

    ids: list[UUID]
    into: UUID


async def preview(
    session: ReadSession, people: ReadSession, draft: MergerDraft
) -> MergerPreview:
    """Two roles look: one sees the content, the other the accounts."""
    named = await _named(session, draft)
    found = {
        **await queries.counts(session, named.ids),
        **await queries.people(people, named.ids),
        "entitlements_carried": await queries.carried(
            session, named.ids, named.into, draft.effective_on
        ),
    }
    digest = sha256_hex(canonical_json(found))
    return MergerPreview.model_validate({**found, "digest": digest})


async def agree(
    session: WriteSession,
    order: MergerOrder,
    seen: MergerPreview,
    caller: Caller,
    *,
    at: datetime,
) -> AgencyMerger:
    """Asked for again it is the same merger, whatever has moved since."""
    named = await _named(session, order)
    values = {
        "ids": named.ids,
        "into": named.into,
        "on": order.effective_on,
        "basis": order.basis,
    }
    with refused.named(REFUSALS):
        merger_id = await queries.agree(session, caller.token_digest, values, at)
    merger = await queries.get(session, merger_id)
    assert merger is not None  # noqa: S101 -- made or found above
    if merger.made_at != at:
        return merger
    if order.digest != seen.digest:
        raise MergerPreviewOutdatedError(
            Text(
                vi="Xem trước lại rồi xác nhận bằng digest mới.",
                en="Look at the preview again, and confirm with its digest.",
            )
        )
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="merger.agreed",
        subject=f"merger:{merger_id}",
        detail={
            "predecessors": merger.predecessor_codes,
            "into": merger.into_code,
            "on": str(order.effective_on),
            "preview": seen.model_dump(mode="json"),
        },
    )
    return merger


async def carry_out(database: Database) -> int:
    """Everything that is due, batch by batch; how many items moved."""
    total = 0
    for _ in range(ROUNDS):
        async with database.writing() as session:
            moved = await queries.carry_out(session, BATCH)
            if moved is None:
                break
            total += moved
            await audit.append(
                session,
                service=SERVICE,
                caller="tick",
                action="merger.moved",
                subject="agencies",
                detail={"items": moved},
            )
    return total


async def _named(session: ReadSession, draft: MergerDraft) -> Named:
    codes = [*draft.predecessors, draft.into]
    known = await queries.agencies(session, codes)
    missing = [code for code in codes if code not in known]
    if missing or draft.into in draft.predecessors:
        problems = [
            FieldProblem("/predecessors", UNKNOWN, "agency-unknown") for _ in missing
        ]
        raise MergerRefusedError(UNKNOWN, errors=problems)
    ids = sorted({known[code].id for code in draft.predecessors})
    return Named(ids, known[draft.into].id)
