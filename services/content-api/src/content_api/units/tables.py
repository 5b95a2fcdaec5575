from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base


class Unit(Base):
    """A trigger tells `release.unit`, with the predecessors beside it."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{2,5}$'", name="code"),
        CheckConstraint(
            "level IN ('province', 'district', 'ward', 'commune', 'township')",
            name="level",
        ),
        CheckConstraint("valid_to > valid_from", name="validity"),
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    province_code: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    folded: Mapped[str] = mapped_column(Text)
    # Changed here by a decision: loading the shipped list leaves it alone.
    amended: Mapped[bool] = mapped_column(server_default="false")


class UnitPredecessor(Base):
    """An old unit that went whole (`exact`) or in part (`split`) into a present one."""

    __tablename__ = "unit_predecessor"
    __table_args__ = (
        CheckConstraint("mapping IN ('exact', 'split')", name="mapping"),
        CheckConstraint("code ~ '^[0-9]{2,5}$'", name="code"),
        Index("unit_predecessor_code_idx", "code"),
    )

    unit_code: Mapped[str] = mapped_column(ForeignKey(Unit.code), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # The code it had, which the new unit may carry on.
    code: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    district: Mapped[str] = mapped_column(Text, server_default="")
    mapping: Mapped[str] = mapped_column(Text)
    written: Mapped[str] = mapped_column(Text)
    generation: Mapped[int] = mapped_column(server_default="1")
    replaced_on: Mapped[date | None]
    folded: Mapped[str] = mapped_column(Text)
