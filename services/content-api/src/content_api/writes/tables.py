from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base

Moment = DateTime(timezone=True)


class KeptAnswer(Base):
    """A request that named itself with an Idempotency-Key, and what it was answered.

    `claim` is whoever carries it out; `carried_out` is committed with the work itself.
    """

    __tablename__ = "kept_answer"
    __table_args__ = (Index("kept_answer_expires_at_idx", "expires_at"),)

    caller_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    request: Mapped[str] = mapped_column(Text)
    body_sha256: Mapped[str] = mapped_column(Text, server_default="")
    claim: Mapped[UUID]
    claimed_at: Mapped[datetime] = mapped_column(Moment)
    carried_out: Mapped[bool] = mapped_column(server_default="false")
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    body: Mapped[bytes | None]
    expires_at: Mapped[datetime] = mapped_column(Moment)
