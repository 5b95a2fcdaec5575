"""Plans as they are asked for, shown and approved."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from asean_sync.runs.schemas import RunOut
from phohien.schemas import In, Out


class PlanDraft(In):
    """A look at what would be done: of the whole target, or of one item."""

    target: str = Field(pattern=r"^[a-z][a-z0-9-]{1,62}$")
    item: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9-]{1,150}$")


class ApprovalDraft(In):
    """`plan_hash` is that of the plan looked at; `canary` objects go first."""

    plan_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    canary: int = Field(default=0, ge=0, le=1000)


class PlanOut(Out):
    """A plan. `two_person`: whoever asked for it is not who approves it."""

    id: UUID
    target_code: str
    kind: str
    item_key: str | None
    requested_by: str
    requested_at: datetime
    finished_at: datetime | None
    outcome: str | None
    note: str | None
    plan_hash: str | None
    profile_sha256: str | None
    two_person: bool
    # Actions and how many; with the readiness of what is offered, by language.
    counts: dict[str, Any]


class PlanList(Out):
    """Plans, newest first."""

    data: list[PlanOut]
    next_cursor: str | None


class PlanDetail(Out):
    """A plan and the runs that carried it out."""

    plan: PlanOut
    applied_by: list[RunOut]


class PlanItemOut(Out):
    """One change. `diff.changes`: field, language, before, after."""

    object_key: str
    action: str
    reason: str
    lang: str | None
    readiness: int | None
    diff: dict[str, Any]


class PlanItemList(Out):
    """Changes in the order of their keys."""

    data: list[PlanItemOut]
    next_cursor: str | None
