"""evidence."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = """
CREATE TABLE sync.attempt (
    id UUID DEFAULT uuidv7() NOT NULL,
    target_code TEXT NOT NULL,
    object_id UUID NOT NULL,
    object_key TEXT NOT NULL,
    run_id UUID,
    generation BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    op TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    request_sha256 TEXT NOT NULL,
    payload_sha256 TEXT,
    verifies UUID,
    worker TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    chain_seq BIGINT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT attempt_pkey PRIMARY KEY (id),
    CONSTRAINT attempt_target_code_chain_seq_key UNIQUE (target_code, chain_seq),
    CONSTRAINT attempt_op_check CHECK (op IN ('create', 'update', 'withdraw',
        'retract', 'probe', 'verify')),
    CONSTRAINT attempt_target_code_fkey FOREIGN KEY(target_code) REFERENCES
        sync.target (code),
    CONSTRAINT attempt_object_id_fkey FOREIGN KEY(object_id) REFERENCES sync.object (id)
);
CREATE INDEX attempt_object_id_idx ON sync.attempt (object_id, chain_seq);
CREATE INDEX attempt_object_key_idx ON sync.attempt (object_key, chain_seq);
CREATE TABLE sync.attempt_result (
    attempt_id UUID NOT NULL,
    target_code TEXT NOT NULL,
    fence BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    why TEXT NOT NULL,
    http_status BIGINT,
    response_headers JSONB NOT NULL,
    response_body TEXT NOT NULL,
    response_sha256 TEXT,
    remote_id TEXT,
    remote_url TEXT,
    read_back_hash TEXT,
    differing TEXT[] NOT NULL,
    worker TEXT NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE NOT NULL,
    chain_seq BIGINT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT attempt_result_pkey PRIMARY KEY (attempt_id),
    CONSTRAINT attempt_result_target_code_chain_seq_key UNIQUE (target_code, chain_seq),
    CONSTRAINT attempt_result_attempt_id_fkey FOREIGN KEY(attempt_id) REFERENCES
        sync.attempt (id),
    CONSTRAINT attempt_result_target_code_fkey FOREIGN KEY(target_code) REFERENCES
        sync.target (code)
);
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE sync.attempt_result")
    op.execute("DROP TABLE sync.attempt")
