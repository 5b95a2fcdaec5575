"""Taking down, at once or when the clock says, and telling the change log."""

from alembic import op

revision = "0006"
down_revision = "0005"

TAKE_DOWN = """
-- 0 when nobody had been told of it, NULL when there was nothing to take down.
CREATE FUNCTION release.take_down(
    p_item uuid, p_lang text, p_reason text, p_at timestamptz, p_effective timestamptz
) RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_doc release.document; v_seq bigint := 0;
BEGIN
    SELECT * INTO v_doc FROM release.document d
     WHERE d.item_id = p_item AND d.lang = p_lang AND d.superseded_at IS NULL
       FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF v_doc.seq = 0 AND v_doc.visible_from <= p_at THEN
        v_doc.seq := release.append_change(
            v_doc, 'released', '', p_at, v_doc.visible_from);
    END IF;
    IF v_doc.seq > 0 THEN
        v_seq := release.append_change(
            v_doc, 'withdrawn', p_reason, p_at, p_effective);
        INSERT INTO release.tombstone (item_id, lang, type, key, slug, agency_code,
                withdrawn_at, reason_class, seq)
            VALUES (p_item, p_lang, v_doc.type, v_doc.key, v_doc.slug,
                v_doc.agency_code, p_effective, p_reason, v_seq)
            ON CONFLICT (item_id, lang) DO UPDATE
                SET withdrawn_at = excluded.withdrawn_at,
                    reason_class = excluded.reason_class, seq = excluded.seq;
    END IF;
    UPDATE release.offer SET withdrawn_at = p_at
     WHERE item_id = p_item AND lang = p_lang AND withdrawn_at IS NULL;
    DELETE FROM release.document WHERE item_id = p_item AND lang = p_lang;
    -- An edit in progress stays what it is; what was cleared has to be cleared again.
    UPDATE content.item_language SET status = 'withdrawn', updated_at = p_at
     WHERE item_id = p_item AND lang = p_lang
       AND status IN ('released', 'scheduled', 'cleared');
    RETURN v_seq;
END $$;
"""

WITHDRAW = """
CREATE FUNCTION release.withdraw(
    p_session bytea, p_item uuid, p_lang text, p_reason text, p_at timestamptz
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_item content.item; v_who record;
BEGIN
    SELECT * INTO v_item FROM content.item i WHERE i.id = p_item FOR UPDATE;
    SELECT * INTO v_who FROM content.person_with(
        p_session, ARRAY['leader', 'coordinator', 'approver'], NULL);
    -- The province may take down anything; a leader, what the agency owns.
    IF NOT v_who.roles && ARRAY['coordinator', 'approver']
            AND v_who.agency_id IS DISTINCT FROM v_item.agency_id THEN
        RAISE EXCEPTION 'another agency' USING ERRCODE = 'PH403';
    END IF;
    RETURN release.take_down(p_item, p_lang, p_reason, p_at, p_at);
END $$;
GRANT EXECUTE ON FUNCTION release.withdraw(bytea, uuid, text, text, timestamptz)
    TO phohien_content;

-- Rights or consent ended: every language that shows the medium goes, and every old
-- version that a target still keeps. Needs no session; it can only take away.
CREATE FUNCTION release.withdraw_asset(
    p_asset uuid, p_version uuid, p_reason text, p_at timestamptz
) RETURNS TABLE (item_key text, lang text, seq bigint) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_doc record;
BEGIN
    PERFORM FROM content.item i WHERE i.id IN (
        SELECT d.item_id FROM release.document d
          JOIN release.media m ON m.document_id = d.id
         WHERE m.asset_id = p_asset AND m.asset_version_id = p_version)
        ORDER BY i.id FOR UPDATE;
    FOR v_doc IN
        SELECT DISTINCT d.item_id, d.lang, d.key FROM release.document d
          JOIN release.media m ON m.document_id = d.id
         WHERE m.asset_id = p_asset AND m.asset_version_id = p_version
           AND d.superseded_at IS NULL
         ORDER BY d.item_id, d.lang
    LOOP
        item_key := v_doc.key; lang := v_doc.lang;
        seq := release.take_down(v_doc.item_id, v_doc.lang, p_reason, p_at, p_at);
        RETURN NEXT;
    END LOOP;
    UPDATE release.offer o SET withdrawn_at = p_at
      FROM release.document d JOIN release.media m ON m.document_id = d.id
     WHERE m.asset_id = p_asset AND m.asset_version_id = p_version
       AND o.item_id = d.item_id AND o.lang = d.lang
       AND o.closure_hash = d.closure_hash AND o.withdrawn_at IS NULL;
    DELETE FROM release.document d USING release.media m
     WHERE m.document_id = d.id AND m.asset_id = p_asset
       AND m.asset_version_id = p_version AND d.superseded_at IS NOT NULL;
END $$;
GRANT EXECUTE ON FUNCTION release.withdraw_asset(uuid, uuid, text, timestamptz)
    TO phohien_content;
"""

TICK = """
-- Row security already hides and shows by the clock; this writes the lines about it.
CREATE FUNCTION release.tick(OUT released integer, OUT expired integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_doc release.document; v_items uuid[]; v_at timestamptz := clock_timestamp();
BEGIN
    released := 0; expired := 0;
    -- Items first and in one order, then the log: as every other writer does.
    v_items := ARRAY(
        SELECT i.id FROM content.item i WHERE i.id IN (
            SELECT d.item_id FROM release.document d
             WHERE d.superseded_at IS NULL
               AND (d.seq = 0 AND d.visible_from <= v_at OR d.expires_at <= v_at))
         ORDER BY i.id LIMIT 200 FOR UPDATE SKIP LOCKED);
    FOR v_doc IN
        SELECT * FROM release.document d
         WHERE d.item_id = ANY (v_items) AND d.superseded_at IS NULL AND d.seq = 0
           AND d.visible_from <= v_at
         ORDER BY d.visible_from, d.id
    LOOP
        UPDATE release.document d SET seq = release.append_change(
            v_doc, 'released', '', v_at, v_doc.visible_from) WHERE d.id = v_doc.id;
        UPDATE content.item_language l SET status = 'released', updated_at = v_at
         WHERE l.item_id = v_doc.item_id AND l.lang = v_doc.lang
           AND l.status = 'scheduled' AND l.closure_hash = v_doc.closure_hash;
        released := released + 1;
    END LOOP;
    FOR v_doc IN
        SELECT * FROM release.document d
         WHERE d.item_id = ANY (v_items) AND d.superseded_at IS NULL
           AND d.expires_at <= v_at
         ORDER BY d.expires_at, d.id
    LOOP
        PERFORM release.take_down(
            v_doc.item_id, v_doc.lang, 'expired', v_at, v_doc.expires_at);
        expired := expired + 1;
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION release.tick() TO phohien_content;
"""

DUE = """
CREATE INDEX document_due_idx ON release.document (visible_from)
    WHERE superseded_at IS NULL AND seq = 0;
CREATE INDEX document_expiry_idx ON release.document (expires_at)
    WHERE superseded_at IS NULL AND expires_at IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(TAKE_DOWN)
    op.execute(WITHDRAW)
    op.execute(TICK)
    op.execute(DUE)


def downgrade() -> None:
    op.execute("DROP INDEX release.document_expiry_idx")
    op.execute("DROP INDEX release.document_due_idx")
    for function in ("tick", "withdraw_asset", "withdraw", "take_down"):
        op.execute(f"DROP FUNCTION release.{function}")
