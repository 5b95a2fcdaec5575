from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base

Moment = DateTime(timezone=True)


class Webhook(Base):
    """One address that wants to be told. Empty `types` or `locales` mean all."""

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'paused')", name="state"),
        CheckConstraint(
            "(former_secret IS NULL) = (former_until IS NULL)", name="former"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    # Both sides of a signature need it: it cannot be kept as a digest.
    secret: Mapped[str] = mapped_column(Text)
    # The one before; what is sent is signed with it too until its time is over.
    former_secret: Mapped[str | None] = mapped_column(Text)
    former_until: Mapped[datetime | None] = mapped_column(Moment)
    types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    locales: Mapped[list[str]] = mapped_column(ARRAY(Text))
    state: Mapped[str] = mapped_column(Text)
    # Why it is paused, when it was not a person who did it.
    note: Mapped[str] = mapped_column(Text)
    told_seq: Mapped[int] = mapped_column(BigInteger)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(Moment)


class Delivery(Base):
    """One line of the log for one webhook."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'delivered', 'dead')", name="state"),
        UniqueConstraint("webhook_id", "seq"),
        Index(
            "webhook_delivery_due_idx",
            "next_at",
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "webhook_delivery_done_idx",
            "done_at",
            postgresql_where=text("state <> 'pending'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey(Webhook.id, ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class Attempt(Base):
    """One try: what came back, or why nothing did."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (Index("webhook_attempt_delivery_idx", "delivery_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    delivery_id: Mapped[UUID] = mapped_column(
        ForeignKey(Delivery.id, ondelete="CASCADE")
    )
    at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[int | None]
    milliseconds: Mapped[int]
    error: Mapped[str] = mapped_column(Text)
