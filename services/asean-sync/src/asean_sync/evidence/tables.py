"""The intent before the wire and the result after it, links of one chain a target."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base


class Attempt(Base):
    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("target_code", "chain_seq"),
        CheckConstraint(
            "op IN ('create', 'update', 'withdraw', 'retract', 'probe', 'verify',"
            " 'poll', 'provide')",
            name="op",
        ),
        Index("attempt_object_id_idx", "object_id", "chain_seq"),
        Index("attempt_object_key_idx", "object_key", "chain_seq"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    object_id: Mapped[UUID] = mapped_column(ForeignKey("sync.object.id"))
    object_key: Mapped[str]
    run_id: Mapped[UUID | None]
    generation: Mapped[int]
    fence: Mapped[int]
    op: Mapped[str]
    idempotency_key: Mapped[str]
    method: Mapped[str]
    path: Mapped[str]
    request_sha256: Mapped[str]
    payload_sha256: Mapped[str | None]
    verifies: Mapped[UUID | None]
    worker: Mapped[str]
    started_at: Mapped[datetime]
    # The bytes that went out, under the key of the object.
    sealed: Mapped[bytes | None]
    chain_seq: Mapped[int]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class AttemptResult(Base):
    __tablename__ = "attempt_result"
    __table_args__ = (UniqueConstraint("target_code", "chain_seq"),)

    attempt_id: Mapped[UUID] = mapped_column(
        ForeignKey("sync.attempt.id"), primary_key=True
    )
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    fence: Mapped[int]
    verdict: Mapped[str]
    why: Mapped[str]
    http_status: Mapped[int | None]
    response_headers: Mapped[dict[str, Any]]
    response_body: Mapped[str]
    response_sha256: Mapped[str | None]
    remote_id: Mapped[str | None]
    remote_url: Mapped[str | None]
    read_back_hash: Mapped[str | None]
    differing: Mapped[list[str]]
    worker: Mapped[str]
    finished_at: Mapped[datetime]
    # What of the answer is kept, likewise; `response_body` has what shows nothing.
    sealed: Mapped[bytes | None]
    chain_seq: Mapped[int]
    prev_hash: Mapped[str]
    hash: Mapped[str]
