-- Who a caller is. Rows are written by the role phohien_login alone.
CREATE TABLE IF NOT EXISTS access.account (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    username text NOT NULL CONSTRAINT account_username_key UNIQUE
        CHECK (username ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
    name text NOT NULL CHECK (name <> ''),
    password_hash text NOT NULL,
    agency_id uuid,
    agency_code text NOT NULL DEFAULT '',
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
-- A role is held for a time: office-holders change.
CREATE TABLE IF NOT EXISTS access.role_grant (
    account_id uuid NOT NULL REFERENCES access.account,
    role text NOT NULL CHECK (role IN
        ('officer', 'leader', 'coordinator', 'approver', 'operator', 'auditor',
         'security_officer')),
    valid_from timestamptz NOT NULL DEFAULT now(),
    valid_to timestamptz,
    PRIMARY KEY (account_id, role, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
-- A role that came later than the table.
ALTER TABLE access.role_grant DROP CONSTRAINT IF EXISTS role_grant_role_check;
ALTER TABLE access.role_grant ADD CONSTRAINT role_grant_role_check CHECK (role IN
    ('officer', 'leader', 'coordinator', 'approver', 'operator', 'auditor',
     'security_officer'));
CREATE TABLE IF NOT EXISTS access.session (
    token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
    csrf_digest bytea NOT NULL,
    account_id uuid NOT NULL REFERENCES access.account,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX IF NOT EXISTS session_account_idx ON access.session (account_id);
CREATE TABLE IF NOT EXISTS access.api_key (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    kind text NOT NULL CHECK (kind IN ('portal', 'service')),
    name text NOT NULL CHECK (name <> ''),
    prefix text NOT NULL,
    token_digest bytea NOT NULL CONSTRAINT api_key_digest_key UNIQUE
        CHECK (length(token_digest) = 32),
    agency_id uuid,
    agency_code text NOT NULL DEFAULT '',
    scopes text[] NOT NULL DEFAULT '{}',
    created_by uuid REFERENCES access.account,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS api_key_service_idx
    ON access.api_key (name) WHERE kind = 'service' AND revoked_at IS NULL;
-- Failed logins, counted per name and per address.
CREATE TABLE IF NOT EXISTS access.login_failure (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    username text NOT NULL,
    address text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS login_failure_username_idx
    ON access.login_failure (username, at);
CREATE INDEX IF NOT EXISTS login_failure_address_idx
    ON access.login_failure (address, at);

-- While a leader is away a deputy of the same agency signs for them. Written by
-- access.delegate alone, which asks who says so.
CREATE TABLE IF NOT EXISTS access.delegation (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    agency_id uuid NOT NULL,
    agency_code text NOT NULL,
    leader_id uuid NOT NULL REFERENCES access.account,
    deputy_id uuid NOT NULL REFERENCES access.account,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    made_by uuid NOT NULL REFERENCES access.account,
    made_at timestamptz NOT NULL DEFAULT now(),
    ended_by uuid REFERENCES access.account,
    ended_at timestamptz,
    CHECK (leader_id <> deputy_id),
    CHECK (valid_to > valid_from AND valid_to <= valid_from + interval '92 days')
);
CREATE INDEX IF NOT EXISTS delegation_deputy_idx
    ON access.delegation (deputy_id, valid_to) WHERE ended_at IS NULL;

-- Whom an account signs for at this moment: a leader who is one by their own grant,
-- still there, and of the agency both belong to.
CREATE OR REPLACE FUNCTION access.signs_for(p_deputy uuid)
RETURNS TABLE (delegation_id uuid, leader_id uuid, leader_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.id, l.id, l.name FROM access.delegation d
      JOIN access.account l ON l.id = d.leader_id AND l.disabled_at IS NULL
      JOIN access.account p ON p.id = d.deputy_id
     WHERE d.deputy_id = p_deputy AND d.ended_at IS NULL
       AND d.valid_from <= now() AND d.valid_to > now()
       AND l.agency_id = d.agency_id AND p.agency_id = d.agency_id
       AND EXISTS (SELECT FROM access.role_grant g
                    WHERE g.account_id = l.id AND g.role = 'leader'
                      AND g.valid_from <= now()
                      AND (g.valid_to IS NULL OR g.valid_to > now()))
     ORDER BY d.made_at LIMIT 1
$$;

CREATE OR REPLACE FUNCTION access.who(p_digest bytea)
RETURNS TABLE (kind text, id uuid, username text, name text, agency_id uuid,
    agency_code text, roles text[], scopes text[], csrf_digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'person', a.id, a.username, a.name, a.agency_id, a.agency_code,
        ARRAY(SELECT DISTINCT g.role FROM access.role_grant g
               WHERE g.account_id = a.id AND g.valid_from <= now()
                 AND (g.valid_to IS NULL OR g.valid_to > now())
               UNION SELECT 'leader' FROM access.signs_for(a.id) ORDER BY 1),
        '{}'::text[], s.csrf_digest
      FROM access.session s JOIN access.account a ON a.id = s.account_id
     WHERE s.token_digest = p_digest AND s.ended_at IS NULL
       AND s.expires_at > now() AND a.disabled_at IS NULL
    UNION ALL
    SELECT CASE k.kind WHEN 'portal' THEN 'key' ELSE 'service' END, k.id, k.name,
        k.name, k.agency_id, k.agency_code, '{}'::text[], k.scopes, NULL::bytea
      FROM access.api_key k
     WHERE k.token_digest = p_digest AND k.revoked_at IS NULL
$$;
REVOKE ALL ON FUNCTION access.who(bytea) FROM PUBLIC;

-- By the leader, or by the coordinator for one who cannot; to nobody's own good.
--   PH401 no live session with the role    PH403 not for this leader, or to oneself
--   PH404 no such leader or deputy         PH409 another one holds in that time
--   PH422 days that are none
CREATE OR REPLACE FUNCTION access.delegate(
    p_session bytea, p_leader uuid, p_deputy uuid, p_from timestamptz,
    p_to timestamptz, p_reason text
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_who record; v_leader access.account; v_deputy access.account; v_id uuid;
BEGIN
    SELECT * INTO v_who FROM access.who(p_session) w WHERE w.kind = 'person';
    IF NOT FOUND OR NOT v_who.roles && ARRAY['leader', 'coordinator'] THEN
        RAISE EXCEPTION 'no live session' USING ERRCODE = 'PH401';
    END IF;
    IF v_who.id = p_deputy OR p_leader = p_deputy
            OR v_who.id <> p_leader AND NOT 'coordinator' = ANY (v_who.roles) THEN
        RAISE EXCEPTION 'not for this leader' USING ERRCODE = 'PH403';
    END IF;
    SELECT * INTO v_leader FROM access.account a
     WHERE a.id = p_leader AND a.disabled_at IS NULL AND a.agency_id IS NOT NULL
       AND EXISTS (SELECT FROM access.role_grant g
                    WHERE g.account_id = a.id AND g.role = 'leader'
                      AND g.valid_from <= now()
                      AND (g.valid_to IS NULL OR g.valid_to > now()))
       FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such leader' USING ERRCODE = 'PH404';
    END IF;
    SELECT * INTO v_deputy FROM access.account a
     WHERE a.id = p_deputy AND a.disabled_at IS NULL
       AND a.agency_id = v_leader.agency_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such deputy' USING ERRCODE = 'PH404';
    END IF;
    IF p_to <= p_from OR p_to <= now() OR p_to > p_from + interval '92 days' THEN
        RAISE EXCEPTION 'days that are none' USING ERRCODE = 'PH422';
    END IF;
    SELECT d.id INTO v_id FROM access.delegation d
     WHERE d.leader_id = p_leader AND d.deputy_id = p_deputy AND d.ended_at IS NULL
       AND d.valid_from = p_from AND d.valid_to = p_to;
    IF FOUND THEN
        RETURN v_id;
    END IF;
    IF EXISTS (SELECT FROM access.delegation d
                WHERE d.leader_id = p_leader AND d.ended_at IS NULL
                  AND d.valid_from < p_to AND d.valid_to > p_from) THEN
        RAISE EXCEPTION 'another one holds' USING ERRCODE = 'PH409';
    END IF;
    INSERT INTO access.delegation (agency_id, agency_code, leader_id, deputy_id,
            valid_from, valid_to, reason, made_by)
        VALUES (v_leader.agency_id, v_leader.agency_code, p_leader, p_deputy, p_from,
            p_to, p_reason, v_who.id)
        RETURNING id INTO v_id;
    RETURN v_id;
END $$;

-- By the leader, by the deputy who will not, or by the coordinator. Again is no more.
CREATE OR REPLACE FUNCTION access.end_delegation(p_session bytea, p_id uuid)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_who record; v_row access.delegation;
BEGIN
    SELECT * INTO v_who FROM access.who(p_session) w WHERE w.kind = 'person';
    SELECT * INTO v_row FROM access.delegation d WHERE d.id = p_id FOR UPDATE;
    IF v_row.id IS NULL THEN
        RAISE EXCEPTION 'no such delegation' USING ERRCODE = 'PH404';
    END IF;
    IF v_who.id IS NULL OR v_who.id NOT IN (v_row.leader_id, v_row.deputy_id)
            AND NOT 'coordinator' = ANY (v_who.roles) THEN
        RAISE EXCEPTION 'not theirs to end' USING ERRCODE = 'PH403';
    END IF;
    IF v_row.ended_at IS NOT NULL THEN
        RETURN false;
    END IF;
    UPDATE access.delegation SET ended_at = now(), ended_by = v_who.id WHERE id = p_id;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION access.signs_for(uuid),
    access.delegate(bytea, uuid, uuid, timestamptz, timestamptz, text),
    access.end_delegation(bytea, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.signs_for(uuid) TO phohien_content;
GRANT USAGE ON SCHEMA access TO phohien_content, phohien_assets, phohien_sync,
    phohien_public, phohien_login;
GRANT EXECUTE ON FUNCTION access.who(bytea) TO phohien_content, phohien_assets,
    phohien_sync, phohien_public, phohien_login;
GRANT SELECT ON access.delegation TO phohien_login;
GRANT EXECUTE ON FUNCTION access.end_delegation(bytea, uuid),
    access.delegate(bytea, uuid, uuid, timestamptz, timestamptz, text)
    TO phohien_login;
GRANT SELECT, INSERT, UPDATE ON access.account, access.role_grant, access.session,
    access.api_key TO phohien_login;
GRANT SELECT, INSERT, DELETE ON access.login_failure TO phohien_login;
