from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.db import Base
from assets_api.uploads.tables import Upload


class BundleLine(Base):
    """A line of the list: the upload it became, or why it became none."""

    __tablename__ = "bundle_line"
    __table_args__ = (
        CheckConstraint("(member_id IS NULL) = (refusal <> '')", name="outcome"),
    )

    bundle_id: Mapped[UUID] = mapped_column(ForeignKey(Upload.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey(Upload.id))
    refusal: Mapped[str] = mapped_column(server_default="")
