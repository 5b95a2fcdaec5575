"""bytes kept sealed, what targets show otherwise, takedowns and their clocks."""

from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = """
ALTER TABLE sync.attempt ADD COLUMN sealed BYTEA;
ALTER TABLE sync.attempt_result ADD COLUMN sealed BYTEA;
ALTER TABLE sync.object ADD COLUMN evidence_key BYTEA;
CREATE INDEX object_payload_sha256_idx ON sync.object (payload_sha256)
    WHERE payload_sha256 IS NOT NULL;
ALTER TABLE sync.target ADD COLUMN epoch TEXT DEFAULT '' NOT NULL;
ALTER TABLE sync.target ADD COLUMN contract_hash TEXT;
ALTER TABLE sync.target ADD COLUMN contract_found TEXT;
CREATE TABLE sync.contract (
    target_code TEXT NOT NULL,
    hash TEXT NOT NULL,
    body JSONB NOT NULL,
    found_at TIMESTAMP WITH TIME ZONE NOT NULL,
    accepted_at TIMESTAMP WITH TIME ZONE,
    accepted_by TEXT,
    CONSTRAINT contract_pkey PRIMARY KEY (target_code, hash),
    CONSTRAINT contract_target_code_fkey FOREIGN KEY(target_code) REFERENCES
        sync.target (code)
);
CREATE TABLE sync.drift (
    id UUID DEFAULT uuidv7() NOT NULL,
    target_code TEXT NOT NULL,
    object_id UUID,
    object_key TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    found_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id UUID,
    remote_ids TEXT[] NOT NULL,
    fields TEXT[] NOT NULL,
    theirs BYTEA,
    action TEXT NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by TEXT,
    outcome TEXT,
    CONSTRAINT drift_pkey PRIMARY KEY (id),
    CONSTRAINT drift_kind_check CHECK (kind IN ('missing', 'changed', 'extra',
        'duplicate', 'revived', 'contract')),
    CONSTRAINT drift_action_check CHECK (action IN ('reported', 'reasserted', 'held')),
    CONSTRAINT drift_target_code_fkey FOREIGN KEY(target_code) REFERENCES sync.target
        (code),
    CONSTRAINT drift_object_id_fkey FOREIGN KEY(object_id) REFERENCES sync.object (id)
);
CREATE UNIQUE INDEX drift_open_idx ON sync.drift (target_code, object_key, kind) WHERE
    closed_at IS NULL;
CREATE INDEX drift_found_at_idx ON sync.drift (found_at, id);
CREATE TABLE sync.takedown (
    id UUID DEFAULT uuidv7() NOT NULL,
    target_code TEXT NOT NULL,
    object_id UUID NOT NULL,
    object_key TEXT NOT NULL,
    generation BIGINT NOT NULL,
    reason TEXT NOT NULL,
    person TEXT DEFAULT '' NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    outcome TEXT,
    confirmed_by TEXT,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT takedown_pkey PRIMARY KEY (id),
    CONSTRAINT takedown_object_id_generation_key UNIQUE (object_id, generation),
    CONSTRAINT takedown_outcome_check CHECK (outcome IN ('proven', 'offered_again')),
    CONSTRAINT takedown_target_code_fkey FOREIGN KEY(target_code) REFERENCES
        sync.target (code),
    CONSTRAINT takedown_object_id_fkey FOREIGN KEY(object_id) REFERENCES sync.object
        (id)
);
CREATE UNIQUE INDEX takedown_open_idx ON sync.takedown (object_id) WHERE ended_at IS
    NULL;
CREATE INDEX takedown_asked_at_idx ON sync.takedown (asked_at, id);
"""
# Whoever decides that an object is to go, the planner, a worker that found its approval
# gone or a person: the clock starts with the row, and only the row stops it.
CLOCK = """
CREATE FUNCTION sync.keep_takedown() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_terms jsonb;
BEGIN
    IF NEW.desired = 'absent' AND OLD.desired = 'present' THEN
        SELECT p.body -> 'takedown' INTO v_terms FROM sync.profile p
         WHERE p.target_code = NEW.target_code AND p.state = 'active';
        INSERT INTO sync.takedown
            (target_code, object_id, object_key, generation, reason, person, due_at)
        VALUES (NEW.target_code, NEW.id, NEW.object_key, NEW.desired_generation,
            coalesce(NEW.withdrawn_reason, ''), coalesce(v_terms ->> 'person', ''),
            clock_timestamp() + make_interval(secs =>
                3600 * coalesce((v_terms ->> 'hours')::double precision, 24)))
        ON CONFLICT DO NOTHING;
    ELSIF NEW.desired = 'present' THEN
        UPDATE sync.takedown SET ended_at = clock_timestamp(), outcome = 'offered_again'
         WHERE object_id = NEW.id AND ended_at IS NULL;
    END IF;
    IF NEW.state = 'absent' THEN
        UPDATE sync.takedown SET ended_at = clock_timestamp(), outcome = 'proven'
         WHERE object_id = NEW.id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER object_takedown AFTER UPDATE OF desired, state ON sync.object
    FOR EACH ROW WHEN (OLD.desired <> NEW.desired
        OR (NEW.state = 'absent' AND OLD.state <> 'absent'))
    EXECUTE FUNCTION sync.keep_takedown();
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(CLOCK)


def downgrade() -> None:
    op.execute("DROP TRIGGER object_takedown ON sync.object")
    op.execute("DROP FUNCTION sync.keep_takedown()")
    for table in ("takedown", "drift", "contract"):
        op.execute(f"DROP TABLE sync.{table}")
    op.execute("DROP INDEX sync.object_payload_sha256_idx")
    for table, column in (
        ("target", "contract_found"),
        ("target", "contract_hash"),
        ("target", "epoch"),
        ("object", "evidence_key"),
        ("attempt_result", "sealed"),
        ("attempt", "sealed"),
    ):
        op.execute(f"ALTER TABLE sync.{table} DROP COLUMN {column}")
