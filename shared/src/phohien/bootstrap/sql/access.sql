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

CREATE OR REPLACE FUNCTION access.who(p_digest bytea)
RETURNS TABLE (kind text, id uuid, username text, name text, agency_id uuid,
    agency_code text, roles text[], scopes text[], csrf_digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'person', a.id, a.username, a.name, a.agency_id, a.agency_code,
        ARRAY(SELECT DISTINCT g.role FROM access.role_grant g
               WHERE g.account_id = a.id AND g.valid_from <= now()
                 AND (g.valid_to IS NULL OR g.valid_to > now()) ORDER BY 1),
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
GRANT USAGE ON SCHEMA access TO phohien_content, phohien_assets, phohien_sync,
    phohien_public, phohien_login;
GRANT EXECUTE ON FUNCTION access.who(bytea) TO phohien_content, phohien_assets,
    phohien_sync, phohien_public, phohien_login;
GRANT SELECT, INSERT, UPDATE ON access.account, access.role_grant, access.session,
    access.api_key TO phohien_login;
GRANT SELECT, INSERT, DELETE ON access.login_failure TO phohien_login;
