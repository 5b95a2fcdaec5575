"""A stop stays on record after it was lifted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, func, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base


class Stop(Base):
    """Of one target and one type; None: of every target, of every type."""

    __tablename__ = "stop"
    __table_args__ = (
        Index(
            "stop_active_idx",
            "target_code",
            "item_type",
            unique=True,
            postgresql_where=text("resumed_at IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str | None] = mapped_column(ForeignKey("sync.target.code"))
    item_type: Mapped[str | None]
    # A takedown that somebody ordered may be let through.
    withdrawals_go: Mapped[bool]
    reason: Mapped[str]
    stopped_by: Mapped[str]
    stopped_at: Mapped[datetime] = mapped_column(
        server_default=text("clock_timestamp()")
    )
    resumed_by: Mapped[str | None]
    resumed_at: Mapped[datetime | None]


# `<province>-<type with hyphens>-<eight characters>`, then the language or file.
TYPE_IN_KEY = r"^[^-]+-(.+)-[^-.]+(\.|$)"


def type_of(item: Any) -> ColumnElement[str]:
    return func.substring(item.object_key, TYPE_IN_KEY)


def halts(item: Any) -> ColumnElement[bool]:
    """Whether a stop keeps this object from being written at its target."""
    return (
        select(Stop.id)
        .where(
            *_of_target(item.target_code),
            or_(
                Stop.item_type.is_(None),
                func.replace(Stop.item_type, "_", "-") == type_of(item),
            ),
            or_(~Stop.withdrawals_go, item.desired == "present"),
        )
        .exists()
    )


def any_stop(target_code: Any) -> ColumnElement[bool]:
    """Whether any stop touches the target: then each object is asked about."""
    return select(Stop.id).where(*_of_target(target_code)).exists()


def stops_all(target_code: Any) -> ColumnElement[bool]:
    """Whether nothing at all may be written at the target now."""
    return (
        select(Stop.id)
        .where(*_of_target(target_code), Stop.item_type.is_(None), ~Stop.withdrawals_go)
        .exists()
    )


def _of_target(code: Any) -> list[ColumnElement[bool]]:
    return [
        Stop.resumed_at.is_(None),
        or_(Stop.target_code.is_(None), Stop.target_code == code),
    ]
