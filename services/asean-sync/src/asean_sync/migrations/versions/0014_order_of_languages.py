"""a profile keeps the order of its languages."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute("ALTER TABLE sync.profile ALTER COLUMN body TYPE JSON")


def downgrade() -> None:
    op.execute("ALTER TABLE sync.profile ALTER COLUMN body TYPE JSONB")
