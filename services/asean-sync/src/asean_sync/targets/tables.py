"""What is known and decided about a target, apart from its objects; its slot."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base


class Target(Base):
    __tablename__ = "target"
    __table_args__ = (
        CheckConstraint(
            "circuit IN ('closed', 'open', 'half_open')",
            name="circuit",
        ),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    paused_reason: Mapped[str | None]
    # While open nothing is claimed, so items spend no attempts on a shut door.
    circuit: Mapped[str] = mapped_column(server_default=text("'closed'"))
    circuit_until: Mapped[datetime | None]
    circuit_reason: Mapped[str | None]
    consecutive_failures: Mapped[int] = mapped_column(server_default=text("0"))
    # A token bucket shared by all workers.
    tokens: Mapped[float] = mapped_column(Double, server_default=text("1"))
    refilled_at: Mapped[datetime] = mapped_column(
        server_default=text("clock_timestamp()")
    )
    # Part of idempotency keys; changes when the database was put back.
    epoch: Mapped[str] = mapped_column(server_default=text("''"))
    # Of what the target told of its interface: accepted, and seen last.
    contract_hash: Mapped[str | None]
    contract_found: Mapped[str | None]
    planned_seq: Mapped[int] = mapped_column(server_default=text("0"))
    planned_at: Mapped[datetime | None]
    plan_wanted: Mapped[bool] = mapped_column(server_default=text("false"))
    # The last day of the certificate it showed last.
    certificate_until: Mapped[datetime | None]
    # The evidence, as it was read last: why it does not hold, or nothing.
    chain_broken: Mapped[str | None]
    chain_checked_at: Mapped[datetime | None]


class Share(Base):
    """Connections that one desk may have open to a target, until its lease ends."""

    __tablename__ = "share"

    target_code: Mapped[str] = mapped_column(
        ForeignKey("sync.target.code"), primary_key=True
    )
    owner: Mapped[UUID] = mapped_column(primary_key=True)
    connections: Mapped[int]
    until: Mapped[datetime]


class Schedule(Base):
    __tablename__ = "schedule"

    target_code: Mapped[str] = mapped_column(
        ForeignKey("sync.target.code"), primary_key=True
    )
    cron: Mapped[str]
    tz: Mapped[str]
    # Local time until which a missed slot still starts.
    misfire_until: Mapped[str]
    next_fire_at: Mapped[datetime]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
