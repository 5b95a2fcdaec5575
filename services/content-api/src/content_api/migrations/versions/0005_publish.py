"""The second gate: what was cleared, and nothing else, becomes a released document."""

from alembic import op

revision = "0005"
down_revision = "0004"

APPEND = """
-- The lock is held to the end of the caller's transaction: seq order is commit order,
-- and a transaction that fails leaves no gap.
CREATE FUNCTION release.append_change(
    p_doc release.document, p_kind text, p_reason text, p_at timestamptz,
    p_effective timestamptz
) RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_seq bigint; v_prev bytea; v_line text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('release.change'));
    SELECT c.seq, c.hash INTO v_seq, v_prev
      FROM release.change c ORDER BY c.seq DESC LIMIT 1;
    v_seq := coalesce(v_seq, 0) + 1;
    v_prev := coalesce(v_prev, decode(repeat('00', 32), 'hex'));
    -- Canonical JSON (keys sorted, no spaces), so that a reader who parsed a line can
    -- write it again and prove its hash. No value here holds what is replaced.
    v_line := replace(replace(json_build_object(
        'agency', p_doc.agency_code,
        'at', to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'closure_hash', p_doc.closure_hash,
        'effective_at',
        to_char(p_effective AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'id', p_doc.item_id, 'key', p_doc.key, 'kind', p_kind, 'locale', p_doc.lang,
        'reason_class', p_reason, 'revision', p_doc.revision, 'seq', v_seq,
        'type', p_doc.type)::text, '" : ', '":'), ', "', ',"');
    INSERT INTO release.change (seq, at, effective_at, kind, reason_class, item_id, key,
            type, lang, agency_code, revision, closure_hash, line, prev_hash, hash)
        VALUES (v_seq, p_at, p_effective, p_kind, p_reason, p_doc.item_id, p_doc.key,
            p_doc.type, p_doc.lang, p_doc.agency_code, p_doc.revision,
            p_doc.closure_hash, v_line, v_prev,
            sha256(v_prev || convert_to(v_line, 'UTF8')));
    PERFORM pg_notify('phohien_release', v_seq::text);
    RETURN v_seq;
END $$;
"""

SAME = """
-- True when a finished document says what its closure says. A document adds only
-- addresses of the same media, names, times and links.
CREATE FUNCTION release.says_what_was_cleared(p_doc jsonb, p_closure jsonb)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT p_doc->'fields' = p_closure->'fields'
       AND p_doc->'texts' = p_closure->'texts'
       AND p_doc->'relations' = p_closure->'relations'
       AND p_doc->'topics' = p_closure->'topics'
       AND p_doc->'units' = p_closure->'units'
       AND p_doc->'fi_category' = p_closure->'fi_category'
       AND p_doc->'key' = p_closure->'key'
       AND p_doc->'type' = p_closure->'type'
       AND p_doc->'locale' = p_closure->'locale'
       AND p_doc->'title' = p_closure->'texts'->'title'
       AND coalesce(p_doc->>'summary', '')
           = coalesce(p_closure->'texts'->>'summary', '')
       AND jsonb_array_length(p_doc->'media')
           = jsonb_array_length(p_closure->'media')
       AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(p_doc->'media')
                        WITH ORDINALITY d (medium, place)
              JOIN jsonb_array_elements(p_closure->'media')
                        WITH ORDINALITY c (medium, place) USING (place)
             WHERE d.medium - 'url' - 'renditions' <> c.medium - 'path'
                OR d.medium->'url' IS DISTINCT FROM c.medium->'path')
$$;
-- A card is a part of its document, word for word, and a thumbnail's address.
CREATE FUNCTION release.is_card_of(p_card jsonb, p_doc jsonb)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM jsonb_each(p_card - 'thumbnail') c
                        WHERE p_doc->c.key IS DISTINCT FROM c.value)
$$;
"""

READY = """
-- The language, locked, when its present closure is the last one a leader cleared.
CREATE FUNCTION release.cleared_language(p_item uuid, p_lang text, p_closure_hash text)
RETURNS content.item_language LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_row content.item_language; v_clear content.clearance;
BEGIN
    SELECT * INTO v_row FROM content.item_language l
     WHERE l.item_id = p_item AND l.lang = p_lang FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such language' USING ERRCODE = 'PH404';
    END IF;
    IF v_row.closure_hash <> p_closure_hash OR
            encode(sha256(convert_to(v_row.closure, 'UTF8')), 'hex') <> p_closure_hash
    THEN
        RAISE EXCEPTION 'changed since it was read'
            USING ERRCODE = 'PH412', DETAIL = v_row.closure_hash;
    END IF;
    SELECT * INTO v_clear FROM content.clearance c
     WHERE c.item_id = p_item AND c.lang = p_lang ORDER BY c.at DESC, c.id DESC LIMIT 1;
    -- What was taken down is read and cleared again before it returns.
    IF NOT FOUND OR v_row.status <> 'cleared' OR v_clear.closure_hash <> p_closure_hash
        OR EXISTS (SELECT FROM release.tombstone t WHERE t.item_id = p_item
                      AND t.lang = p_lang AND t.withdrawn_at >= v_clear.at)
    THEN
        RAISE EXCEPTION 'not cleared' USING ERRCODE = 'PH409', DETAIL = v_row.status;
    END IF;
    RETURN v_row;
END $$;
"""

