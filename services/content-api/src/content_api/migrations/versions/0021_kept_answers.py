"""What a request that named itself was answered, for a day."""

from alembic import op

revision = "0021"
down_revision = "0020"

TABLE = """
CREATE TABLE content.kept_answer (
    caller_id uuid NOT NULL,
    key text NOT NULL,
    request text NOT NULL,
    body_sha256 text NOT NULL DEFAULT '',
    claim uuid NOT NULL,
    claimed_at timestamptz NOT NULL,
    carried_out boolean NOT NULL DEFAULT false,
    status integer,
    headers jsonb,
    body bytea,
    expires_at timestamptz NOT NULL,
    CONSTRAINT kept_answer_pkey PRIMARY KEY (caller_id, key)
);
CREATE INDEX kept_answer_expires_at_idx ON content.kept_answer (expires_at);
"""


def upgrade() -> None:
    op.execute(TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE content.kept_answer")
