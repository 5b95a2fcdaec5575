"""Lists as readers ask for them: any filter, any order, counts and facets.

Array, text-search and box operators are not leakproof, so for the public role
PostgreSQL would never use their indexes under row security. These functions set the
same bounds themselves and return nothing that row security hides.
"""

from alembic import op

revision = "0019"
down_revision = "0018"

INDEXES = """
-- Newest first across languages, for readers who take another language instead.
CREATE INDEX document_any_newest_idx ON release.document (released_at DESC, id DESC)
    WHERE superseded_at IS NULL;
-- What facets and counts are made of, without reading the documents.
CREATE INDEX document_counted_idx ON release.document (lang, type)
    INCLUDE (agency_code, fi_category, topics, unit_codes, visible_from, expires_at,
             item_id)
    WHERE superseded_at IS NULL;
CREATE INDEX document_place_idx ON release.document USING gist (point(lon, lat))
    WHERE superseded_at IS NULL AND lat IS NOT NULL AND lon IS NOT NULL;
-- The key is made for the language of the title; it sorts by bytes.
CREATE INDEX document_title_idx ON release.document (lang, sort_key, id)
    WHERE superseded_at IS NULL;
"""

WHERE = """
CREATE FUNCTION release.texts_in(p_list jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_agg(one) FROM jsonb_array_elements_text(p_list) one
$$;
-- Conditions of a list as SQL over document d. Fixed text only: every value is read
-- from $1, where PostgreSQL folds it into the plan.
CREATE FUNCTION release.list_conditions(p_wanted jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v text := ' d.superseded_at IS NULL AND d.visible_from <= now()
        AND (d.expires_at IS NULL OR d.expires_at > now())';
BEGIN
    IF p_wanted ? 'lang' THEN
        v := v || ' AND d.lang = ($1->>''lang'')';
    ELSIF p_wanted ? 'chain' THEN
        -- The version a reader of these languages is shown, of every item.
        v := v || ' AND d.lang = ANY (release.texts_in($1->''chain''))
            AND NOT EXISTS (SELECT FROM release.document b
                 WHERE b.item_id = d.item_id AND b.superseded_at IS NULL
                   AND b.visible_from <= now()
                   AND (b.expires_at IS NULL OR b.expires_at > now())
                   AND b.lang = ANY (release.texts_in($1->''chain''))
                   AND array_position(release.texts_in($1->''chain''), b.lang)
                     < array_position(release.texts_in($1->''chain''), d.lang))';
    END IF;
    IF jsonb_array_length(p_wanted->'type') = 1 THEN
        v := v || ' AND d.type = ($1#>>''{type,0}'')';
    ELSIF p_wanted ? 'type' THEN
        v := v || ' AND d.type = ANY (release.texts_in($1->''type''))';
    END IF;
    IF jsonb_array_length(p_wanted->'agency') = 1 THEN
        v := v || ' AND d.agency_code = ($1#>>''{agency,0}'')';
    ELSIF p_wanted ? 'agency' THEN
        v := v || ' AND d.agency_code = ANY (release.texts_in($1->''agency''))';
    END IF;
    IF p_wanted ? 'fi_category' THEN
        v := v || ' AND d.fi_category = ANY (release.texts_in($1->''fi_category''))';
    END IF;
    IF p_wanted ? 'unit' THEN
        v := v || ' AND d.unit_codes && release.texts_in($1->''unit'')';
    END IF;
    IF p_wanted ? 'topic' THEN
        v := v || ' AND d.topics && release.texts_in($1->''topic'')';
    END IF;
    IF p_wanted ? 'query' THEN
        v := v || ' AND d.search @@ ($1->>''query'')::tsquery';
    END IF;
    IF p_wanted ? 'released_from' THEN
        v := v || ' AND d.released_at >= ($1->>''released_from'')::timestamptz';
    END IF;
    IF p_wanted ? 'released_to' THEN
        v := v || ' AND d.released_at < ($1->>''released_to'')::timestamptz';
    END IF;
    RETURN v || release.box_condition(p_wanted) || release.fact_conditions(p_wanted);
END $$;
"""

