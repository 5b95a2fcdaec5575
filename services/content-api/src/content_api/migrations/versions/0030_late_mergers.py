"""A merger whose day has come and that nobody carries out is overdue too."""

from alembic import op

revision = "0030"
down_revision = "0029"

VIEWS = """
ALTER VIEW content.overdue RENAME TO overdue_item;
CREATE VIEW content.overdue AS
SELECT o.id, o.kind, o.item_id, o.key, o.lang, o.agency_code, o.since
  FROM content.overdue_item o
UNION ALL
SELECT m.id, 'merger-late', NULL, m.into_code, '', m.into_code, m.since
  FROM (SELECT a.id, a.into_code,
               a.effective_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS since
          FROM content.agency_merger a WHERE a.done_at IS NULL) m
 WHERE m.since < now() - interval '1 hour';
"""


def upgrade() -> None:
    op.execute(VIEWS)


def downgrade() -> None:
    op.execute("DROP VIEW content.overdue")
    op.execute("ALTER VIEW content.overdue_item RENAME TO overdue")
