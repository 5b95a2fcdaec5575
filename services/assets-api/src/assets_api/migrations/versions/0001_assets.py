"""Uploads, assets, their renditions, quotas and withdrawals."""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = """
CREATE TABLE assets.agency_quota (
    agency_id uuid NOT NULL,
    limit_bytes bigint,
    reserved bigint DEFAULT '0' NOT NULL,
    used bigint DEFAULT '0' NOT NULL,
    CONSTRAINT agency_quota_pkey PRIMARY KEY (agency_id),
    CONSTRAINT agency_quota_reserved_check CHECK (reserved >= 0),
    CONSTRAINT agency_quota_used_check CHECK (used >= 0)
);
CREATE TABLE assets.asset (
    id uuid DEFAULT uuidv7() NOT NULL,
    agency_id uuid NOT NULL,
    agency_code text NOT NULL,
    kind text NOT NULL,
    creator text DEFAULT '' NOT NULL,
    rights_holder text DEFAULT '' NOT NULL,
    licence text DEFAULT '' NOT NULL,
    credit text DEFAULT '' NOT NULL,
    source_type text DEFAULT '' NOT NULL,
    rights_end date,
    withdrawn_at timestamptz,
    revision integer DEFAULT '1' NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT asset_pkey PRIMARY KEY (id)
);
CREATE INDEX asset_agency_idx ON assets.asset (agency_id, created_at, id);
CREATE INDEX asset_rights_end_idx ON assets.asset (rights_end) WHERE withdrawn_at
        IS NULL;
CREATE TABLE assets.blob (
    sha256 text NOT NULL,
    bytes bigint NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT blob_pkey PRIMARY KEY (sha256)
);
CREATE TABLE assets.asset_text (
    asset_id uuid NOT NULL,
    lang text NOT NULL,
    alt text NOT NULL,
    caption text NOT NULL,
    CONSTRAINT asset_text_pkey PRIMARY KEY (asset_id, lang),
    CONSTRAINT asset_text_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES
        assets.asset (id)
);
CREATE TABLE assets.asset_version (
    id uuid DEFAULT uuidv7() NOT NULL,
    asset_id uuid NOT NULL,
    number smallint NOT NULL,
    sha256 text NOT NULL,
    format text NOT NULL,
    filename text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    pages integer NOT NULL,
    signed boolean NOT NULL,
    has_text boolean NOT NULL,
    first_public_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT asset_version_pkey PRIMARY KEY (id),
    CONSTRAINT asset_version_asset_id_number_key UNIQUE (asset_id, number),
    CONSTRAINT asset_version_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES
        assets.asset (id),
    CONSTRAINT asset_version_sha256_fkey FOREIGN KEY(sha256) REFERENCES assets.blob
        (sha256)
);
CREATE INDEX asset_version_sha256_idx ON assets.asset_version (sha256);
CREATE TABLE assets.upload (
    id uuid DEFAULT uuidv7() NOT NULL,
    agency_id uuid NOT NULL,
    agency_code text NOT NULL,
    created_by text NOT NULL,
    filename text NOT NULL,
    filetype text NOT NULL,
    declared_sha256 text NOT NULL,
    size bigint NOT NULL,
    part_size integer NOT NULL,
    received bigint DEFAULT '0' NOT NULL,
    s3_upload_id text DEFAULT '' NOT NULL,
    tail_key text DEFAULT '' NOT NULL,
    tail_bytes integer DEFAULT '0' NOT NULL,
    fence bigint DEFAULT '0' NOT NULL,
    lease_until timestamptz,
    state text DEFAULT 'created' NOT NULL,
    reason text DEFAULT '' NOT NULL,
    facts text[] DEFAULT '{}' NOT NULL,
    attempts integer DEFAULT '0' NOT NULL,
    asset_id uuid,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    purge_after timestamptz,
    CONSTRAINT upload_pkey PRIMARY KEY (id),
    CONSTRAINT upload_state_check CHECK (state IN ('created', 'receiving',
        'received', 'checking', 'ready', 'rejected', 'held', 'expired')),
    CONSTRAINT upload_size_check CHECK (size > 0),
    CONSTRAINT upload_received_check CHECK (received BETWEEN 0 AND size),
    CONSTRAINT upload_complete_check CHECK (state IN ('created', 'receiving',
        'expired') OR received = size),
    CONSTRAINT upload_ready_check CHECK ((state = 'ready') = (asset_id IS NOT
        NULL)),
    CONSTRAINT upload_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES assets.asset
        (id)
);
CREATE INDEX upload_agency_idx ON assets.upload (agency_id, created_at);
CREATE INDEX upload_open_idx ON assets.upload (expires_at) WHERE state IN
        ('created', 'receiving');
CREATE INDEX upload_purge_idx ON assets.upload (purge_after) WHERE purge_after IS
        NOT NULL;
CREATE INDEX upload_waiting_idx ON assets.upload (updated_at) WHERE state IN
        ('received', 'checking');
CREATE TABLE assets.rendition (
    version_id uuid NOT NULL,
    preset text NOT NULL,
    epoch integer NOT NULL,
    format text NOT NULL,
    sha256 text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    CONSTRAINT rendition_pkey PRIMARY KEY (version_id, preset, epoch, format),
    CONSTRAINT rendition_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id),
    CONSTRAINT rendition_sha256_fkey FOREIGN KEY(sha256) REFERENCES assets.blob
        (sha256)
);
CREATE INDEX rendition_sha256_idx ON assets.rendition (sha256);
CREATE TABLE assets.upload_part (
    upload_id uuid NOT NULL,
    number integer NOT NULL,
    etag text NOT NULL,
    CONSTRAINT upload_part_pkey PRIMARY KEY (upload_id, number),
    CONSTRAINT upload_part_upload_id_fkey FOREIGN KEY(upload_id) REFERENCES
        assets.upload (id)
);
CREATE TABLE assets.version_text (
    version_id uuid NOT NULL,
    words text NOT NULL,
    CONSTRAINT version_text_pkey PRIMARY KEY (version_id),
    CONSTRAINT version_text_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
CREATE TABLE assets.withdrawal (
    id uuid DEFAULT uuidv7() NOT NULL,
    asset_id uuid NOT NULL,
    asset_version_id uuid NOT NULL,
    reason_class text NOT NULL,
    attempts integer DEFAULT '0' NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT withdrawal_pkey PRIMARY KEY (id),
    CONSTRAINT withdrawal_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES
        assets.asset (id),
    CONSTRAINT withdrawal_asset_version_id_key UNIQUE (asset_version_id),
    CONSTRAINT withdrawal_asset_version_id_fkey FOREIGN KEY(asset_version_id)
        REFERENCES assets.asset_version (id)
);
CREATE INDEX withdrawal_waiting_idx ON assets.withdrawal (next_attempt_at) WHERE
        acknowledged_at IS NULL;
-- What has a hash for a name never changes.
REVOKE UPDATE ON assets.blob, assets.rendition, assets.version_text FROM phohien_assets
"""
TABLES = (
    "withdrawal",
    "version_text",
    "upload_part",
    "rendition",
    "upload",
    "asset_version",
    "asset_text",
    "blob",
    "asset",
    "agency_quota",
)


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE assets.{table}")
