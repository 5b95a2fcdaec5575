"""Webhooks: who wants to be told, what is to be told, and every try at it."""

from alembic import op

revision = "0015"
down_revision = "0014"

TABLES = """
CREATE TABLE content.webhook (
    id uuid CONSTRAINT webhook_pkey PRIMARY KEY DEFAULT uuidv7(),
    name text NOT NULL,
    url text NOT NULL,
    secret text NOT NULL,
    types text[] NOT NULL,
    locales text[] NOT NULL,
    state text NOT NULL CONSTRAINT webhook_state_check
        CHECK (state IN ('active', 'paused')),
    note text NOT NULL,
    told_seq bigint NOT NULL,
    failing_since timestamptz,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE content.webhook_delivery (
    id uuid CONSTRAINT webhook_delivery_pkey PRIMARY KEY DEFAULT uuidv7(),
    webhook_id uuid NOT NULL CONSTRAINT webhook_delivery_webhook_id_fkey
        REFERENCES content.webhook (id) ON DELETE CASCADE,
    seq bigint NOT NULL,
    state text NOT NULL CONSTRAINT webhook_delivery_state_check
        CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts integer NOT NULL,
    next_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    CONSTRAINT webhook_delivery_webhook_id_seq_key UNIQUE (webhook_id, seq)
);
CREATE INDEX webhook_delivery_due_idx ON content.webhook_delivery (next_at)
    WHERE state = 'pending';
CREATE INDEX webhook_delivery_done_idx ON content.webhook_delivery (done_at)
    WHERE state <> 'pending';
CREATE TABLE content.webhook_attempt (
    id uuid CONSTRAINT webhook_attempt_pkey PRIMARY KEY DEFAULT uuidv7(),
    delivery_id uuid NOT NULL CONSTRAINT webhook_attempt_delivery_id_fkey
        REFERENCES content.webhook_delivery (id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    status integer,
    milliseconds integer NOT NULL,
    error text NOT NULL
);
CREATE INDEX webhook_attempt_delivery_idx ON content.webhook_attempt (delivery_id, id);
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    for table in ("webhook_attempt", "webhook_delivery", "webhook"):
        op.execute(f"DROP TABLE content.{table}")
