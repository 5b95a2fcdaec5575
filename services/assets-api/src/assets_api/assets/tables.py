from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.db import Base

TIME = DateTime(timezone=True)


class Blob(Base):
    """Bytes, once, under the name of their hash; shared by whoever has them."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(TIME)


class Asset(Base):
    """What an agency owns and describes; its bytes are in its versions."""

    __tablename__ = "asset"
    __table_args__ = (
        Index("asset_agency_idx", "agency_id", "created_at", "id"),
        Index(
            "asset_rights_end_idx",
            "rights_end",
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(
            "asset_consent_until_idx",
            "consent_until",
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("people IN ('', 'none', 'identifiable')", name="people"),
        CheckConstraint(
            "consent_gap IN ('', 'missing', 'scope', 'territory')", name="consent_gap"
        ),
        CheckConstraint("(deleted_at IS NULL) = (deleted_by = '')", name="deleted"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    agency_id: Mapped[UUID]
    agency_code: Mapped[str]
    kind: Mapped[str]
    creator: Mapped[str] = mapped_column(server_default="")
    rights_holder: Mapped[str] = mapped_column(server_default="")
    licence: Mapped[str] = mapped_column(server_default="")
    credit: Mapped[str] = mapped_column(server_default="")
    source_type: Mapped[str] = mapped_column(server_default="")
    web_statement: Mapped[str] = mapped_column(server_default="")
    rights_end: Mapped[date | None]
    people: Mapped[str] = mapped_column(server_default="")
    # What follows from the consents; kept by `consents`, read by delivery.
    consent_gap: Mapped[str] = mapped_column(server_default="")
    consent_until: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(TIME)
    deleted_at: Mapped[datetime | None] = mapped_column(TIME)
    deleted_by: Mapped[str] = mapped_column(server_default="")
    deletion_note: Mapped[str] = mapped_column(server_default="")
    revision: Mapped[int] = mapped_column(server_default="1")
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(TIME)
    updated_at: Mapped[datetime] = mapped_column(TIME)


class AssetText(Base):
    """Alternative text and caption in one language."""

    __tablename__ = "asset_text"

    asset_id: Mapped[UUID] = mapped_column(ForeignKey(Asset.id), primary_key=True)
    lang: Mapped[str] = mapped_column(primary_key=True)
    alt: Mapped[str]
    caption: Mapped[str]
    # The number of the version that somebody looked at when writing `alt`.
    alt_for: Mapped[int] = mapped_column(SmallInteger)


class AssetVersion(Base):
    """Immutable: other bytes are another version."""

    __tablename__ = "asset_version"
    __table_args__ = (
        UniqueConstraint("asset_id", "number"),
        CheckConstraint(
            "text_quality IN ('', 'unicode', 'tcvn3', 'vni')", name="text_quality"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    asset_id: Mapped[UUID] = mapped_column(ForeignKey(Asset.id))
    number: Mapped[int] = mapped_column(SmallInteger)
    # No key of another table: the bytes of a deleted asset go, its versions stay.
    sha256: Mapped[str] = mapped_column(index=True)
    format: Mapped[str]
    filename: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    pages: Mapped[int]
    signed: Mapped[bool]
    has_text: Mapped[bool]
    scan: Mapped[str] = mapped_column(server_default="not-scanned")
    text_quality: Mapped[str] = mapped_column(server_default="")
    duration_ms: Mapped[int] = mapped_column(server_default="0")
    archive_only: Mapped[bool] = mapped_column(server_default=false())
    lang: Mapped[str] = mapped_column(server_default="")
    created_by: Mapped[str] = mapped_column(server_default="")
    dhash: Mapped[int | None] = mapped_column(BigInteger)
    first_public_at: Mapped[datetime | None] = mapped_column(TIME)
    created_at: Mapped[datetime] = mapped_column(TIME)


class VersionText(Base):
    """The words found in a document; apart, for they can be long."""

    __tablename__ = "version_text"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(AssetVersion.id), primary_key=True
    )
    words: Mapped[str]


class Rendition(Base):
    """One public form of a version; its own bytes with their own hash."""

    __tablename__ = "rendition"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey(AssetVersion.id), primary_key=True
    )
    preset: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    format: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey(Blob.sha256), index=True)
    width: Mapped[int]
    height: Mapped[int]
