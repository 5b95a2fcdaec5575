from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base


class GlossaryTerm(Base):
    """`source` names who says so; `unverified` is a spelling nobody answers for."""

    __tablename__ = "glossary_term"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('unit', 'place', 'organisation', 'term', 'product')", name="kind"
        ),
        CheckConstraint("valid_to > valid_from", name="validity"),
        CheckConstraint("source_vi <> '' AND source <> ''", name="named"),
        UniqueConstraint(
            "source_vi", "lang", "valid_from", postgresql_nulls_not_distinct=True
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    source_vi: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(Text)
    rendering: Mapped[str] = mapped_column(Text)
    forbidden: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    kind: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, server_default="unverified")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
