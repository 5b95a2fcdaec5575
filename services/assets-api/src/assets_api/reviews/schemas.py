from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out


class Decision(In):
    """Why; it is kept with the upload and in the audit."""

    note: Annotated[str, Field(min_length=10, max_length=1000)]


class HeldUpload(Out):
    """A file that waits for a person. `detail` says why, in the reader's language."""

    id: UUID
    agency_code: str
    filename: str
    size: int
    reason: str
    detail: str
    facts: list[str]
    scan: str | None
    created_by: str
    held_at: datetime
    kept_until: datetime


class HeldPage(Out):
    """Longest waiting first."""

    data: list[HeldUpload]
    next_cursor: str | None


class Decided(Out):
    """Where the upload stands after the decision."""

    id: UUID
    state: str
