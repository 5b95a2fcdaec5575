"""objects: desired, observed and what lies between."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE sync.payload (
    sha256 TEXT NOT NULL,
    body JSONB NOT NULL,
    profile_version BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT payload_pkey PRIMARY KEY (sha256)
);
CREATE TABLE sync.object (
    id UUID DEFAULT uuidv7() NOT NULL,
    target_code TEXT NOT NULL,
    object_key TEXT NOT NULL,
    role TEXT NOT NULL,
    item_id UUID NOT NULL,
    lang TEXT,
    desired TEXT NOT NULL,
    desired_generation BIGINT NOT NULL,
    desired_hash TEXT,
    payload_sha256 TEXT,
    closure_hash TEXT,
    source JSONB DEFAULT '{}' NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    withdrawn_reason TEXT,
    observed TEXT DEFAULT 'unknown' NOT NULL,
    observed_generation BIGINT DEFAULT 0 NOT NULL,
    observed_hash TEXT,
    remote_id TEXT,
    remote_url TEXT,
    remote_fingerprint TEXT,
    read_back_hash TEXT,
    verified_at TIMESTAMP WITH TIME ZONE,
    state TEXT NOT NULL,
    priority BIGINT NOT NULL,
    attempts BIGINT DEFAULT 0 NOT NULL,
    verify_failures BIGINT DEFAULT 0 NOT NULL,
    claims_without_result BIGINT DEFAULT 0 NOT NULL,
    not_before TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    in_doubt_since TIMESTAMP WITH TIME ZONE,
    last_verdict TEXT,
    last_error TEXT,
    hold_reason TEXT,
    lease_owner TEXT,
    lease_until TIMESTAMP WITH TIME ZONE,
    fence BIGINT DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT object_pkey PRIMARY KEY (id),
    CONSTRAINT object_target_code_object_key_key UNIQUE (target_code, object_key),
    CONSTRAINT object_role_check CHECK (role IN ('item', 'media')),
    CONSTRAINT object_desired_check CHECK (desired IN ('present', 'absent')),
    CONSTRAINT object_observed_check CHECK (observed IN ('unknown', 'present',
        'absent')),
    CONSTRAINT object_state_check CHECK (state IN ('pending', 'leased', 'in_doubt',
        'retry', 'applied', 'synced', 'drifted', 'held', 'rejected', 'dead',
            'quarantined', 'absent')),
    CONSTRAINT object_leased_check CHECK ((state = 'leased') <= (lease_until IS NOT
        NULL)),
    CONSTRAINT object_in_doubt_check CHECK ((state = 'in_doubt') <= (in_doubt_since IS
        NOT NULL)),
    CONSTRAINT object_target_code_fkey FOREIGN KEY(target_code) REFERENCES sync.target
        (code),
    CONSTRAINT object_payload_sha256_fkey FOREIGN KEY(payload_sha256) REFERENCES
        sync.payload (sha256)
)
 WITH (fillfactor = 80);
CREATE INDEX object_due_idx ON sync.object (target_code, priority,
    not_before) WHERE state IN ('pending', 'leased', 'in_doubt', 'retry', 'applied');
CREATE INDEX object_item_idx ON sync.object (item_id, lang);
CREATE INDEX object_state_idx ON sync.object (state, updated_at, id);
CREATE TABLE sync.dependency (
    object_id UUID NOT NULL,
    needs_object_id UUID NOT NULL,
    CONSTRAINT dependency_pkey PRIMARY KEY (object_id, needs_object_id),
    CONSTRAINT dependency_object_id_fkey FOREIGN KEY(object_id) REFERENCES sync.object
        (id),
    CONSTRAINT dependency_needs_object_id_fkey FOREIGN KEY(needs_object_id) REFERENCES
        sync.object (id)
);
CREATE INDEX dependency_needs_object_id_idx ON sync.dependency (needs_object_id);
CREATE TABLE sync.tombstone (
    target_code TEXT NOT NULL,
    object_key TEXT NOT NULL,
    generation BIGINT NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    reason TEXT NOT NULL,
    remote_id TEXT,
    CONSTRAINT tombstone_pkey PRIMARY KEY (target_code, object_key, generation),
    CONSTRAINT tombstone_target_code_fkey FOREIGN KEY(target_code) REFERENCES
        sync.target (code)
);
-- Rows are updated in place again and again.
ALTER TABLE sync.object SET (fillfactor = 80);
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE sync.tombstone")
    op.execute("DROP TABLE sync.dependency")
    op.execute("DROP TABLE sync.object")
    op.execute("DROP TABLE sync.payload")
