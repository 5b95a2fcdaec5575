"""How much was read when a target was last planned as a whole."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base


class SourceReading(Base):
    __tablename__ = "source_reading"

    target_code: Mapped[str] = mapped_column(
        ForeignKey("sync.target.code"), primary_key=True
    )
    # Released documents that live offers to the target let out.
    documents: Mapped[int]
    read_at: Mapped[datetime]
    # When every payload was last made anew, whatever it was made from.
    rendered_at: Mapped[datetime | None]
