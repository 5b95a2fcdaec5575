"""plans that a person approves, runs of one item, stops, and how much was read."""

from alembic import op

revision = "0010"
down_revision = "0009"

UP = """
CREATE TABLE sync.stop (
    id UUID DEFAULT uuidv7() NOT NULL,
    target_code TEXT,
    item_type TEXT,
    withdrawals_go BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    stopped_by TEXT NOT NULL,
    stopped_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    resumed_by TEXT,
    resumed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT stop_pkey PRIMARY KEY (id),
    CONSTRAINT stop_target_code_fkey FOREIGN KEY(target_code) REFERENCES sync.target
        (code)
);
CREATE UNIQUE INDEX stop_active_idx ON sync.stop (target_code, item_type)
    NULLS NOT DISTINCT WHERE resumed_at IS NULL;
CREATE TABLE sync.source_reading (
    target_code TEXT NOT NULL,
    documents BIGINT NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT source_reading_pkey PRIMARY KEY (target_code),
    CONSTRAINT source_reading_target_code_fkey FOREIGN KEY(target_code) REFERENCES
        sync.target (code)
);
ALTER TABLE sync.run
    ADD COLUMN item_key TEXT,
    ADD COLUMN plan_id UUID CONSTRAINT run_plan_id_fkey REFERENCES sync.run (id),
    ADD COLUMN canary BIGINT DEFAULT 0 NOT NULL,
    ADD COLUMN canary_keys TEXT[],
    ADD COLUMN profile_sha256 TEXT,
    ADD COLUMN two_person BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE sync.plan_item
    ADD COLUMN lang TEXT,
    ADD COLUMN content_hash TEXT,
    ADD COLUMN holds TEXT[] DEFAULT '{}' NOT NULL,
    ADD COLUMN readiness BIGINT;
DROP INDEX sync.run_open_idx;
CREATE UNIQUE INDEX run_open_idx ON sync.run (target_code, item_key)
    NULLS NOT DISTINCT WHERE finished_at IS NULL AND kind <> 'plan';
CREATE UNIQUE INDEX run_open_plan_idx ON sync.run (target_code, item_key)
    NULLS NOT DISTINCT WHERE finished_at IS NULL AND kind = 'plan';
"""
DOWN = """
DROP INDEX sync.run_open_plan_idx;
DROP INDEX sync.run_open_idx;
CREATE UNIQUE INDEX run_open_idx ON sync.run (target_code) WHERE finished_at IS NULL;
ALTER TABLE sync.plan_item
    DROP COLUMN lang,
    DROP COLUMN content_hash,
    DROP COLUMN holds,
    DROP COLUMN readiness;
ALTER TABLE sync.run
    DROP COLUMN item_key,
    DROP COLUMN plan_id,
    DROP COLUMN canary,
    DROP COLUMN canary_keys,
    DROP COLUMN profile_sha256,
    DROP COLUMN two_person;
DROP TABLE sync.source_reading;
DROP TABLE sync.stop;
"""
KINDS = "'nightly', 'on_demand', 'prompt', 'plan'"
OUTCOMES = "'ok', 'partial', 'needs_approval', 'failed', 'missed'"


def _allow(column: str, values: str) -> None:
    op.execute(f"ALTER TABLE sync.run DROP CONSTRAINT run_{column}_check")
    op.execute(
        f"ALTER TABLE sync.run ADD CONSTRAINT run_{column}_check "
        f"CHECK ({column} IN ({values}))"
    )


def upgrade() -> None:
    op.execute(UP)
    _allow("kind", f"{KINDS}, 'apply', 'reconcile'")
    _allow("outcome", f"{OUTCOMES}, 'stale'")


def downgrade() -> None:
    op.execute(DOWN)
    _allow("kind", KINDS)
    _allow("outcome", OUTCOMES)
