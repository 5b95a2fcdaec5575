from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.db import Base

VERSION = "assets.asset_version.id"


class Look(Base):
    """What the renditions of one number in the addresses are made of.

    The first number needs no row. A change adds one: old addresses keep their bytes.
    `plain_epoch` is the number for renditions that are not cut, which another focal
    point leaves as they are.
    """

    __tablename__ = "look"
    __table_args__ = (
        CheckConstraint("plain_epoch BETWEEN 1 AND epoch", name="plain_epoch"),
        CheckConstraint("focal_x BETWEEN 0 AND 1000", name="focal_x"),
        CheckConstraint("focal_y BETWEEN 0 AND 1000", name="focal_y"),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey(VERSION), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    plain_epoch: Mapped[int]
    focal_x: Mapped[int | None] = mapped_column(SmallInteger)
    focal_y: Mapped[int | None] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Appearance(Base):
    """Found in the pixels when the file came in.

    What a page shows until they arrive, and where the eye goes first.
    """

    __tablename__ = "appearance"

    version_id: Mapped[UUID] = mapped_column(ForeignKey(VERSION), primary_key=True)
    colour: Mapped[str]
    placeholder: Mapped[str]
    eye_x: Mapped[int] = mapped_column(SmallInteger)
    eye_y: Mapped[int] = mapped_column(SmallInteger)
