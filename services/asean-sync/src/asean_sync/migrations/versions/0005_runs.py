"""runs and what they planned."""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = """
CREATE TABLE sync.run (
    id UUID DEFAULT uuidv7() NOT NULL,
    target_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    scheduled_for TIMESTAMP WITH TIME ZONE NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    approved_hold TEXT,
    started_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    worker TEXT,
    lease_until TIMESTAMP WITH TIME ZONE,
    fence BIGINT DEFAULT 0 NOT NULL,
    plan_hash TEXT,
    hold_hash TEXT,
    outcome TEXT,
    counts JSONB DEFAULT '{}' NOT NULL,
    note TEXT,
    evidence_seq BIGINT,
    evidence_hash TEXT,
    CONSTRAINT run_pkey PRIMARY KEY (id),
    CONSTRAINT run_target_code_kind_scheduled_for_key UNIQUE (target_code, kind,
        scheduled_for),
    CONSTRAINT run_kind_check CHECK (kind IN ('nightly', 'on_demand', 'prompt',
        'plan')),
    CONSTRAINT run_outcome_check CHECK (outcome IN ('ok', 'partial', 'needs_approval',
        'failed', 'missed')),
    CONSTRAINT run_target_code_fkey FOREIGN KEY(target_code) REFERENCES sync.target
        (code)
);
CREATE UNIQUE INDEX run_open_idx ON sync.run (target_code) WHERE finished_at IS NULL;
CREATE INDEX run_requested_at_idx ON sync.run (requested_at, id);
CREATE TABLE sync.plan_item (
    run_id UUID NOT NULL,
    object_key TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT NOT NULL,
    diff JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT plan_item_pkey PRIMARY KEY (run_id, object_key),
    CONSTRAINT plan_item_run_id_fkey FOREIGN KEY(run_id) REFERENCES sync.run (id)
);
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE sync.plan_item")
    op.execute("DROP TABLE sync.run")
