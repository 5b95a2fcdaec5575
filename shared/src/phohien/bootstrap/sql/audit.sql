-- Append-only, hash-chained. One function writes; nobody updates or deletes.
CREATE TABLE IF NOT EXISTS audit.entry (
    seq bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    service text NOT NULL,
    actor text NOT NULL,
    on_behalf_of text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail jsonb NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL UNIQUE
);
CREATE INDEX IF NOT EXISTS entry_subject_idx ON audit.entry (subject, seq);
-- Refusals are few among many lines, and looked at often.
CREATE INDEX IF NOT EXISTS entry_marking_idx ON audit.entry (seq)
    WHERE action IN ('marking.refused', 'upload.rejected');

CREATE OR REPLACE FUNCTION audit.link(
    prev bytea, seq bigint, at timestamptz, service text, actor text,
    on_behalf_of text, action text, subject text, detail jsonb
) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    -- A JSON array: a text cannot imitate the border between two fields.
    SELECT sha256(prev || convert_to(
        json_build_array(
            seq, extract(epoch FROM at)::numeric(20, 6), service, actor,
            on_behalf_of, action, subject, detail::text
        )::text, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION audit.append(
    p_service text, p_actor text, p_on_behalf_of text, p_action text,
    p_subject text, p_detail jsonb
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_seq bigint; v_prev bytea; v_at timestamptz;
BEGIN
    -- Held to the end of the caller's transaction, so order is commit order.
    PERFORM pg_advisory_xact_lock(hashtext('audit.entry'));
    SELECT e.seq, e.hash INTO v_seq, v_prev
      FROM audit.entry e ORDER BY e.seq DESC LIMIT 1;
    v_seq := coalesce(v_seq, 0) + 1;
    v_prev := coalesce(v_prev, ''::bytea);
    v_at := clock_timestamp();
    INSERT INTO audit.entry VALUES (
        v_seq, v_at, p_service, p_actor, coalesce(p_on_behalf_of, ''), p_action,
        p_subject, coalesce(p_detail, '{}'), v_prev,
        audit.link(v_prev, v_seq, v_at, p_service, p_actor,
            coalesce(p_on_behalf_of, ''), p_action, p_subject,
            coalesce(p_detail, '{}')));
    RETURN v_seq;
END $$;

-- The first broken line, or none. A gap in seq is a break too.
CREATE OR REPLACE FUNCTION audit.verify(
    OUT checked bigint, OUT broken_at bigint, OUT reason text
) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v audit.entry; v_prev bytea := ''::bytea; v_next bigint := 1;
BEGIN
    checked := 0;
    FOR v IN SELECT * FROM audit.entry ORDER BY seq LOOP
        IF v.seq <> v_next THEN
            broken_at := v_next; reason := 'missing'; RETURN;
        ELSIF v.prev_hash <> v_prev THEN
            broken_at := v.seq; reason := 'does not follow the line before'; RETURN;
        ELSIF v.hash <> audit.link(v.prev_hash, v.seq, v.at, v.service, v.actor,
                v.on_behalf_of, v.action, v.subject, v.detail) THEN
            broken_at := v.seq; reason := 'altered'; RETURN;
        END IF;
        checked := checked + 1; v_prev := v.hash; v_next := v.seq + 1;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit.entry is append-only' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER entry_is_append_only
    BEFORE UPDATE OR DELETE ON audit.entry
    FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE OR REPLACE TRIGGER entry_is_never_truncated
    BEFORE TRUNCATE ON audit.entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

REVOKE ALL ON FUNCTION audit.append(text, text, text, text, text, jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.verify() FROM PUBLIC;
GRANT USAGE ON SCHEMA audit
    TO phohien_content, phohien_assets, phohien_sync, phohien_login;
GRANT EXECUTE ON FUNCTION audit.append(text, text, text, text, text, jsonb),
    audit.verify() TO phohien_content, phohien_assets, phohien_sync, phohien_login;
GRANT SELECT ON audit.entry TO phohien_content;
