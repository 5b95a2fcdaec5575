from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from content_api.agencies.tables import Agency
from content_api.db import Base


class Target(Base):
    """A trigger tells `release.target`, which the sync reads."""

    __tablename__ = "target"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z0-9][a-z0-9-]{1,39}$'", name="code"),
        CheckConstraint("follow_policy IN ('follow', 'hold')", name="follow_policy"),
        CheckConstraint("valid_to > valid_from", name="validity"),
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    follow_policy: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Entitlement(Base):
    """One clause of a plan: this agency may have this type offered to this target."""

    __tablename__ = "entitlement"
    __table_args__ = (
        CheckConstraint(
            "manner IN ('direct', 'dataset', 'nomination', 'joint')", name="manner"
        ),
        CheckConstraint("valid_to > valid_from", name="validity"),
        UniqueConstraint("agency_id", "type", "target_code", "valid_from"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    agency_id: Mapped[UUID] = mapped_column(ForeignKey(Agency.id))
    type: Mapped[str] = mapped_column(Text)
    target_code: Mapped[str] = mapped_column(ForeignKey(Target.code))
    manner: Mapped[str] = mapped_column(Text)
    # A clause is kept as text: letters occur twice in the plans.
    clause: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, server_default="")
