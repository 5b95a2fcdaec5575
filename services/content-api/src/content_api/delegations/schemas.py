from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, Field

from phohien.schemas import In, Out


class DelegationDraft(In):
    """Without `leader_id` it is the caller's own; the coordinator names the leader."""

    leader_id: UUID | None = None
    deputy_id: UUID = Field(description="A person of the leader's agency.")
    valid_from: AwareDatetime
    valid_to: AwareDatetime = Field(description="At most 92 days later.")
    reason: str = Field(min_length=1, max_length=500)


class DelegationOut(Out):
    id: UUID
    agency_code: str
    leader_id: UUID
    leader_name: str
    deputy_id: UUID
    deputy_name: str
    valid_from: datetime
    valid_to: datetime
    reason: str
    made_by_name: str
    made_at: datetime
    ended_by_name: str | None
    ended_at: datetime | None


class DelegationList(Out):
    data: list[DelegationOut]
    next_cursor: str | None
