"""What a payload was made from: what has not changed is not made again."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("ALTER TABLE sync.object ADD COLUMN made_from TEXT")
    op.execute("ALTER TABLE sync.source_reading ADD COLUMN rendered_at TIMESTAMPTZ")


def downgrade() -> None:
    op.execute("ALTER TABLE sync.source_reading DROP COLUMN rendered_at")
    op.execute("ALTER TABLE sync.object DROP COLUMN made_from")
