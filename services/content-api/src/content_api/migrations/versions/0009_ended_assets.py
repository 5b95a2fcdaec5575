"""A version of an asset whose rights or consent ended is never released again.

The end is written first, in its own transaction, and waits for releases under way; then
what is out is taken down. So no release slips in between asking and taking down.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

ENDED = """
CREATE TABLE content.ended_asset (
    asset_version_id uuid CONSTRAINT ended_asset_pkey PRIMARY KEY,
    asset_id uuid NOT NULL,
    reason_class text NOT NULL,
    at timestamptz NOT NULL
);
REVOKE INSERT, UPDATE, DELETE ON content.ended_asset FROM phohien_content;

CREATE FUNCTION release.end_asset(
    p_asset uuid, p_version uuid, p_reason text, p_at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('asset:' || p_version, 0));
    INSERT INTO content.ended_asset (asset_version_id, asset_id, reason_class, at)
        VALUES (p_version, p_asset, p_reason, p_at) ON CONFLICT DO NOTHING;
END $$;
GRANT EXECUTE ON FUNCTION release.end_asset(uuid, uuid, text, timestamptz)
    TO phohien_content;
"""

HEAD = """
CREATE OR REPLACE FUNCTION release.cleared_language(
    p_item uuid, p_lang text, p_closure_hash text
) RETURNS content.item_language LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_row content.item_language; v_clear content.clearance; v_version text;
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
"""

MEDIA = """
    FOR v_version IN
        SELECT DISTINCT m->>'asset_version_id'
          FROM jsonb_array_elements(v_row.closure::jsonb->'media') m ORDER BY 1
    LOOP
        PERFORM pg_advisory_xact_lock_shared(
            hashtextextended('asset:' || v_version, 0));
        IF EXISTS (SELECT FROM content.ended_asset e
                    WHERE e.asset_version_id = v_version::uuid) THEN
            RAISE EXCEPTION 'a medium was withdrawn' USING ERRCODE = 'PH425';
        END IF;
    END LOOP;
"""

TAIL = """
    RETURN v_row;
END $$;
"""


def upgrade() -> None:
    op.execute(ENDED)
    op.execute(HEAD + MEDIA + TAIL)


def downgrade() -> None:
    op.execute(HEAD + TAIL)
    op.execute("DROP FUNCTION release.end_asset(uuid, uuid, text, timestamptz)")
    op.execute("DROP TABLE content.ended_asset")
