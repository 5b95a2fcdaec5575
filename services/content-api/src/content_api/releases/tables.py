from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base


class EndedAsset(Base):
    """A version that may never be released again. Only release.end_asset writes."""

    __tablename__ = "ended_asset"

    asset_version_id: Mapped[UUID] = mapped_column(primary_key=True)
    asset_id: Mapped[UUID]
    reason_class: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
