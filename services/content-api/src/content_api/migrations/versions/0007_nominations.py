"""A coordinator nominates a released language; an approver offers it to a target."""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLE = """
CREATE TABLE content.nomination (
    id uuid CONSTRAINT nomination_pkey PRIMARY KEY DEFAULT uuidv7(),
    item_id uuid NOT NULL
        CONSTRAINT nomination_item_id_fkey REFERENCES content.item (id),
    key text NOT NULL,
    lang text NOT NULL,
    target_code text NOT NULL,
    closure_hash text NOT NULL,
    state text NOT NULL CONSTRAINT nomination_state_check
        CHECK (state IN ('nominated', 'approved', 'rejected')),
    nominated_by uuid NOT NULL,
    nominated_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    note text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX nomination_open_key
    ON content.nomination (item_id, target_code, lang) WHERE state = 'nominated';
CREATE INDEX nomination_state_idx ON content.nomination (state, nominated_at, id);
"""

APPROVE = """
CREATE FUNCTION release.approve_offer(
    p_session bytea, p_nomination uuid, p_at timestamptz
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_nomination content.nomination; v_target release.target; v_who record;
    v_offer uuid;
BEGIN
    SELECT * INTO v_who FROM content.person_with(p_session, ARRAY['approver'], NULL);
    -- The item before its rows, as every other writer does.
    PERFORM FROM content.item i WHERE i.id =
        (SELECT n.item_id FROM content.nomination n WHERE n.id = p_nomination)
        FOR UPDATE;
    SELECT * INTO v_nomination FROM content.nomination n
     WHERE n.id = p_nomination FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such nomination' USING ERRCODE = 'PH404';
    END IF;
    IF v_nomination.state <> 'nominated' THEN
        RAISE EXCEPTION 'already decided'
            USING ERRCODE = 'PH409', DETAIL = v_nomination.state;
    END IF;
    IF v_nomination.nominated_by = v_who.id THEN
        RAISE EXCEPTION 'the nominator may not approve' USING ERRCODE = 'PH405';
    END IF;
    IF NOT EXISTS (SELECT FROM release.document d
                    WHERE d.item_id = v_nomination.item_id
                      AND d.lang = v_nomination.lang AND d.superseded_at IS NULL
                      AND d.closure_hash = v_nomination.closure_hash
                      AND d.visible_from <= now()
                      AND (d.expires_at IS NULL OR d.expires_at > now())) THEN
        RAISE EXCEPTION 'no longer what is released' USING ERRCODE = 'PH412';
    END IF;
    SELECT * INTO v_target FROM release.target t
     WHERE t.code = v_nomination.target_code AND t.valid_from <= now()
       AND (t.valid_to IS NULL OR t.valid_to > now());
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the target is closed' USING ERRCODE = 'PH424';
    END IF;
    INSERT INTO release.offer (item_id, key, target_code, lang, closure_hash,
            follow_policy, approved_by, approved_at)
        VALUES (v_nomination.item_id, v_nomination.key, v_nomination.target_code,
            v_nomination.lang, v_nomination.closure_hash, v_target.follow_policy,
            v_who.id, p_at)
        ON CONFLICT (item_id, target_code, lang) WHERE withdrawn_at IS NULL
        DO UPDATE SET closure_hash = excluded.closure_hash,
            follow_policy = excluded.follow_policy,
            approved_by = excluded.approved_by, approved_at = excluded.approved_at
        RETURNING id INTO v_offer;
    UPDATE content.nomination n
       SET state = 'approved', decided_by = v_who.id, decided_at = p_at
     WHERE n.id = p_nomination;
    RETURN v_offer;
END $$;
GRANT EXECUTE ON FUNCTION release.approve_offer(bytea, uuid, timestamptz)
    TO phohien_content;
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute(APPROVE)


def downgrade() -> None:
    op.execute("DROP FUNCTION release.approve_offer(bytea, uuid, timestamptz)")
    op.execute("DROP TABLE content.nomination")
