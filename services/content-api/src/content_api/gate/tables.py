from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base
from content_api.items.tables import Item


class Clearance(Base):
    """Who answers for what. The function content.clear alone writes it."""

    __tablename__ = "clearance"
    __table_args__ = (Index("clearance_item_lang_idx", "item_id", "lang", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id))
    lang: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    closure_hash: Mapped[str] = mapped_column(Text)
    person_id: Mapped[UUID]
    person_name: Mapped[str] = mapped_column(Text)
    declaration: Mapped[str] = mapped_column(Text)
    signed_for: Mapped[UUID | None]
    signed_for_name: Mapped[str] = mapped_column(Text, server_default="")
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class AcceptedDifference(Base):
    """What a leader let pass with open eyes, for one text against one source.

    `subject` is a field whose figures differ, or a term with a forbidden rendering.
    Written once.
    """

    __tablename__ = "accepted_difference"
    __table_args__ = (
        CheckConstraint("kind IN ('figures', 'term')", name="kind"),
        Index("accepted_difference_item_lang_idx", "item_id", "lang"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id))
    lang: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    closure_hash: Mapped[str] = mapped_column(Text)
    source_hash: Mapped[str] = mapped_column(Text)
    detail: Mapped[list[Any]] = mapped_column(JSONB)
    person_id: Mapped[UUID]
    person_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
