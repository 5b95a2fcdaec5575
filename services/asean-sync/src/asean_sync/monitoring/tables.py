"""What workers count: added up here, since any number of them come and go."""

from sqlalchemy import Double
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base


class Count(Base):
    __tablename__ = "tally"
    __table_args__ = ({"postgresql_with": {"fillfactor": "70"}},)

    name: Mapped[str] = mapped_column(primary_key=True)
    target_code: Mapped[str] = mapped_column(primary_key=True)
    labels: Mapped[list[str]] = mapped_column(primary_key=True)
    value: Mapped[float] = mapped_column(Double)
