"""Agencies merge on a day: what they have moves, and readers are told.

The items keep their history and their clearances; a released document gets the new
agency's name and a `corrected` line. Superseded versions stay as they were signed.
"""

from alembic import op

revision = "0028"
down_revision = "0027"

TABLE = """
CREATE TABLE content.agency_merger (
    id uuid CONSTRAINT agency_merger_pkey PRIMARY KEY DEFAULT uuidv7(),
    predecessors uuid[] NOT NULL,
    predecessor_codes text[] NOT NULL,
    into_id uuid NOT NULL
        CONSTRAINT agency_merger_into_id_fkey REFERENCES content.agency (id),
    into_code text NOT NULL,
    effective_on date NOT NULL,
    basis text NOT NULL,
    made_by uuid NOT NULL,
    made_by_name text NOT NULL,
    made_at timestamptz NOT NULL,
    started_at timestamptz,
    done_at timestamptz,
    moved integer NOT NULL DEFAULT 0,
    CONSTRAINT agency_merger_into_id_effective_on_predecessors_key
        UNIQUE (into_id, effective_on, predecessors)
);
CREATE INDEX agency_merger_open_idx ON content.agency_merger (effective_on)
    WHERE done_at IS NULL;
REVOKE INSERT, UPDATE, DELETE ON content.agency_merger FROM phohien_content;
"""

AGREE = """
--   PH401 no live session with the role    PH404 no such agency, or it is no more
--   PH409 in another merger already
CREATE FUNCTION content.agree_merger(
    p_session bytea, p_from uuid[], p_into uuid, p_on date, p_basis text,
    p_at timestamptz
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_who record; v_from uuid[]; v_id uuid; v_codes text[];
BEGIN
    SELECT * INTO v_who
      FROM content.person_with(p_session, ARRAY['coordinator', 'operator'], NULL);
    PERFORM pg_advisory_xact_lock(hashtext('content.agency_merger'));
    v_from := ARRAY(SELECT DISTINCT f FROM unnest(p_from) f ORDER BY f);
    SELECT m.id INTO v_id FROM content.agency_merger m
     WHERE m.into_id = p_into AND m.effective_on = p_on AND m.predecessors = v_from;
    IF FOUND THEN
        RETURN v_id;
    END IF;
    IF EXISTS (SELECT FROM content.agency_merger m WHERE m.done_at IS NULL
                  AND (m.predecessors || m.into_id) && (v_from || p_into)) THEN
        RAISE EXCEPTION 'in another merger' USING ERRCODE = 'PH409';
    END IF;
    v_codes := ARRAY(SELECT a.code FROM content.agency a
         WHERE a.id = ANY (v_from) AND coalesce(a.valid_from < p_on, true)
           AND coalesce(a.valid_to > p_on, true) ORDER BY a.id);
    IF cardinality(v_from) = 0 OR cardinality(v_codes) <> cardinality(v_from)
        OR p_into = ANY (v_from) OR NOT EXISTS (SELECT FROM content.agency a
             WHERE a.id = p_into AND coalesce(a.valid_to > p_on, true)) THEN
        RAISE EXCEPTION 'no such agency on that day' USING ERRCODE = 'PH404';
    END IF;
    INSERT INTO content.agency_merger (predecessors, predecessor_codes, into_id,
            into_code, effective_on, basis, made_by, made_by_name, made_at)
        VALUES (v_from, v_codes, p_into,
            (SELECT a.code FROM content.agency a WHERE a.id = p_into), p_on, p_basis,
            v_who.id, v_who.name, p_at)
        RETURNING id INTO v_id;
    RETURN v_id;
END $$;
GRANT EXECUTE ON FUNCTION content.agree_merger(bytea, uuid[], uuid, date, text,
    timestamptz) TO phohien_content;
"""

NAMES = """
-- A finished text begins with its agency: its keys are sorted, and none comes before.
CREATE FUNCTION release.with_agency(p_text text, p_code text, p_name text)
RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_old text := substring(p_text FROM
        '^{"agency":{"code":"[^"]*","name":"(?:[^"\\\\]|\\\\.)*"}');
    v_new text;
BEGIN
    v_new := '{"agency":{"code":' || to_json(p_code) || ',"name":' || to_json(p_name)
        || '}' || substr(p_text, length(v_old) + 1);
    IF v_old IS NULL OR v_new::jsonb - 'agency' <> p_text::jsonb - 'agency' THEN
        RAISE EXCEPTION 'this document does not begin with its agency';
    END IF;
    RETURN v_new;
END $$;
"""

