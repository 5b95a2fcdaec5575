from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, func
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
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
