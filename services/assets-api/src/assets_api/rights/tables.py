from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.assets.tables import AssetVersion
from assets_api.db import Base


class Suggestion(Base):
    """What the file itself says of its maker and rights. Believed by nobody."""

    __tablename__ = "suggestion"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(AssetVersion.id), primary_key=True
    )
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Edition(Base):
    """What the forms of a version say of its rights, from a number in addresses on.

    Forms under smaller numbers keep what they say: an address never changes its bytes.
    """

    __tablename__ = "edition"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(AssetVersion.id), primary_key=True
    )
    epoch: Mapped[int] = mapped_column(primary_key=True)
    statement: Mapped[dict[str, str]] = mapped_column(JSONB)
    digest: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
