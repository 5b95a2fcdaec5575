"""Items, their revisions, the state of each language, and what leaders cleared."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = """
CREATE TABLE content.item (
    id uuid CONSTRAINT item_pkey PRIMARY KEY DEFAULT uuidv7(),
    key text NOT NULL CONSTRAINT item_key_key UNIQUE,
    type text NOT NULL,
    agency_id uuid NOT NULL,
    agency_code text NOT NULL,
    slug text NOT NULL CONSTRAINT item_slug_key UNIQUE,
    title text NOT NULL,
    revision integer NOT NULL,
    hash text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX item_agency_updated_idx ON content.item (agency_code, updated_at, id);
CREATE INDEX item_updated_idx ON content.item (updated_at, id);

CREATE TABLE content.revision (
    item_id uuid NOT NULL
        CONSTRAINT revision_item_id_fkey REFERENCES content.item (id),
    number integer NOT NULL,
    body text NOT NULL,
    sha256 text NOT NULL CONSTRAINT revision_sha256_check
        CHECK (sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
    author_id uuid NOT NULL,
    author_name text NOT NULL,
    note text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    CONSTRAINT revision_pkey PRIMARY KEY (item_id, number)
);

CREATE TABLE content.item_language (
    item_id uuid NOT NULL
        CONSTRAINT item_language_item_id_fkey REFERENCES content.item (id),
    lang text NOT NULL,
    status text NOT NULL CONSTRAINT item_language_status_check CHECK (status IN
        ('draft', 'returned', 'submitted', 'cleared', 'scheduled', 'released',
         'withdrawn')),
    revision integer NOT NULL,
    closure text NOT NULL,
    closure_hash text NOT NULL CONSTRAINT item_language_closure_check
        CHECK (closure_hash = encode(sha256(convert_to(closure, 'UTF8')), 'hex')),
    authors uuid[] NOT NULL,
    note text NOT NULL DEFAULT '',
    submitted_by uuid,
    submitted_at timestamptz,
    cleared_by uuid,
    cleared_at timestamptz,
    updated_at timestamptz NOT NULL,
    CONSTRAINT item_language_pkey PRIMARY KEY (item_id, lang),
    CONSTRAINT item_language_item_id_revision_fkey
        FOREIGN KEY (item_id, revision) REFERENCES content.revision (item_id, number)
);

CREATE TABLE content.clearance (
    id uuid CONSTRAINT clearance_pkey PRIMARY KEY DEFAULT uuidv7(),
    item_id uuid NOT NULL
        CONSTRAINT clearance_item_id_fkey REFERENCES content.item (id),
    lang text NOT NULL,
    revision integer NOT NULL,
    closure_hash text NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    declaration text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX clearance_item_lang_idx ON content.clearance (item_id, lang, at);
"""

# A revision says what was written; a clearance says what was read. Neither changes.
GUARDS = """
CREATE FUNCTION content.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% keeps what was written', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;
CREATE TRIGGER revision_is_immutable BEFORE UPDATE OR DELETE ON content.revision
    FOR EACH ROW EXECUTE FUNCTION content.refuse_change();
CREATE TRIGGER revision_is_never_truncated BEFORE TRUNCATE ON content.revision
    FOR EACH STATEMENT EXECUTE FUNCTION content.refuse_change();
CREATE TRIGGER clearance_is_immutable BEFORE UPDATE OR DELETE ON content.clearance
    FOR EACH ROW EXECUTE FUNCTION content.refuse_change();
CREATE TRIGGER clearance_is_never_truncated BEFORE TRUNCATE ON content.clearance
    FOR EACH STATEMENT EXECUTE FUNCTION content.refuse_change();

REVOKE UPDATE, DELETE ON content.revision FROM phohien_content;
REVOKE INSERT, UPDATE, DELETE ON content.clearance FROM phohien_content;
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(GUARDS)


def downgrade() -> None:
    for table in ("clearance", "item_language", "revision", "item"):
        op.execute(f"DROP TABLE content.{table}")
    op.execute("DROP FUNCTION content.refuse_change()")
