"""Facts to filter and sort lists by: values of released documents.

A fact is one value that its type declares as a filter. Nobody may read the facts
directly; functions that set the bounds of row security themselves do.
"""

from alembic import op

revision = "0018"
down_revision = "0017"

FACTS = """
CREATE TABLE release.fact_path (
    type text NOT NULL,
    name text NOT NULL,
    path jsonpath NOT NULL,
    kind text NOT NULL CHECK (kind IN ('word', 'number', 'day')),
    scales jsonb NOT NULL DEFAULT '{}',
    -- The word where the path leads nowhere: a document leaves its defaults out.
    otherwise text,
    CONSTRAINT fact_path_pkey PRIMARY KEY (type, name)
);
CREATE TABLE release.fact (
    document_id uuid NOT NULL REFERENCES release.document ON DELETE CASCADE,
    lang text NOT NULL,
    type text NOT NULL,
    name text NOT NULL,
    word text COLLATE "C",
    number double precision,
    day date,
    CHECK (num_nonnulls(word, number, day) = 1)
);
CREATE INDEX fact_document_idx ON release.fact (document_id);
CREATE INDEX fact_word_idx ON release.fact (lang, type, name, word, document_id)
    WHERE word IS NOT NULL;
CREATE INDEX fact_number_idx ON release.fact (lang, type, name, number, document_id)
    WHERE number IS NOT NULL;
CREATE INDEX fact_day_idx ON release.fact (lang, type, name, day, document_id)
    WHERE day IS NOT NULL;
REVOKE ALL ON release.fact, release.fact_path
    FROM phohien_content, phohien_assets, phohien_sync, phohien_public;
"""

VALUES = """
-- A figure in the unit of its filter; NULL where no scale is known.
CREATE FUNCTION release.number_of(p_value jsonb, p_scales jsonb)
RETURNS double precision LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN jsonb_typeof(p_value) = 'object'
        THEN (p_value->>'value')::float8 * (p_scales->>(p_value->>'unit'))::float8
        ELSE (p_value #>> '{}')::float8 END
$$;
-- The first day of a day, month, year or span of years.
CREATE FUNCTION release.day_of(p_value text)
RETURNS date LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN p_value ~ '^\\d{4}-\\d{2}-\\d{2}$' THEN p_value::date
        WHEN p_value ~ '^\\d{4}-\\d{2}$' THEN (p_value || '-01')::date
        WHEN p_value ~ '^\\d{4}(-\\d{4})?$' THEN (left(p_value, 4) || '-01-01')::date
        END
$$;
CREATE FUNCTION release.note_facts(p_id uuid, p_lang text, p_type text, p_doc text)
RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    WITH parsed AS MATERIALIZED (SELECT p_doc::jsonb->'fields' AS fields),
    found AS (
        SELECT DISTINCT p.name,
               CASE p.kind WHEN 'word' THEN v.one #>> '{}' END AS word,
               CASE p.kind WHEN 'number' THEN release.number_of(v.one, p.scales) END
                   AS number,
               CASE p.kind WHEN 'day' THEN release.day_of(v.one #>> '{}') END AS day
          FROM parsed, release.fact_path p,
               LATERAL jsonb_path_query(parsed.fields, p.path) v (one)
         WHERE p.type = p_type
         UNION ALL
        SELECT p.name, p.otherwise, NULL, NULL FROM parsed, release.fact_path p
         WHERE p.type = p_type AND p.otherwise IS NOT NULL
           AND NOT jsonb_path_exists(parsed.fields, p.path))
    INSERT INTO release.fact (document_id, lang, type, name, word, number, day)
        SELECT p_id, p_lang, p_type, name, word, number, day FROM found
         WHERE num_nonnulls(word, number, day) = 1
           AND (word IS NULL OR length(word) <= 200)
$$;
CREATE FUNCTION release.keep_facts() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM release.fact WHERE document_id = NEW.id;
    ELSIF NEW.superseded_at IS NULL THEN
        PERFORM release.note_facts(NEW.id, NEW.lang, NEW.type, NEW.doc);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER document_facts AFTER INSERT ON release.document
    FOR EACH ROW EXECUTE FUNCTION release.keep_facts();
CREATE TRIGGER document_facts_end AFTER UPDATE OF superseded_at ON release.document
    FOR EACH ROW WHEN (OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL)
    EXECUTE FUNCTION release.keep_facts();
"""

DECLARE = """
-- The filters of every type, as the software declares them. Facts of a type whose
-- declaration changed are made anew. Says how many declarations there are.
CREATE FUNCTION release.declare_facts(p_paths jsonb) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_changed text[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('release.fact_path'));
    v_changed := ARRAY(
        SELECT DISTINCT coalesce(w.type, p.type)
          FROM jsonb_to_recordset(p_paths)
               AS w (type text, name text, path text, kind text, scales jsonb,
                     otherwise text)
          FULL JOIN release.fact_path p ON p.type = w.type AND p.name = w.name
         WHERE w.type IS NULL OR p.type IS NULL OR w.kind <> p.kind
            OR w.path::jsonpath::text <> p.path::text OR w.scales <> p.scales
            OR w.otherwise IS DISTINCT FROM p.otherwise);
    DELETE FROM release.fact_path p WHERE p.type = ANY (v_changed);
    INSERT INTO release.fact_path (type, name, path, kind, scales, otherwise)
        SELECT w.type, w.name, w.path::jsonpath, w.kind, w.scales, w.otherwise
          FROM jsonb_to_recordset(p_paths)
               AS w (type text, name text, path text, kind text, scales jsonb,
                     otherwise text)
         WHERE w.type = ANY (v_changed);
    DELETE FROM release.fact f WHERE f.type = ANY (v_changed);
    PERFORM release.note_facts(d.id, d.lang, d.type, d.doc) FROM release.document d
      WHERE d.superseded_at IS NULL AND d.type = ANY (v_changed);
    RETURN jsonb_array_length(p_paths);
END $$;
REVOKE ALL ON FUNCTION release.declare_facts(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release.declare_facts(jsonb) TO phohien_content;
"""

FUNCTIONS = (
    *("declare_facts(jsonb)", "keep_facts()", "note_facts(uuid, text, text, text)"),
    *("day_of(text)", "number_of(jsonb, jsonb)"),
)


def upgrade() -> None:
    op.execute(FACTS)
    op.execute(VALUES)
    op.execute(DECLARE)


def downgrade() -> None:
    op.execute("DROP TRIGGER document_facts_end ON release.document")
    op.execute("DROP TRIGGER document_facts ON release.document")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION release.{function}")
    op.execute("DROP TABLE release.fact")
    op.execute("DROP TABLE release.fact_path")
