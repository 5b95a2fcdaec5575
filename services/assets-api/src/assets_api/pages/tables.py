from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.assets.tables import AssetVersion
from assets_api.db import Base


class PageDrawing(Base):
    """Who draws a few pages at this moment, of all processes there are."""

    __tablename__ = "page_drawing"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(AssetVersion.id), primary_key=True
    )
    first_page: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    lease_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
