"""A total too large to count is estimated from a sample, by a function that only reads.

The planner's own guess needs EXPLAIN, which no function may run that promises to
change nothing.
"""

from alembic import op

revision = "0025"
down_revision = "0024"

SAMPLED = """
-- How many there are. Past `most`, as many as a sample of some thousand documents says;
-- the same sample for as long as the documents stay the same.
CREATE FUNCTION release.total(
    p_wanted jsonb, p_most integer, OUT matches bigint, OUT counted boolean
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_where text := release.list_conditions(p_wanted); v_found bigint; v_part float8;
BEGIN
    EXECUTE 'SELECT count(*) FROM (SELECT FROM release.document d WHERE' || v_where
        || ' LIMIT $2::bigint + 1) x' INTO matches USING p_wanted, p_most;
    counted := matches <= p_most;
    IF NOT counted THEN
        v_part := (SELECT least(100, 1000000 / greatest(c.reltuples, 1))
                     FROM pg_class c WHERE c.oid = 'release.document'::regclass);
        EXECUTE 'SELECT count(*) FROM release.document d
            TABLESAMPLE SYSTEM ($2) REPEATABLE (1) WHERE' || v_where
            INTO v_found USING p_wanted, v_part;
        matches := greatest(matches, (v_found * 100 / v_part)::bigint);
    END IF;
END $$;
"""
PLANNED = """
CREATE FUNCTION release.total(
    p_wanted jsonb, p_most integer, OUT matches bigint, OUT counted boolean
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v text := ' FROM release.document d WHERE' || release.list_conditions(p_wanted);
    v_plan json;
BEGIN
    EXECUTE 'SELECT count(*) FROM (SELECT' || v || ' LIMIT $2::bigint + 1) x'
        INTO matches USING p_wanted, p_most;
    counted := matches <= p_most;
    IF NOT counted THEN
        EXECUTE 'EXPLAIN (FORMAT JSON) SELECT' || v INTO v_plan USING p_wanted;
        matches := greatest(matches, (v_plan#>>'{0,Plan,Plan Rows}')::float8::bigint);
    END IF;
END $$;
"""
GRANTS = """
REVOKE ALL ON FUNCTION release.total(jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release.total(jsonb, integer) TO phohien_public;
"""
DROP = "DROP FUNCTION release.total(jsonb, integer)"


def upgrade() -> None:
    for statement in (DROP, SAMPLED, GRANTS):
        op.execute(statement)


def downgrade() -> None:
    for statement in (DROP, PLANNED, GRANTS):
        op.execute(statement)
