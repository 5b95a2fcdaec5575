"""A webhook's secret can be replaced: the one before stays valid for a while."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("""
ALTER TABLE content.webhook
    ADD COLUMN former_secret text,
    ADD COLUMN former_until timestamptz,
    ADD CONSTRAINT webhook_former_check
        CHECK ((former_secret IS NULL) = (former_until IS NULL))""")


def downgrade() -> None:
    op.execute(
        "ALTER TABLE content.webhook DROP COLUMN former_secret,"
        " DROP COLUMN former_until"
    )
