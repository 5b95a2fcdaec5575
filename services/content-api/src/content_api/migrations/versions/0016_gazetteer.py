"""What units became: codes of the old ones, changes by decision, items re-mapped."""

from alembic import op

revision = "0016"
down_revision = "0015"

COLUMNS = """
ALTER TABLE content.unit ADD COLUMN amended boolean NOT NULL DEFAULT false;
ALTER TABLE content.unit_predecessor ADD COLUMN code text
    CONSTRAINT unit_predecessor_code_check CHECK (code ~ '^[0-9]{2,5}$');
CREATE INDEX unit_predecessor_code_idx ON content.unit_predecessor (code);
ALTER TABLE release.unit ADD COLUMN successors jsonb NOT NULL DEFAULT '[]';
"""

TABLES = """
CREATE TABLE content.unit_change (
    id uuid CONSTRAINT unit_change_pkey PRIMARY KEY DEFAULT uuidv7(),
    effective_on date NOT NULL,
    decision text NOT NULL,
    told jsonb NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE content.unit_remap (
    id uuid CONSTRAINT unit_remap_pkey PRIMARY KEY DEFAULT uuidv7(),
    agency_code text,
    day date NOT NULL,
    state text NOT NULL CONSTRAINT unit_remap_state_check
        CHECK (state IN ('previewed', 'confirmed', 'undone')),
    became jsonb NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    undone_at timestamptz
);
CREATE TABLE content.unit_remap_item (
    remap_id uuid NOT NULL CONSTRAINT unit_remap_item_remap_id_fkey
        REFERENCES content.unit_remap (id) ON DELETE CASCADE,
    item_key text NOT NULL,
    agency_code text NOT NULL,
    title text NOT NULL,
    places jsonb NOT NULL,
    ambiguous boolean NOT NULL,
    base_hash text NOT NULL,
    base_revision integer NOT NULL,
    applied_hash text,
    CONSTRAINT unit_remap_item_pkey PRIMARY KEY (remap_id, item_key)
);
"""

# A code may have stood for another unit before: what replaced that one, on the day
# the present one began, is no successor of the present one.
TELL = """
CREATE FUNCTION content.tell_one_unit(p_code text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM release.unit WHERE code = p_code;
    INSERT INTO release.unit (code, name_vi, name_en, level, province_code, valid_from,
            valid_to, lat, lon, predecessors, folded, successors)
        SELECT u.code, u.name_vi, u.name_en, u.level, u.province_code, u.valid_from,
               u.valid_to, u.lat, u.lon, coalesce(p.told, '[]'),
               concat('|', u.folded, '|', p.folded), coalesce(s.told, '[]')
          FROM content.unit u LEFT JOIN LATERAL (
              SELECT jsonb_agg(jsonb_build_object('name', o.name, 'code', o.code,
                         'district', o.district, 'mapping', o.mapping,
                         'written', o.written, 'replaced_on', o.replaced_on)
                         ORDER BY o.ordinal) AS told,
                     string_agg(o.folded || '|', '' ORDER BY o.ordinal) AS folded
                FROM content.unit_predecessor o WHERE o.unit_code = u.code) p ON true
          LEFT JOIN LATERAL (
              SELECT jsonb_agg(jsonb_build_object('code', n.code, 'name_vi', n.name_vi,
                         'name_en', n.name_en, 'mapping', o.mapping,
                         'replaced_on', o.replaced_on)
                         ORDER BY o.replaced_on, n.code) AS told
                FROM content.unit_predecessor o
                JOIN content.unit n ON n.code = o.unit_code
               WHERE o.code = u.code
                 AND (o.unit_code <> o.code OR o.mapping = 'split')
                 AND coalesce(o.replaced_on > u.valid_from, true)) s ON true
         WHERE u.code = p_code;
END $$;
REVOKE ALL ON FUNCTION content.tell_one_unit(text) FROM PUBLIC;
CREATE OR REPLACE FUNCTION content.tell_unit() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'unit' THEN
        PERFORM content.tell_one_unit(
            CASE WHEN TG_OP = 'DELETE' THEN OLD.code ELSE NEW.code END);
        -- Units that ended show the names of what they became.
        PERFORM content.tell_one_unit(o.code) FROM content.unit_predecessor o
          WHERE TG_OP = 'UPDATE' AND o.unit_code = NEW.code AND o.code <> NEW.code;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM content.tell_one_unit(OLD.unit_code);
        PERFORM content.tell_one_unit(OLD.code);
    ELSE
        PERFORM content.tell_one_unit(NEW.unit_code);
        PERFORM content.tell_one_unit(NEW.code);
    END IF;
    RETURN NULL;
END $$;
"""

BACK = """
CREATE OR REPLACE FUNCTION content.tell_unit() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_code text;
BEGIN
    IF TG_TABLE_NAME = 'unit' THEN
        v_code := CASE WHEN TG_OP = 'DELETE' THEN OLD.code ELSE NEW.code END;
    ELSE
        v_code := CASE WHEN TG_OP = 'DELETE' THEN OLD.unit_code ELSE NEW.unit_code END;
    END IF;
    DELETE FROM release.unit WHERE code = v_code;
    INSERT INTO release.unit
        SELECT u.code, u.name_vi, u.name_en, u.level, u.province_code, u.valid_from,
               u.valid_to, u.lat, u.lon, coalesce(p.told, '[]'),
               concat('|', u.folded, '|', p.folded)
          FROM content.unit u LEFT JOIN LATERAL (
              SELECT jsonb_agg(jsonb_build_object('name', o.name,
                         'district', o.district, 'mapping', o.mapping,
                         'written', o.written, 'replaced_on', o.replaced_on)
                         ORDER BY o.ordinal) AS told,
                     string_agg(o.folded || '|', '' ORDER BY o.ordinal) AS folded
                FROM content.unit_predecessor o WHERE o.unit_code = u.code) p ON true
         WHERE u.code = v_code;
    RETURN NULL;
END $$;
DROP FUNCTION content.tell_one_unit(text);
DROP TABLE content.unit_remap_item, content.unit_remap, content.unit_change;
ALTER TABLE release.unit DROP COLUMN successors;
DROP INDEX content.unit_predecessor_code_idx;
ALTER TABLE content.unit_predecessor DROP COLUMN code;
ALTER TABLE content.unit DROP COLUMN amended;
"""


def upgrade() -> None:
    for part in (COLUMNS, TABLES, TELL):
        op.execute(part)


def downgrade() -> None:
    op.execute(BACK)
