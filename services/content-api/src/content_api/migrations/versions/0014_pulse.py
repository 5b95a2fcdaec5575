"""What a process that keeps answers has to know: the last line, and the next hour."""

from alembic import op

revision = "0014"
down_revision = "0013"

PULSE = """
-- The public role sees neither what is still to come nor a line whose time, by another
-- clock, is a moment ahead. It is told no more than a number and a span: where the log
-- ends, and in how many seconds the next document appears or expires.
CREATE FUNCTION release.pulse(OUT seq bigint, OUT seconds float8)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT max(c.seq) FROM release.change c), 0),
           extract(epoch FROM least(
               (SELECT min(d.visible_from) FROM release.document d
                 WHERE d.superseded_at IS NULL AND d.seq = 0
                   AND d.visible_from > now()),
               (SELECT min(d.expires_at) FROM release.document d
                 WHERE d.superseded_at IS NULL AND d.expires_at > now())
           ) - clock_timestamp())::float8
$$;
REVOKE ALL ON FUNCTION release.pulse() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release.pulse() TO phohien_public;
"""


def upgrade() -> None:
    op.execute(PULSE)


def downgrade() -> None:
    op.execute("DROP FUNCTION release.pulse")