MORE = """
-- One box, or two where the area crosses the 180th meridian.
CREATE FUNCTION release.box_condition(p_wanted jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v text := '';
    v_box text := '(point(d.lon, d.lat) <@ box(
        point(($1#>>''{boxes,%1$s,0}'')::float8, ($1#>>''{boxes,%1$s,1}'')::float8),
        point(($1#>>''{boxes,%1$s,2}'')::float8, ($1#>>''{boxes,%1$s,3}'')::float8)))';
BEGIN
    FOR i IN 0 .. coalesce(jsonb_array_length(p_wanted->'boxes'), 0) - 1 LOOP
        v := v || CASE WHEN i > 0 THEN ' OR ' ELSE '' END || format(v_box, i);
    END LOOP;
    RETURN CASE WHEN v = '' THEN ''
        ELSE ' AND d.lat IS NOT NULL AND d.lon IS NOT NULL AND (' || v || ')' END;
END $$;
CREATE FUNCTION release.fact_conditions(p_wanted jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v text := '';
    v_fact jsonb;
BEGIN
    FOR i IN 0 .. coalesce(jsonb_array_length(p_wanted->'facts'), 0) - 1 LOOP
        v_fact := p_wanted->'facts'->i;
        v := v || format(' AND EXISTS (SELECT FROM release.fact f
            WHERE f.document_id = d.id AND f.lang = d.lang AND f.type = d.type
              AND f.name = ($1#>>''{facts,%1$s,name}'')', i);
        IF v_fact ? 'words' THEN
            v := v || format(' AND f.word = ANY (
                release.texts_in($1#>''{facts,%1$s,words}''))', i);
        END IF;
        IF v_fact ? 'least' THEN
            v := v || format(
                ' AND f.number >= ($1#>>''{facts,%1$s,least}'')::float8', i);
        END IF;
        IF v_fact ? 'most' THEN
            v := v || format(
                ' AND f.number <= ($1#>>''{facts,%1$s,most}'')::float8', i);
        END IF;
        IF v_fact ? 'first' THEN
            v := v || format(' AND f.day >= ($1#>>''{facts,%1$s,first}'')::date', i);
        END IF;
        IF v_fact ? 'last' THEN
            v := v || format(' AND f.day <= ($1#>>''{facts,%1$s,last}'')::date', i);
        END IF;
        v := v || ')';
    END LOOP;
    RETURN v;
END $$;
"""

PAGE = """
-- How a list is ordered: the expression, the type of its values, the direction.
CREATE FUNCTION release.list_order(
    p_sort text, OUT expr text, OUT cast_to text, OUT down boolean
) LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    down := p_sort LIKE '-%';
    CASE ltrim(p_sort, '-')
        WHEN 'released' THEN expr := 'd.released_at'; cast_to := 'timestamptz';
        WHEN 'title' THEN expr := 'd.sort_key'; cast_to := 'text';
        WHEN 'number' THEN expr := 's.number'; cast_to := 'float8';
        WHEN 'day' THEN expr := 's.day'; cast_to := 'date';
    END CASE;
END $$;
-- One page. `place` and `id` of its last row are where the next page begins. A sort by
-- a fact lists what has it; `without` lists the rest.
CREATE FUNCTION release.page(
    p_wanted jsonb, p_sort text, p_place text, p_id uuid, p_rows integer,
    p_whole boolean
) RETURNS TABLE (id uuid, key text, lang text, body text, place text,
    expires_at timestamptz, langs text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_order record; v_from text := ' FROM release.document d'; v_where text;
    v_by text;
BEGIN
    v_order := release.list_order(p_sort);
    v_where := ' WHERE' || release.list_conditions(p_wanted);
    IF v_order.expr LIKE 's.%' THEN
        v_from := v_from || ' JOIN release.fact s ON s.document_id = d.id
            AND s.lang = d.lang AND s.type = d.type AND s.name = ($1->>''by'')';
        v_where := v_where || ' AND ' || v_order.expr || ' IS NOT NULL';
    END IF;
    IF p_wanted ? 'without' THEN
        v_where := v_where || ' AND NOT EXISTS (SELECT FROM release.fact f
            WHERE f.document_id = d.id AND f.name = ($1->>''without''))';
    END IF;
    IF p_id IS NOT NULL THEN
        v_where := v_where || format(' AND (%s, d.id) %s ($2::%s, $3)',
            v_order.expr, CASE WHEN v_order.down THEN '<' ELSE '>' END,
            v_order.cast_to);
    END IF;
    v_by := format(' ORDER BY %s %2$s, d.id %2$s', v_order.expr,
        CASE WHEN v_order.down THEN 'DESC' ELSE 'ASC' END);
    -- EXECUTE plans for these values. A limit of some hundreds keeps the planner from
    -- walking a whole order in search of conditions that never meet.
    RETURN QUERY EXECUTE 'SELECT d.id, d.key, d.lang,
            CASE WHEN $5 THEN d.doc ELSE d.card END, n.place, d.expires_at,
            ARRAY(SELECT l.lang FROM release.document l
                   WHERE l.item_id = d.item_id AND l.superseded_at IS NULL
                     AND l.visible_from <= now()
                     AND (l.expires_at IS NULL OR l.expires_at > now())
                   ORDER BY l.lang)
          FROM (SELECT d.id, (' || v_order.expr || ')::text AS place,
                       row_number() OVER (' || v_by || ') AS nr'
        || v_from || v_where || v_by || ' LIMIT greatest($4, 300)) n
          JOIN release.document d ON d.id = n.id
         WHERE n.nr <= $4 ORDER BY n.nr'
        USING p_wanted, p_place, p_id, p_rows, p_whole;
END $$;
"""

