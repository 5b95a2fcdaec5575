"""packages for targets without a line, and what came back for them."""

from alembic import op

revision = "0011"
down_revision = "0010"

UP = """
CREATE TABLE sync.package (
    id UUID DEFAULT uuidv7() NOT NULL,
    target_code TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    delivered_at TIMESTAMP WITH TIME ZONE,
    receipt JSONB,
    receipt_sha256 TEXT,
    received_at TIMESTAMP WITH TIME ZONE,
    problem TEXT,
    CONSTRAINT package_pkey PRIMARY KEY (id),
    CONSTRAINT package_target_code_number_key UNIQUE (target_code, number),
    CONSTRAINT package_target_code_fkey FOREIGN KEY(target_code) REFERENCES sync.target
        (code)
);
CREATE TABLE sync.package_entry (
    id UUID DEFAULT uuidv7() NOT NULL,
    target_code TEXT NOT NULL,
    object_key TEXT NOT NULL,
    op TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    payload JSONB,
    files JSONB DEFAULT '[]' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    package_id UUID,
    verdict TEXT,
    reason TEXT,
    remote_url TEXT,
    CONSTRAINT package_entry_pkey PRIMARY KEY (id),
    CONSTRAINT package_entry_op_check CHECK (op IN ('put', 'remove')),
    CONSTRAINT package_entry_verdict_check CHECK (verdict IN ('accepted', 'refused')),
    CONSTRAINT package_entry_target_code_fkey FOREIGN KEY(target_code) REFERENCES
        sync.target (code),
    CONSTRAINT package_entry_package_id_fkey FOREIGN KEY(package_id) REFERENCES
        sync.package (id)
);
CREATE UNIQUE INDEX package_entry_open_idx ON sync.package_entry
    (target_code, object_key) WHERE package_id IS NULL;
CREATE INDEX package_entry_object_key_idx ON sync.package_entry
    (target_code, object_key, id);
CREATE INDEX package_entry_package_id_idx ON sync.package_entry (package_id);
CREATE TABLE sync.stamped_receipt (
    package_id UUID NOT NULL,
    sha256 TEXT NOT NULL,
    mime TEXT NOT NULL,
    content BYTEA NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT stamped_receipt_pkey PRIMARY KEY (package_id),
    CONSTRAINT stamped_receipt_package_id_fkey FOREIGN KEY(package_id) REFERENCES
        sync.package (id)
);
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    for table in ("stamped_receipt", "package_entry", "package"):
        op.execute(f"DROP TABLE sync.{table}")