MOVE = """
CREATE FUNCTION release.move_item(p_item uuid, p_into content.agency, p_at timestamptz)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_doc release.document; v_name text;
BEGIN
    UPDATE content.item SET agency_id = p_into.id, agency_code = p_into.code,
           updated_at = p_at WHERE id = p_item;
    FOR v_doc IN SELECT * FROM release.document d
         WHERE d.item_id = p_item AND d.superseded_at IS NULL ORDER BY d.lang FOR UPDATE
    LOOP
        v_name := CASE v_doc.lang WHEN 'vi' THEN p_into.name_vi ELSE p_into.name_en END;
        v_doc.agency_id := p_into.id; v_doc.agency_code := p_into.code;
        v_doc.doc := release.with_agency(v_doc.doc, p_into.code, v_name);
        v_doc.card := release.with_agency(v_doc.card, p_into.code, v_name);
        v_doc.etag := encode(sha256(convert_to(v_doc.doc, 'UTF8')), 'hex');
        -- 0: nobody has been told of it yet, and will be told under the new name.
        IF v_doc.seq > 0 THEN
            v_doc.seq := release.append_change(
                v_doc, 'corrected', 'merger', p_at, p_at);
        END IF;
        UPDATE release.document d SET agency_id = v_doc.agency_id,
               agency_code = v_doc.agency_code, doc = v_doc.doc, card = v_doc.card,
               etag = v_doc.etag, seq = v_doc.seq WHERE d.id = v_doc.id;
    END LOOP;
END $$;

-- How many items this call moved; NULL when no merger is due. It can do nothing that
-- somebody with a session has not agreed to, so it needs none itself.
CREATE FUNCTION release.carry_out_merger(p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_merger content.agency_merger; v_into content.agency; v_item uuid;
    v_at timestamptz := clock_timestamp(); v_moved integer := 0;
BEGIN
    SELECT * INTO v_merger FROM content.agency_merger m
     WHERE m.done_at IS NULL
       AND m.effective_on <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
     ORDER BY m.effective_on, m.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT * INTO v_into FROM content.agency a WHERE a.id = v_merger.into_id;
    IF v_merger.started_at IS NULL THEN
        PERFORM content.begin_merger(v_merger, v_into);
    END IF;
    FOR v_item IN SELECT i.id FROM content.item i
         WHERE i.agency_id = ANY (v_merger.predecessors)
         ORDER BY i.id LIMIT p_most FOR UPDATE
    LOOP
        PERFORM release.move_item(v_item, v_into, v_at);
        v_moved := v_moved + 1;
    END LOOP;
    UPDATE content.agency_merger SET started_at = coalesce(started_at, v_at),
           moved = moved + v_moved, done_at = CASE WHEN v_moved < p_most THEN v_at END
     WHERE id = v_merger.id;
    RETURN v_moved;
END $$;

-- The agencies end, their people, keys and entitlements go over, in one transaction.
CREATE FUNCTION content.begin_merger(
    p_merger content.agency_merger, p_into content.agency
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE content.agency SET valid_to = p_merger.effective_on, successor_id = p_into.id
     WHERE id = ANY (p_merger.predecessors);
    UPDATE access.account SET agency_id = p_into.id, agency_code = p_into.code
     WHERE agency_id = ANY (p_merger.predecessors);
    UPDATE access.api_key SET agency_id = p_into.id, agency_code = p_into.code
     WHERE agency_id = ANY (p_merger.predecessors) AND revoked_at IS NULL;
    INSERT INTO content.entitlement (agency_id, type, target_code, manner, clause,
            valid_from, valid_to, note)
        SELECT DISTINCT ON (e.type, e.target_code) p_into.id, e.type, e.target_code,
               e.manner, e.clause, p_merger.effective_on, e.valid_to, p_merger.basis
          FROM content.entitlement e
         WHERE e.agency_id = ANY (p_merger.predecessors)
           AND coalesce(e.valid_to > p_merger.effective_on, true)
           AND NOT EXISTS (SELECT FROM content.entitlement h
                WHERE h.agency_id = p_into.id AND h.type = e.type
                  AND h.target_code = e.target_code
                  AND coalesce(h.valid_to > p_merger.effective_on, true))
         ORDER BY e.type, e.target_code, e.valid_to DESC NULLS FIRST
        ON CONFLICT DO NOTHING;
    UPDATE content.entitlement SET valid_to = p_merger.effective_on
     WHERE agency_id = ANY (p_merger.predecessors)
       AND valid_from < p_merger.effective_on
       AND coalesce(valid_to > p_merger.effective_on, true);
    INSERT INTO content.import_mapping
        SELECT p_into.code, m.type, m.header, m.column_code, m.updated_by, m.updated_at
          FROM content.import_mapping m
         WHERE m.agency_code = ANY (p_merger.predecessor_codes)
        ON CONFLICT DO NOTHING;
END $$;
GRANT EXECUTE ON FUNCTION release.carry_out_merger(integer) TO phohien_content;
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute(AGREE)
    op.execute(NAMES)
    op.execute(MOVE)


def downgrade() -> None:
    op.execute("DROP FUNCTION release.carry_out_merger(integer)")
    op.execute(
        "DROP FUNCTION content.begin_merger(content.agency_merger, content.agency)"
    )
    op.execute("DROP FUNCTION release.move_item(uuid, content.agency, timestamptz)")
    op.execute("DROP FUNCTION release.with_agency(text, text, text)")
    op.execute(
        "DROP FUNCTION content.agree_merger(bytea, uuid[], uuid, date, text,"
        " timestamptz)"
    )
    op.execute("DROP TABLE content.agency_merger")
