"""Passes of the bucket check, what they saw, counts that outlive a process."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = """
CREATE TABLE assets.fsck_pass (
    id uuid DEFAULT uuidv7() NOT NULL,
    asked_by text NOT NULL,
    outcome text DEFAULT 'running' NOT NULL,
    started_at timestamptz NOT NULL,
    lease_until timestamptz NOT NULL,
    finished_at timestamptz,
    deep smallint DEFAULT '0' NOT NULL,
    deep_from text DEFAULT '' NOT NULL,
    deep_to text DEFAULT '' NOT NULL,
    objects bigint DEFAULT '0' NOT NULL,
    bytes bigint DEFAULT '0' NOT NULL,
    hashed bigint DEFAULT '0' NOT NULL,
    young bigint DEFAULT '0' NOT NULL,
    repaired bigint DEFAULT '0' NOT NULL,
    CONSTRAINT fsck_pass_pkey PRIMARY KEY (id),
    CONSTRAINT fsck_pass_outcome_check CHECK (outcome IN ('running', 'complete',
        'failed')),
    CONSTRAINT fsck_pass_deep_check CHECK (deep BETWEEN 0 AND 100)
);
CREATE UNIQUE INDEX fsck_pass_running_idx ON assets.fsck_pass (outcome) WHERE outcome =
        'running';
CREATE INDEX fsck_pass_started_idx ON assets.fsck_pass (started_at);
CREATE TABLE assets.fsck_finding (
    kind text NOT NULL,
    subject text NOT NULL,
    pass_id uuid NOT NULL,
    sha256 text DEFAULT '' NOT NULL,
    bytes bigint DEFAULT '0' NOT NULL,
    detail text DEFAULT '' NOT NULL,
    left_because text DEFAULT '' NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    CONSTRAINT fsck_finding_pkey PRIMARY KEY (kind, subject),
    CONSTRAINT fsck_finding_kind_check CHECK (kind IN ('missing', 'orphan',
        'size-mismatch', 'hash-mismatch', 'stuck-upload', 'dangling-rendition',
        'unfinished-multipart', 'foreign')),
    CONSTRAINT fsck_finding_pass_id_fkey FOREIGN KEY(pass_id) REFERENCES
        assets.fsck_pass (id)
);
CREATE INDEX fsck_finding_pass_idx ON assets.fsck_finding (pass_id);
CREATE TABLE assets.tally (
    figure text NOT NULL,
    label text NOT NULL,
    value bigint NOT NULL,
    CONSTRAINT tally_pkey PRIMARY KEY (figure, label)
);
-- The one place that says which bytes no repair may touch: legal hold and retention.
-- Replace it (CREATE OR REPLACE, same name and type) when an asset can be held.
CREATE FUNCTION assets.is_kept(sha256 text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT false $$;
GRANT EXECUTE ON FUNCTION assets.is_kept(text) TO phohien_assets
"""
RETURN = (
    "DROP FUNCTION assets.is_kept(text)",
    "DROP TABLE assets.tally",
    "DROP TABLE assets.fsck_finding",
    "DROP TABLE assets.fsck_pass",
)


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    for statement in RETURN:
        op.execute(statement)
