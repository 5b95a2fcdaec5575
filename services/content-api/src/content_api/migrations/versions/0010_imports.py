"""Imports of workbooks: their preview, their rows, remembered headers, and the undo."""

from alembic import op

revision = "0010"
down_revision = "0009"

TABLES = """
CREATE TABLE content.import_run (
    id uuid CONSTRAINT import_run_pkey PRIMARY KEY DEFAULT uuidv7(),
    agency_code text NOT NULL,
    type text NOT NULL,
    filename text NOT NULL,
    kind text NOT NULL,
    sha256 text NOT NULL,
    sheet text NOT NULL,
    state text NOT NULL CONSTRAINT import_run_state_check
        CHECK (state IN ('previewed', 'confirmed', 'undone')),
    counts jsonb NOT NULL,
    notes jsonb NOT NULL,
    columns jsonb NOT NULL,
    workbook bytea NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    confirmed_by uuid,
    confirmed_at timestamptz,
    undone_by uuid,
    undone_at timestamptz
);
CREATE INDEX import_run_agency_idx
    ON content.import_run (agency_code, created_at, id);

CREATE TABLE content.import_row (
    run_id uuid NOT NULL CONSTRAINT import_row_run_id_fkey
        REFERENCES content.import_run (id) ON DELETE CASCADE,
    number integer NOT NULL,
    action text NOT NULL CONSTRAINT import_row_action_check
        CHECK (action IN ('create', 'update', 'unchanged', 'error')),
    title text NOT NULL,
    row_key text NOT NULL,
    row_sha256 text NOT NULL,
    item_key text,
    base_hash text,
    base_revision integer,
    draft text,
    changes jsonb NOT NULL,
    problems jsonb NOT NULL,
    applied_hash text,
    applied_revision integer,
    CONSTRAINT import_row_pkey PRIMARY KEY (run_id, number)
);
CREATE INDEX import_row_row_key_idx ON content.import_row (row_key);

CREATE TABLE content.import_mapping (
    agency_code text NOT NULL,
    type text NOT NULL,
    header text NOT NULL,
    column_code text NOT NULL,
    updated_by uuid NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT import_mapping_pkey PRIMARY KEY (agency_code, type, header)
);
"""

# An undone import removes drafts nobody looked at since. A revision is otherwise never
# deleted, by anybody; the setting names the one item this function is removing.
DISCARD = """
DROP TRIGGER revision_is_immutable ON content.revision;
CREATE TRIGGER revision_is_immutable BEFORE UPDATE ON content.revision
    FOR EACH ROW EXECUTE FUNCTION content.refuse_change();
CREATE TRIGGER revision_is_kept BEFORE DELETE ON content.revision
    FOR EACH ROW
    WHEN (current_setting('phohien.discarding', true)
          IS DISTINCT FROM OLD.item_id::text)
    EXECUTE FUNCTION content.refuse_change();

CREATE FUNCTION content.discard_imported(p_run uuid, p_item uuid)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_item content.item;
BEGIN
    SELECT * INTO v_item FROM content.item i WHERE i.id = p_item FOR UPDATE;
    IF NOT FOUND OR v_item.revision <> 1 OR NOT EXISTS (
        SELECT FROM content.import_row r JOIN content.import_run n ON n.id = r.run_id
         WHERE r.run_id = p_run AND n.state = 'confirmed' AND r.action = 'create'
           AND r.item_key = v_item.key AND r.applied_hash = v_item.hash)
    THEN
        RETURN false;
    END IF;
    IF EXISTS (SELECT FROM content.item_language l
                WHERE l.item_id = p_item AND l.status <> 'draft')
        OR EXISTS (SELECT FROM content.clearance c WHERE c.item_id = p_item)
        OR EXISTS (SELECT FROM release.document d WHERE d.item_id = p_item)
        OR EXISTS (SELECT FROM release.tombstone t WHERE t.item_id = p_item)
    THEN
        RETURN false;
    END IF;
    PERFORM set_config('phohien.discarding', p_item::text, true);
    DELETE FROM content.item_language l WHERE l.item_id = p_item;
    DELETE FROM content.revision r WHERE r.item_id = p_item;
    DELETE FROM content.item i WHERE i.id = p_item;
    PERFORM set_config('phohien.discarding', '', true);
    RETURN true;
EXCEPTION WHEN foreign_key_violation THEN
    RETURN false;  -- somebody's work hangs on it
END $$;
REVOKE ALL ON FUNCTION content.discard_imported(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION content.discard_imported(uuid, uuid) TO phohien_content;
"""

BACK = """
DROP FUNCTION content.discard_imported(uuid, uuid);
DROP TRIGGER revision_is_kept ON content.revision;
DROP TRIGGER revision_is_immutable ON content.revision;
CREATE TRIGGER revision_is_immutable BEFORE UPDATE OR DELETE ON content.revision
    FOR EACH ROW EXECUTE FUNCTION content.refuse_change();
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(DISCARD)


def downgrade() -> None:
    op.execute(BACK)
    for table in ("import_mapping", "import_row", "import_run"):
        op.execute(f"DROP TABLE content.{table}")
