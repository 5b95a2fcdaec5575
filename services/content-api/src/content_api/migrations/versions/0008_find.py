"""Filters that need an inverted index, for the role that may only read.

Row security comes first in a plan, and array and text-search operators are not
leakproof, so for `phohien_public` PostgreSQL would never use their indexes. This
function sets the same bounds itself and returns nothing that row security hides.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

FIND = """
CREATE FUNCTION release.find(
    p_wanted jsonb, p_query tsquery, p_at timestamptz, p_id uuid, p_rows integer
) RETURNS TABLE (card text, released_at timestamptz, id uuid, expires_at timestamptz,
    rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_where text := '';
BEGIN
    -- Only fixed text goes into the statement; every value is a parameter.
    IF p_wanted ? 'lang' THEN
        v_where := v_where || ' AND d.lang = $1->>''lang''';
    END IF;
    IF p_wanted ? 'type' THEN
        v_where := v_where || ' AND d.type = $1->>''type''';
    END IF;
    IF p_wanted ? 'agency' THEN
        v_where := v_where || ' AND d.agency_code = $1->>''agency''';
    END IF;
    IF p_wanted ? 'fi_category' THEN
        v_where := v_where || ' AND d.fi_category = $1->>''fi_category''';
    END IF;
    IF p_wanted ? 'unit' THEN
        v_where := v_where || ' AND d.unit_codes @> ARRAY[$1->>''unit'']';
    END IF;
    IF p_wanted ? 'topic' THEN
        v_where := v_where || ' AND d.topics @> ARRAY[$1->>''topic'']';
    END IF;
    IF p_query IS NOT NULL THEN
        v_where := v_where || ' AND d.search @@ $2';
    END IF;
    IF p_at IS NOT NULL THEN
        v_where := v_where || ' AND (d.released_at, d.id) < ($3, $4)';
    END IF;
    -- EXECUTE plans for these values. A limit of some hundreds keeps the planner from
    -- walking the whole date index in search of words that never meet; the rank is
    -- computed for what is left.
    RETURN QUERY EXECUTE
        'SELECT n.card, n.released_at, n.id, n.expires_at,
                coalesce(ts_rank(n.search, $2, 1), 0)
           FROM (SELECT d.card, d.released_at, d.id, d.expires_at, d.search
                   FROM release.document d
                  WHERE d.superseded_at IS NULL AND d.visible_from <= now()
                    AND (d.expires_at IS NULL OR d.expires_at > now())' || v_where ||
        '         ORDER BY d.released_at DESC, d.id DESC LIMIT greatest($5, 300)) n'
        USING p_wanted, p_query, p_at, p_id, p_rows;
END $$;
REVOKE ALL ON FUNCTION release.find(jsonb, tsquery, timestamptz, uuid, integer)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release.find(jsonb, tsquery, timestamptz, uuid, integer)
    TO phohien_public;
"""


def upgrade() -> None:
    op.execute(FIND)


def downgrade() -> None:
    op.execute("DROP FUNCTION release.find")
