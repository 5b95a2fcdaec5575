from datetime import datetime
from uuid import UUID

from phohien.schemas import Out


class UploadOut(Out):
    """How far an upload is. `reason` is a code, `detail` says it in words."""

    id: UUID
    state: str
    reason: str | None
    detail: str | None
    facts: list[str]
    filename: str
    size: int
    offset: int
    asset_id: UUID | None
    created_at: datetime
    expires_at: datetime
