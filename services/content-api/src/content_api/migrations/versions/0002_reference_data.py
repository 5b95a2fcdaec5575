"""Units, agencies, targets and entitlements, each with the time it holds.

The public never reads `content`: triggers copy what everybody may know to `release`.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

UNITS = """
CREATE TABLE content.unit (
    code text CONSTRAINT unit_pkey PRIMARY KEY
        CONSTRAINT unit_code_check CHECK (code ~ '^[0-9]{2,5}$'),
    name_vi text NOT NULL,
    name_en text NOT NULL,
    level text NOT NULL CONSTRAINT unit_level_check
        CHECK (level IN ('province', 'district', 'ward', 'commune', 'township')),
    province_code text NOT NULL,
    valid_from date,
    valid_to date CONSTRAINT unit_validity_check CHECK (valid_to > valid_from),
    lat double precision,
    lon double precision,
    folded text NOT NULL
);
CREATE TABLE content.unit_predecessor (
    unit_code text NOT NULL
        CONSTRAINT unit_predecessor_unit_code_fkey REFERENCES content.unit (code),
    ordinal integer NOT NULL,
    name text NOT NULL,
    district text NOT NULL DEFAULT '',
    mapping text NOT NULL CONSTRAINT unit_predecessor_mapping_check
        CHECK (mapping IN ('exact', 'split')),
    written text NOT NULL,
    generation integer NOT NULL DEFAULT 1,
    replaced_on date,
    folded text NOT NULL,
    CONSTRAINT unit_predecessor_pkey PRIMARY KEY (unit_code, ordinal)
);
"""

AGENCIES = """
CREATE TABLE content.agency (
    id uuid CONSTRAINT agency_pkey PRIMARY KEY DEFAULT uuidv7(),
    code text NOT NULL CONSTRAINT agency_code_key UNIQUE
        CONSTRAINT agency_code_check CHECK (code ~ '^[a-z0-9][a-z0-9.-]{1,39}$'),
    name_vi text NOT NULL,
    name_en text NOT NULL,
    valid_from date,
    valid_to date CONSTRAINT agency_validity_check CHECK (valid_to > valid_from),
    successor_id uuid CONSTRAINT agency_successor_id_fkey REFERENCES content.agency (id)
        CONSTRAINT agency_successor_check CHECK (successor_id <> id),
    source text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT ''
);
CREATE TABLE content.office_holder (
    id uuid CONSTRAINT office_holder_pkey PRIMARY KEY DEFAULT uuidv7(),
    agency_id uuid NOT NULL
        CONSTRAINT office_holder_agency_id_fkey REFERENCES content.agency (id),
    name text NOT NULL,
    office_vi text NOT NULL,
    office_en text NOT NULL,
    valid_from date,
    valid_to date CONSTRAINT office_holder_validity_check CHECK (valid_to > valid_from),
    source text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    CONSTRAINT office_holder_agency_id_name_office_vi_key
        UNIQUE (agency_id, name, office_vi)
);
"""

TARGETS = """
CREATE TABLE content.target (
    code text CONSTRAINT target_pkey PRIMARY KEY
        CONSTRAINT target_code_check CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
    name_vi text NOT NULL,
    name_en text NOT NULL,
    follow_policy text NOT NULL CONSTRAINT target_follow_policy_check
        CHECK (follow_policy IN ('follow', 'hold')),
    valid_from date NOT NULL,
    valid_to date CONSTRAINT target_validity_check CHECK (valid_to > valid_from)
);
CREATE TABLE content.entitlement (
    id uuid CONSTRAINT entitlement_pkey PRIMARY KEY DEFAULT uuidv7(),
    agency_id uuid NOT NULL
        CONSTRAINT entitlement_agency_id_fkey REFERENCES content.agency (id),
    type text NOT NULL,
    target_code text NOT NULL
        CONSTRAINT entitlement_target_code_fkey REFERENCES content.target (code),
    manner text NOT NULL CONSTRAINT entitlement_manner_check
        CHECK (manner IN ('direct', 'dataset', 'nomination', 'joint')),
    clause text NOT NULL,
    valid_from date NOT NULL,
    valid_to date CONSTRAINT entitlement_validity_check CHECK (valid_to > valid_from),
    note text NOT NULL DEFAULT '',
    CONSTRAINT entitlement_agency_id_type_target_code_valid_from_key
        UNIQUE (agency_id, type, target_code, valid_from)
);
"""

RELEASED = """
CREATE TABLE release.unit (
    code text CONSTRAINT unit_pkey PRIMARY KEY,
    name_vi text NOT NULL,
    name_en text NOT NULL,
    level text NOT NULL,
    province_code text NOT NULL,
    valid_from date,
    valid_to date,
    lat double precision,
    lon double precision,
    predecessors jsonb NOT NULL,
    folded text NOT NULL
);
CREATE TABLE release.agency (
    code text CONSTRAINT agency_pkey PRIMARY KEY,
    id uuid NOT NULL CONSTRAINT agency_id_key UNIQUE,
    name jsonb NOT NULL,
    valid_from date,
    valid_to date,
    successor_code text
);
GRANT SELECT ON release.unit, release.agency TO phohien_public;
"""

# Names in `folded` stand between bars, so that a search can ask for a whole one.
TELL_UNIT = """
CREATE FUNCTION content.tell_unit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
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
CREATE TRIGGER unit_tell AFTER INSERT OR UPDATE OR DELETE ON content.unit
    FOR EACH ROW EXECUTE FUNCTION content.tell_unit();