COUNTS = """
-- Counts by value among the first `most` matches; facet '' is how many those are.
CREATE FUNCTION release.facets(p_wanted jsonb, p_names text[], p_most integer)
RETURNS TABLE (facet text, value text, matches bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v text;
BEGIN
    v := 'WITH m AS MATERIALIZED (
            SELECT d.type, d.agency_code, d.fi_category, d.topics, d.unit_codes
              FROM release.document d WHERE' || release.list_conditions(p_wanted)
        || ' LIMIT $2)
        SELECT '''', NULL::text, count(*) FROM m';
    IF 'type' = ANY (p_names) THEN
        v := v || ' UNION ALL SELECT ''type'', m.type, count(*) FROM m GROUP BY m.type';
    END IF;
    IF 'agency' = ANY (p_names) THEN
        v := v || ' UNION ALL SELECT ''agency'', m.agency_code, count(*) FROM m
            GROUP BY m.agency_code';
    END IF;
    IF 'fi_category' = ANY (p_names) THEN
        v := v || ' UNION ALL SELECT ''fi_category'', m.fi_category, count(*) FROM m
            GROUP BY m.fi_category';
    END IF;
    IF 'topic' = ANY (p_names) THEN
        v := v || ' UNION ALL SELECT ''topic'', one, count(*)
            FROM m, unnest(m.topics) one GROUP BY one';
    END IF;
    IF 'unit' = ANY (p_names) THEN
        v := v || ' UNION ALL SELECT ''unit'', one, count(*)
            FROM m, unnest(m.unit_codes) one GROUP BY one';
    END IF;
    IF 'language' = ANY (p_names) THEN
        v := v || ' UNION ALL SELECT ''language'', x.lang, count(*) FROM (
            SELECT d.lang FROM release.document d WHERE'
            || release.list_conditions(p_wanted - 'lang' - 'chain')
            || ' LIMIT $2) x GROUP BY x.lang';
    END IF;
    RETURN QUERY EXECUTE v USING p_wanted, p_most;
END $$;
-- How many there are. Past `most` it is what the planner takes them for.
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
REVOKE ALL ON FUNCTION release.page(jsonb, text, text, uuid, integer, boolean),
    release.facets(jsonb, text[], integer), release.total(jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release.page(jsonb, text, text, uuid, integer, boolean),
    release.facets(jsonb, text[], integer), release.total(jsonb, integer)
    TO phohien_public;
"""

FUNCTIONS = (
    *("total(jsonb, integer)", "facets(jsonb, text[], integer)"),
    "page(jsonb, text, text, uuid, integer, boolean)",
    *("list_order(text)", "fact_conditions(jsonb)", "box_condition(jsonb)"),
    *("list_conditions(jsonb)", "texts_in(jsonb)"),
)
INDEX_NAMES = ("any_newest", "counted", "place", "title")


def upgrade() -> None:
    for part in (INDEXES, WHERE, MORE, PAGE, COUNTS):
        op.execute(part)


def downgrade() -> None:
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION release.{function}")
    for name in INDEX_NAMES:
        op.execute(f"DROP INDEX release.document_{name}_idx")
