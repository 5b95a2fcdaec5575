from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.db import Base


class Tally(Base):
    """A count that only rises, kept in the transaction that it counts."""

    __tablename__ = "tally"

    figure: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
