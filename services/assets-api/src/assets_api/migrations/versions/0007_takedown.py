"""What was taken down, and when each step was done."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = """
CREATE TABLE assets.takedown (
    id uuid DEFAULT uuidv7() NOT NULL,
    asset_id uuid NOT NULL,
    asset_version_id uuid NOT NULL,
    scope text NOT NULL,
    opened_at timestamptz NOT NULL,
    removed jsonb DEFAULT '[]' NOT NULL,
    removed_at timestamptz,
    purged_at timestamptz,
    attempts smallint DEFAULT '0' NOT NULL,
    last_error text DEFAULT '' NOT NULL,
    next_attempt_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT takedown_pkey PRIMARY KEY (id),
    CONSTRAINT takedown_scope_check CHECK (scope IN ('asset', 'release')),
    CONSTRAINT takedown_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES assets.asset
        (id),
    CONSTRAINT takedown_asset_version_id_fkey FOREIGN KEY(asset_version_id)
        REFERENCES assets.asset_version (id)
);
CREATE UNIQUE INDEX takedown_open_key ON assets.takedown (asset_version_id) WHERE
        ended_at IS NULL;
CREATE INDEX takedown_due_idx ON assets.takedown (next_attempt_at) WHERE
        next_attempt_at IS NOT NULL;
CREATE INDEX takedown_asset_idx ON assets.takedown (asset_id, opened_at);
-- What was done stays written down.
REVOKE DELETE ON assets.takedown FROM phohien_assets
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE assets.takedown")
