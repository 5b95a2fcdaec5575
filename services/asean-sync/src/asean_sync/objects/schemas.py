"""Objects as they are shown."""

from datetime import datetime
from uuid import UUID

from phohien.schemas import Out


class ObjectOut(Out):
    """One thing at one target: what is desired, what was seen, and why it waits."""

    id: UUID
    target_code: str
    object_key: str
    role: str
    lang: str | None
    desired: str
    desired_generation: int
    observed: str
    remote_id: str | None
    remote_url: str | None
    verified_at: datetime | None
    read_back_hash: str | None
    state: str
    attempts: int
    not_before: datetime
    in_doubt_since: datetime | None
    last_verdict: str | None
    last_error: str | None
    hold_reason: str | None
    withdrawn_reason: str | None
    updated_at: datetime


class ObjectList(Out):
    """Objects in the order of target and key."""

    data: list[ObjectOut]
    next_cursor: str | None


class TriedAgain(Out):
    """The object is taken up again; its approval is checked first."""

    object_key: str
