from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Text,
    Uuid,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.assets.tables import Asset
from assets_api.db import Base

TIME = DateTime(timezone=True)
STATES = (
    "created",
    "receiving",
    "received",
    "checking",
    "ready",
    "rejected",
    "held",
    "expired",
)
OPEN = ("created", "receiving")
WAYS = ("tus", "whole", "direct", "member")


class Upload(Base):
    """One file on its way: how much of it is safe, and what became of it.

    `received` counts acknowledged bytes: whole parts, then the tail object. `fence`
    rises with every new writer; only the latest may commit.
    """

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("received BETWEEN 0 AND size", name="received"),
        CheckConstraint(
            "state IN ('created', 'receiving', 'expired') OR received = size",
            name="complete",
        ),
        # A bundle is ready when its lines are uploads of their own.
        CheckConstraint(
            "(state = 'ready' AND NOT bundle) = (asset_id IS NOT NULL)", name="ready"
        ),
        CheckConstraint(f"way IN {WAYS}", name="way"),
        CheckConstraint("scan IN ('', 'clean', 'not-scanned')", name="scan"),
        Index("upload_agency_idx", "agency_id", "created_at"),
        Index(
            "upload_held_idx",
            "agency_id",
            "updated_at",
            "id",
            postgresql_where=text("state = 'held'"),
        ),
        Index(
            "upload_open_idx",
            "expires_at",
            postgresql_where=text("state IN ('created', 'receiving')"),
        ),
        Index(
            "upload_waiting_idx",
            "updated_at",
            postgresql_where=text("state IN ('received', 'checking')"),
        ),
        Index(
            "upload_purge_idx",
            "purge_after",
            postgresql_where=text("purge_after IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    agency_id: Mapped[UUID]
    agency_code: Mapped[str]
    created_by: Mapped[str]
    way: Mapped[str] = mapped_column(server_default="tus")
    bundle: Mapped[bool] = mapped_column(server_default=false())
    filename: Mapped[str]
    filetype: Mapped[str]
    declared_sha256: Mapped[str]
    metadata_: Mapped[str] = mapped_column("metadata", server_default="")
    description: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    size: Mapped[int] = mapped_column(BigInteger)
    part_size: Mapped[int]
    received: Mapped[int] = mapped_column(BigInteger, server_default="0")
    s3_upload_id: Mapped[str] = mapped_column(server_default="")
    tail_key: Mapped[str] = mapped_column(server_default="")
    tail_bytes: Mapped[int] = mapped_column(server_default="0")
    fence: Mapped[int] = mapped_column(BigInteger, server_default="0")
    lease_until: Mapped[datetime | None] = mapped_column(TIME)
    state: Mapped[str] = mapped_column(server_default="created")
    reason: Mapped[str] = mapped_column(server_default="")
    facts: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    attempts: Mapped[int] = mapped_column(server_default="0")
    scan: Mapped[str] = mapped_column(server_default="")
    cpu_ms: Mapped[int] = mapped_column(server_default="0")
    peak_kib: Mapped[int] = mapped_column(server_default="0")
    waived: Mapped[str] = mapped_column(server_default="")
    decided_by: Mapped[str] = mapped_column(server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(TIME)
    decision_note: Mapped[str] = mapped_column(server_default="")
    asset_id: Mapped[UUID | None] = mapped_column(ForeignKey(Asset.id))
    looks_like: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}")
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey(Asset.id))
    created_at: Mapped[datetime] = mapped_column(TIME)
    updated_at: Mapped[datetime] = mapped_column(TIME)
    expires_at: Mapped[datetime] = mapped_column(TIME)
    purge_after: Mapped[datetime | None] = mapped_column(TIME)


class UploadPart(Base):
    """A part S3 holds and the service has acknowledged."""

    __tablename__ = "upload_part"

    upload_id: Mapped[UUID] = mapped_column(ForeignKey(Upload.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    etag: Mapped[str]


class AgencyQuota(Base):
    """Space of one agency. Reserved when an upload begins, used when it is an asset."""

    __tablename__ = "agency_quota"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("used >= 0", name="used"),
    )

    agency_id: Mapped[UUID] = mapped_column(primary_key=True)
    limit_bytes: Mapped[int | None] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger, server_default="0")
    used: Mapped[int] = mapped_column(BigInteger, server_default="0")