CREATE TRIGGER unit_predecessor_tell
    AFTER INSERT OR UPDATE OR DELETE ON content.unit_predecessor
    FOR EACH ROW EXECUTE FUNCTION content.tell_unit();
"""

TELL_AGENCY = """
CREATE FUNCTION content.tell_agency() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM release.agency WHERE id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO release.agency VALUES (NEW.code, NEW.id,
            jsonb_build_object('vi', NEW.name_vi, 'en', NEW.name_en), NEW.valid_from,
            NEW.valid_to,
            (SELECT s.code FROM content.agency s WHERE s.id = NEW.successor_id));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER agency_tell AFTER INSERT OR UPDATE OR DELETE ON content.agency
    FOR EACH ROW EXECUTE FUNCTION content.tell_agency();
"""

# A target with offers cannot be removed, only closed: release.offer refers to it.
TELL_TARGET = """
CREATE FUNCTION content.tell_target() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- Days of the province begin at midnight there, whatever the session's time zone.
    v_zone CONSTANT text := 'Asia/Ho_Chi_Minh';
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM release.target WHERE code = OLD.code;
        RETURN NULL;
    END IF;
    INSERT INTO release.target (code, name, follow_policy, valid_from, valid_to)
        VALUES (NEW.code, jsonb_build_object('vi', NEW.name_vi, 'en', NEW.name_en),
            NEW.follow_policy, NEW.valid_from::timestamp AT TIME ZONE v_zone,
            NEW.valid_to::timestamp AT TIME ZONE v_zone)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name,
            follow_policy = excluded.follow_policy,
            valid_from = excluded.valid_from, valid_to = excluded.valid_to;
    RETURN NULL;
END $$;
CREATE TRIGGER target_tell AFTER INSERT OR UPDATE OR DELETE ON content.target
    FOR EACH ROW EXECUTE FUNCTION content.tell_target();
"""

# A code is what the past was signed with.
FIXED = """
CREATE FUNCTION content.keep_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the code % of a % never changes', OLD.code, TG_TABLE_NAME;
END $$;
CREATE TRIGGER unit_code_kept BEFORE UPDATE OF code ON content.unit
    FOR EACH ROW WHEN (OLD.code <> NEW.code) EXECUTE FUNCTION content.keep_code();
CREATE TRIGGER agency_code_kept BEFORE UPDATE OF code ON content.agency
    FOR EACH ROW WHEN (OLD.code <> NEW.code) EXECUTE FUNCTION content.keep_code();
CREATE TRIGGER target_code_kept BEFORE UPDATE OF code ON content.target
    FOR EACH ROW WHEN (OLD.code <> NEW.code) EXECUTE FUNCTION content.keep_code();
"""


def upgrade() -> None:
    for part in (UNITS, AGENCIES, TARGETS, RELEASED):
        op.execute(part)
    for part in (TELL_UNIT, TELL_AGENCY, TELL_TARGET, FIXED):
        op.execute(part)


def downgrade() -> None:
    for table in ("entitlement", "target", "office_holder", "agency"):
        op.execute(f"DROP TABLE content.{table}")
    op.execute("DROP TABLE content.unit_predecessor")
    op.execute("DROP TABLE content.unit")
    op.execute("DROP TABLE release.unit, release.agency")
    for function in ("tell_unit", "tell_agency", "tell_target", "keep_code"):
        op.execute(f"DROP FUNCTION content.{function}")
