from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base


class HandledMarking(Base):
    """A refusal the security officer has dealt with, by its line of the audit log."""

    __tablename__ = "handled_marking"

    audit_seq: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    person_id: Mapped[UUID]
    person_name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default="")
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
