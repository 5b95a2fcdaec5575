"""Lines of the change log as readers are told them, ready to be sent."""

from alembic import op

revision = "0020"
down_revision = "0019"

# PostgreSQL takes four times as long to write this at each reading.
TOLD = """
ALTER TABLE release.change ADD COLUMN told text NOT NULL GENERATED ALWAYS AS (
    left(line, -1) || ',"prev_hash":"' || encode(prev_hash, 'hex')
    || '","hash":"' || encode(hash, 'hex') || '"}') STORED
"""


def upgrade() -> None:
    op.execute(TOLD)


def downgrade() -> None:
    op.execute("ALTER TABLE release.change DROP COLUMN told")
