from uuid import UUID

from sqlalchemy import ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.assets.tables import AssetVersion
from assets_api.db import Base


class Page(Base):
    """One page of a version: the size of its picture, and its words."""

    __tablename__ = "page"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(AssetVersion.id), primary_key=True
    )
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    words: Mapped[str]


class OutlineEntry(Base):
    """One line of a table of contents, as the document carries it."""

    __tablename__ = "outline_entry"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(AssetVersion.id), primary_key=True
    )
    ordinal: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    depth: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str]
    page: Mapped[int] = mapped_column(SmallInteger)
