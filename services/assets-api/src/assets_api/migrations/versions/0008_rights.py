"""Rights in every form, consents, holds; what is used nowhere can be deleted."""

from alembic import op

revision = "0008"
down_revision = "0007"

STATEMENTS = """
ALTER TABLE assets.asset
    ADD COLUMN web_statement text DEFAULT '' NOT NULL,
    ADD COLUMN people text DEFAULT '' NOT NULL,
    ADD COLUMN consent_gap text DEFAULT '' NOT NULL,
    ADD COLUMN consent_until date,
    ADD COLUMN deleted_at timestamptz,
    ADD COLUMN deleted_by text DEFAULT '' NOT NULL,
    ADD COLUMN deletion_note text DEFAULT '' NOT NULL,
    ADD CONSTRAINT asset_people_check CHECK (people IN ('', 'none', 'identifiable')),
    ADD CONSTRAINT asset_consent_gap_check CHECK (consent_gap IN ('', 'missing',
        'scope', 'territory')),
    ADD CONSTRAINT asset_deleted_check CHECK ((deleted_at IS NULL) = (deleted_by =
        ''));
CREATE INDEX asset_consent_until_idx ON assets.asset (consent_until) WHERE withdrawn_at
        IS NULL;
-- A deleted asset keeps its versions as a tombstone, and lets go of their bytes.
ALTER TABLE assets.asset_version
    DROP CONSTRAINT asset_version_sha256_fkey;
CREATE TABLE assets.suggestion (
    version_id uuid NOT NULL,
    fields jsonb NOT NULL,
    CONSTRAINT suggestion_pkey PRIMARY KEY (version_id),
    CONSTRAINT suggestion_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
CREATE TABLE assets.edition (
    version_id uuid NOT NULL,
    epoch integer NOT NULL,
    statement jsonb NOT NULL,
    digest text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT edition_pkey PRIMARY KEY (version_id, epoch),
    CONSTRAINT edition_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
REVOKE UPDATE ON assets.edition, assets.suggestion FROM phohien_assets;
CREATE TABLE assets.consent (
    id uuid DEFAULT uuidv7() NOT NULL,
    asset_id uuid NOT NULL,
    person text NOT NULL,
    given_by text DEFAULT '' NOT NULL,
    scope text[] NOT NULL,
    territories text[] NOT NULL,
    valid_from date NOT NULL,
    until date,
    evidence_id uuid,
    note text DEFAULT '' NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by text DEFAULT '' NOT NULL,
    withdrawal_note text DEFAULT '' NOT NULL,
    CONSTRAINT consent_pkey PRIMARY KEY (id),
    CONSTRAINT consent_until_check CHECK (until >= valid_from),
    CONSTRAINT consent_withdrawn_check CHECK ((withdrawn_at IS NULL) = (withdrawn_by =
        '')),
    CONSTRAINT consent_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES assets.asset
        (id),
    CONSTRAINT consent_evidence_id_fkey FOREIGN KEY(evidence_id) REFERENCES
        assets.asset (id)
);
CREATE INDEX consent_asset_idx ON assets.consent (asset_id, created_at);
CREATE INDEX consent_evidence_id_idx ON assets.consent (evidence_id);
REVOKE DELETE ON assets.consent FROM phohien_assets;
CREATE TABLE assets.hold (
    id uuid DEFAULT uuidv7() NOT NULL,
    asset_id uuid NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    until date,
    placed_by text NOT NULL,
    placed_at timestamptz NOT NULL,
    lifted_by text DEFAULT '' NOT NULL,
    lifted_at timestamptz,
    lift_note text DEFAULT '' NOT NULL,
    store text DEFAULT 'pending' NOT NULL,
    CONSTRAINT hold_pkey PRIMARY KEY (id),
    CONSTRAINT hold_kind_check CHECK (kind IN ('legal', 'retention')),
    CONSTRAINT hold_until_check CHECK ((kind = 'retention') = (until IS NOT NULL)),
    CONSTRAINT hold_store_check CHECK (store IN ('pending', 'locked', 'database-only',
        'ended')),
    CONSTRAINT hold_lifted_check CHECK ((lifted_at IS NULL) = (lifted_by = '')),
    CONSTRAINT hold_asset_id_fkey FOREIGN KEY(asset_id) REFERENCES assets.asset (id)
);
CREATE INDEX hold_asset_idx ON assets.hold (asset_id) WHERE lifted_at IS NULL;
CREATE INDEX hold_store_idx ON assets.hold (id) WHERE store <> 'ended';
REVOKE DELETE ON assets.hold FROM phohien_assets;
CREATE OR REPLACE FUNCTION assets.is_kept(sha256 text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
        SELECT EXISTS (
            SELECT FROM assets.hold h
              JOIN assets.asset_version v ON v.asset_id = h.asset_id
             WHERE h.lifted_at IS NULL
               AND (h.until IS NULL
                    OR h.until >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
               AND (v.sha256 = $1 OR EXISTS (
                    SELECT FROM assets.rendition r
                     WHERE r.version_id = v.id AND r.sha256 = $1)))
    $$
"""
RETURN = """
CREATE OR REPLACE FUNCTION assets.is_kept(sha256 text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT false $$;
DROP TABLE assets.hold;
DROP TABLE assets.consent;
DROP TABLE assets.edition;
DROP TABLE assets.suggestion;
ALTER TABLE assets.asset_version
    ADD CONSTRAINT asset_version_sha256_fkey FOREIGN KEY(sha256) REFERENCES
        assets.blob (sha256);
ALTER TABLE assets.asset
    DROP COLUMN deletion_note,
    DROP COLUMN deleted_by,
    DROP COLUMN deleted_at,
    DROP COLUMN consent_until,
    DROP COLUMN consent_gap,
    DROP COLUMN people,
    DROP COLUMN web_statement
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    for statement in RETURN.split(";\n"):
        op.execute(statement)
