from datetime import datetime
from uuid import UUID

from phohien.schemas import Out


class AssetVersionOut(Out):
    """One state of an asset. `public`: a released document shows it at this moment."""

    id: UUID
    number: int
    format: str
    filename: str
    sha256: str
    bytes: int
    width: int | None
    height: int | None
    pages: int | None
    created_by: str
    created_at: datetime
    first_public_at: datetime | None
    public: bool


class AssetVersionList(Out):
    """Newest first, all of them."""

    data: list[AssetVersionOut]
