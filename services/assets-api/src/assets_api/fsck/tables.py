from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.db import Base

TIME = DateTime(timezone=True)
OUTCOMES = ("running", "complete", "failed")
KINDS = (
    "missing",
    "orphan",
    "size-mismatch",
    "hash-mismatch",
    "stuck-upload",
    "dangling-rendition",
    "unfinished-multipart",
    "foreign",
)


class FsckPass(Base):
    """One look at everything. Only one runs at a time; a dead one's lease ends."""

    __tablename__ = "fsck_pass"
    __table_args__ = (
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        CheckConstraint("deep BETWEEN 0 AND 100", name="deep"),
        Index(
            "fsck_pass_running_idx",
            "outcome",
            unique=True,
            postgresql_where=text("outcome = 'running'"),
        ),
        Index("fsck_pass_started_idx", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    asked_by: Mapped[str]
    outcome: Mapped[str] = mapped_column(server_default="running")
    started_at: Mapped[datetime] = mapped_column(TIME)
    lease_until: Mapped[datetime] = mapped_column(TIME)
    finished_at: Mapped[datetime | None] = mapped_column(TIME)
    deep: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    deep_from: Mapped[str] = mapped_column(server_default="")
    deep_to: Mapped[str] = mapped_column(server_default="")
    objects: Mapped[int] = mapped_column(BigInteger, server_default="0")
    bytes: Mapped[int] = mapped_column(BigInteger, server_default="0")
    hashed: Mapped[int] = mapped_column(BigInteger, server_default="0")
    young: Mapped[int] = mapped_column(BigInteger, server_default="0")
    repaired: Mapped[int] = mapped_column(BigInteger, server_default="0")


class FsckFinding(Base):
    """What the latest complete pass saw; goes when a pass does not see it any more.

    `first_seen_at` is of the first of the passes that saw it without interruption.
    """

    __tablename__ = "fsck_finding"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index("fsck_finding_pass_idx", "pass_id"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    pass_id: Mapped[UUID] = mapped_column(ForeignKey(FsckPass.id))
    sha256: Mapped[str] = mapped_column(server_default="")
    bytes: Mapped[int] = mapped_column(BigInteger, server_default="0")
    detail: Mapped[str] = mapped_column(server_default="")
    left_because: Mapped[str] = mapped_column(server_default="")
    first_seen_at: Mapped[datetime] = mapped_column(TIME)
    last_seen_at: Mapped[datetime] = mapped_column(TIME)
