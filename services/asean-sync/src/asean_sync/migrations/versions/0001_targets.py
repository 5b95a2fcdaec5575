"""targets and their profiles."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE sync.target (
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    enabled BOOLEAN DEFAULT true NOT NULL,
    paused_reason TEXT,
    circuit TEXT DEFAULT 'closed' NOT NULL,
    circuit_until TIMESTAMP WITH TIME ZONE,
    circuit_reason TEXT,
    consecutive_failures BIGINT DEFAULT 0 NOT NULL,
    tokens DOUBLE PRECISION DEFAULT 1 NOT NULL,
    refilled_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    planned_seq BIGINT DEFAULT 0 NOT NULL,
    planned_at TIMESTAMP WITH TIME ZONE,
    plan_wanted BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT target_pkey PRIMARY KEY (code),
    CONSTRAINT target_circuit_check CHECK (circuit IN ('closed', 'open', 'half_open'))
);
CREATE TABLE sync.profile (
    id UUID DEFAULT uuidv7() NOT NULL,
    target_code TEXT NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    activated_by TEXT NOT NULL,
    activated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT profile_pkey PRIMARY KEY (id),
    CONSTRAINT profile_target_code_version_key UNIQUE (target_code, version),
    CONSTRAINT profile_state_check CHECK (state IN ('active', 'retired')),
    CONSTRAINT profile_target_code_fkey FOREIGN KEY(target_code) REFERENCES
        sync.target (code)
);
CREATE UNIQUE INDEX profile_active_idx ON sync.profile (target_code) WHERE state =
    'active';
CREATE TABLE sync.schedule (
    target_code TEXT NOT NULL,
    cron TEXT NOT NULL,
    tz TEXT NOT NULL,
    misfire_until TEXT NOT NULL,
    next_fire_at TIMESTAMP WITH TIME ZONE NOT NULL,
    enabled BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT schedule_pkey PRIMARY KEY (target_code),
    CONSTRAINT schedule_target_code_fkey FOREIGN KEY(target_code) REFERENCES
        sync.target (code)
);
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE sync.schedule")
    op.execute("DROP TABLE sync.profile")
    op.execute("DROP TABLE sync.target")
