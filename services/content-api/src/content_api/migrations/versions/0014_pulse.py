"""What a process that keeps answers has to know: the last line, and the next hour."""

from alembic import op

revision = "0014"
down_revision = "0013"

PULSE = """
-- The public role sees neither what is still to come nor a line whose time, by another
-- clock, is a moment ahead. It is told where the log ends, when the next document
-- appears or expires and in how many seconds, and when one last appeared that the log
-- has not told of yet.
CREATE FUNCTION release.pulse(
    OUT seq bigint, OUT next timestamptz, OUT seconds float8, OUT started timestamptz
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.seq, p.next, extract(epoch FROM p.next - clock_timestamp())::float8,
           p.started
      FROM (SELECT
        coalesce((SELECT max(c.seq) FROM release.change c), 0) AS seq,
        least((SELECT min(d.visible_from) FROM release.document d
                WHERE d.superseded_at IS NULL AND d.seq = 0
                  AND d.visible_from > now()),
              (SELECT min(d.expires_at) FROM release.document d
                WHERE d.superseded_at IS NULL AND d.expires_at > now())) AS next,
        (SELECT max(d.visible_from) FROM release.document d
          WHERE d.superseded_at IS NULL AND d.seq = 0
            AND d.visible_from <= now()) AS started) p
$$;
REVOKE ALL ON FUNCTION release.pulse() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release.pulse() TO phohien_public;
"""


def upgrade() -> None:
    op.execute(PULSE)


def downgrade() -> None:
    op.execute("DROP FUNCTION release.pulse")
