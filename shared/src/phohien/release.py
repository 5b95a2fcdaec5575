"""The contract between the services: the tables of schema `release`, to be read.

content-api migrates them, and only its database functions write. `document.doc` is the
finished JSON; a row here is an immutable snapshot of one item in one language.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

SCHEMA = "release"
CHANNEL = "phohien_release"  # NOTIFY; the payload is the sequence number
metadata = MetaData(schema=SCHEMA)


def _time(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


document = Table(
    "document",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("item_id", Uuid, nullable=False),
    Column("lang", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("agency_id", Uuid, nullable=False),
    Column("agency_code", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("closure_hash", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("doc", Text, nullable=False),
    Column("card", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("sort_key", Text, nullable=False),
    Column("fi_category", Text, nullable=False),
    Column("topics", ARRAY(Text), nullable=False),
    Column("unit_codes", ARRAY(Text), nullable=False),
    Column("search", TSVECTOR, nullable=False),
    Column("lat", Double),
    Column("lon", Double),
    _time("released_at"),
    _time("visible_from"),
    _time("expires_at", nullable=True),
    _time("superseded_at", nullable=True),
    Column("seq", BigInteger, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("document_id", Uuid, ForeignKey(document.c.id), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("asset_id", Uuid, nullable=False),
    Column("asset_version_id", Uuid, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("mime", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("alt", Text, nullable=False),
    Column("caption", Text, nullable=False),
    Column("credit", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
)

# A view: media of documents the public may see now, or that a live offer still names.
live_media = Table(
    "live_media",
    metadata,
    Column("asset_version_id", Uuid),
    Column("asset_id", Uuid),
    Column("sha256", Text),
    Column("document_id", Uuid),
    Column("lang", Text),
)

offer = Table(
    "offer",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("item_id", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("target_code", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("closure_hash", Text, nullable=False),
    Column("follow_policy", Text, nullable=False),
    Column("approved_by", Uuid, nullable=False),
    _time("approved_at"),
    _time("withdrawn_at", nullable=True),
)

change = Table(
    "change",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    _time("at"),
    _time("effective_at"),
    Column("kind", Text, nullable=False),
    Column("reason_class", Text, nullable=False),
    Column("item_id", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("agency_code", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("closure_hash", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("prev_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("item_id", Uuid, primary_key=True),
    Column("lang", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("agency_code", Text, nullable=False),
    _time("withdrawn_at"),
    Column("reason_class", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
)

target = Table(
    "target",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", JSONB, nullable=False),
    Column("follow_policy", Text, nullable=False),
    _time("valid_from"),
    _time("valid_to", nullable=True),
)

slug = Table(
    "slug",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("key", Text, nullable=False),
)

harvest = Table(
    "harvest",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("target_code", Text, nullable=False),
    Column("verb", Text, nullable=False),
    _time("from_", nullable=True),
    _time("until", nullable=True),
    Column("complete", Boolean, nullable=False),
    _time("at"),
)
