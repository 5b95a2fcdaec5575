from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Text,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.assets.tables import Asset
from assets_api.db import Base

TIME = DateTime(timezone=True)


class Consent(Base):
    """One person's word about one picture. Never edited: it ends or another follows."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("until >= valid_from", name="until"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by = '')", name="withdrawn"
        ),
        Index("consent_asset_idx", "asset_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    asset_id: Mapped[UUID] = mapped_column(ForeignKey(Asset.id))
    person: Mapped[str]
    given_by: Mapped[str] = mapped_column(server_default="")
    scope: Mapped[list[str]] = mapped_column(ARRAY(Text))
    territories: Mapped[list[str]] = mapped_column(ARRAY(Text))
    valid_from: Mapped[date]
    until: Mapped[date | None]
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey(Asset.id), index=True)
    note: Mapped[str] = mapped_column(server_default="")
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(TIME)
    withdrawn_at: Mapped[datetime | None] = mapped_column(TIME)
    withdrawn_by: Mapped[str] = mapped_column(server_default="")
    withdrawal_note: Mapped[str] = mapped_column(server_default="")
