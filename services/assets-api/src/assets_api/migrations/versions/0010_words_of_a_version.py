"""Alternative text says which version of its asset it was written for."""

from alembic import op

revision = "0010"
down_revision = "0009"

COLUMN = """
ALTER TABLE assets.asset_text ADD COLUMN alt_for smallint NOT NULL DEFAULT 1;
UPDATE assets.asset_text t SET alt_for = v.number
  FROM (SELECT asset_id, max(number) AS number FROM assets.asset_version
         GROUP BY asset_id) v WHERE v.asset_id = t.asset_id AND v.number > 1;
ALTER TABLE assets.asset_text ALTER COLUMN alt_for DROP DEFAULT;
"""


def upgrade() -> None:
    op.execute(COLUMN)


def downgrade() -> None:
    op.execute("ALTER TABLE assets.asset_text DROP COLUMN alt_for")
