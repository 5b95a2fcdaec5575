from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base
from content_api.items.tables import Item


class TranslationState(Base):
    """One language against the Vietnamese of the same revision.

    `hard` names the fields that keep the language from the public; `differences` has
    every field whose figures do not agree. `rules` is the version of the comparison.
    """

    __tablename__ = "translation_state"
    __table_args__ = (
        Index(
            "translation_state_hard_idx",
            "item_id",
            postgresql_where=text("cardinality(hard) > 0"),
        ),
    )

    item_id: Mapped[UUID] = mapped_column(
        ForeignKey(Item.id, ondelete="CASCADE"), primary_key=True
    )
    lang: Mapped[str] = mapped_column(Text, primary_key=True)
    revision: Mapped[int]
    rules: Mapped[int]
    stale: Mapped[list[str]] = mapped_column(ARRAY(Text))
    hard: Mapped[list[str]] = mapped_column(ARRAY(Text))
    differences: Mapped[dict[str, Any]] = mapped_column(JSONB)
    wanted: Mapped[int]
    filled: Mapped[int]


class ItemFact(Base):
    """A dated fact of an item, and the last day on which it counts as fresh."""

    __tablename__ = "item_fact"
    __table_args__ = (Index("item_fact_stale_after_idx", "stale_after"),)

    item_id: Mapped[UUID] = mapped_column(
        ForeignKey(Item.id, ondelete="CASCADE"), primary_key=True
    )
    pointer: Mapped[str] = mapped_column(Text, primary_key=True)
    stale_after: Mapped[date]


class ItemCitation(Base):
    """An item or a decision that another item names: by key, or by folded number."""

    __tablename__ = "item_citation"
    __table_args__ = (Index("item_citation_cited_idx", "cited"),)

    item_id: Mapped[UUID] = mapped_column(
        ForeignKey(Item.id, ondelete="CASCADE"), primary_key=True
    )
    pointer: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    cited: Mapped[str] = mapped_column(Text, primary_key=True)