PUBLISH = """
CREATE FUNCTION release.publish(
    p_session bytea, p_item uuid, p_lang text, p_closure_hash text, p_doc text,
    p_card text, p_sort_key text, p_search text, p_lat float8, p_lon float8
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_item content.item; v_row content.item_language;
    v_old release.document; v_new release.document; v_told boolean;
    v_doc jsonb := p_doc::jsonb; v_closure jsonb; v_at timestamptz;
BEGIN
    SELECT * INTO v_item FROM content.item i WHERE i.id = p_item FOR UPDATE;
    PERFORM content.person_with(p_session, ARRAY['leader'], v_item.agency_id);
    v_row := release.cleared_language(p_item, p_lang, p_closure_hash);
    v_closure := v_row.closure::jsonb;
    IF release.says_what_was_cleared(v_doc, v_closure) IS NOT TRUE
            OR NOT release.is_card_of(p_card::jsonb, v_doc)
            OR v_doc->>'id' <> p_item::text OR v_doc->>'hash' <> p_closure_hash
            OR v_doc->>'revision' <> v_row.revision::text
            OR v_closure->>'key' <> v_item.key OR v_closure->>'locale' <> p_lang THEN
        RAISE EXCEPTION 'the document is not what was cleared' USING ERRCODE = 'PH422';
    END IF;
    v_at := (v_doc->>'released_at')::timestamptz;
    v_new.visible_from := greatest(v_at, (v_closure->>'visible_from')::timestamptz);
    v_new.expires_at := (v_closure->>'expires_at')::timestamptz;
    IF abs(extract(epoch FROM clock_timestamp() - v_at)) > 300
        OR (v_doc->>'visible_from')::timestamptz <> v_new.visible_from
        OR (v_doc->>'expires_at')::timestamptz IS DISTINCT FROM v_new.expires_at THEN
        RAISE EXCEPTION 'the times are not what was cleared' USING ERRCODE = 'PH422';
    END IF;
    SELECT * INTO v_old FROM release.document d
     WHERE d.item_id = p_item AND d.lang = p_lang AND d.superseded_at IS NULL
       FOR UPDATE;
    -- seq 0: the time of the document has not come, or the tick has not seen it yet.
    v_told := coalesce(v_old.seq > 0 OR v_old.visible_from <= v_at, false);
    IF v_told AND v_new.visible_from > v_at THEN
        RAISE EXCEPTION 'already public' USING ERRCODE = 'PH423';
    END IF;
    IF v_new.expires_at <= v_new.visible_from THEN
        RAISE EXCEPTION 'expired' USING ERRCODE = 'PH424';
    END IF;
    IF v_told AND v_old.seq = 0 THEN
        PERFORM release.append_change(v_old, 'released', '', v_at, v_old.visible_from);
    END IF;
    IF v_told THEN
        UPDATE release.document SET superseded_at = v_at WHERE id = v_old.id;
    ELSE
        DELETE FROM release.document WHERE id = v_old.id;
    END IF;
    v_new.id := uuidv7(); v_new.item_id := p_item; v_new.lang := p_lang;
    v_new.type := v_item.type; v_new.key := v_item.key; v_new.slug := v_item.slug;
    v_new.agency_id := v_item.agency_id; v_new.agency_code := v_item.agency_code;
    v_new.revision := v_row.revision; v_new.closure_hash := p_closure_hash;
    v_new.doc := p_doc; v_new.card := p_card; v_new.title := v_doc->>'title';
    v_new.etag := encode(sha256(convert_to(p_doc, 'UTF8')), 'hex');
    v_new.sort_key := p_sort_key; v_new.search := p_search::tsvector;
    v_new.fi_category := v_doc->>'fi_category';
    v_new.topics := ARRAY(SELECT jsonb_array_elements_text(v_doc->'topics'));
    v_new.unit_codes := ARRAY(SELECT jsonb_array_elements_text(v_doc->'units'));
    v_new.lat := p_lat; v_new.lon := p_lon; v_new.released_at := v_at;
    v_new.seq := CASE WHEN v_new.visible_from > v_at THEN 0 ELSE release.append_change(
        v_new, CASE WHEN v_told THEN 'corrected' ELSE 'released' END, '', v_at, v_at)
        END;
    INSERT INTO release.document SELECT v_new.*;
    INSERT INTO release.media
        SELECT v_new.id, ordinal, role, asset_id, asset_version_id, path, sha256, bytes,
               mime, filename, coalesce(alt, ''), coalesce(caption, ''),
               coalesce(credit, ''), coalesce(licence, ''), width, height
          FROM jsonb_populate_recordset(NULL::release.media, v_closure->'media');
    INSERT INTO release.slug VALUES (v_item.slug, v_item.key) ON CONFLICT DO NOTHING;
    UPDATE release.offer SET closure_hash = p_closure_hash
     WHERE item_id = p_item AND lang = p_lang AND withdrawn_at IS NULL
       AND follow_policy = 'follow';
    UPDATE content.item_language SET updated_at = v_at,
           status = CASE WHEN v_new.seq = 0 THEN 'scheduled' ELSE 'released' END
     WHERE item_id = p_item AND lang = p_lang;
    RETURN v_new.seq;
END $$;
GRANT EXECUTE ON FUNCTION release.publish(bytea, uuid, text, text, text, text, text,
    text, float8, float8) TO phohien_content;
"""


def upgrade() -> None:
    op.execute(APPEND)
    op.execute(SAME)
    op.execute(READY)
    op.execute(PUBLISH)


def downgrade() -> None:
    for function in ("publish", "cleared_language", "is_card_of"):
        op.execute(f"DROP FUNCTION release.{function}")
    for function in ("says_what_was_cleared", "append_change"):
        op.execute(f"DROP FUNCTION release.{function}")
