"""The plan's matrix is asked by the database: at nomination, approval and following.

An agency that is no more clears nothing; its successor does.
"""

from alembic import op

revision = "0023"
down_revision = "0022"

ENTITLED = """
-- An entitlement holds by the day, and the day is that of the province.
CREATE FUNCTION content.is_entitled(p_agency uuid, p_type text, p_target text)
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM content.entitlement e
        JOIN content.target t ON t.code = e.target_code,
        LATERAL (SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS today) d
       WHERE e.agency_id = p_agency AND e.type = p_type AND e.target_code = p_target
         AND e.valid_from <= d.today AND coalesce(e.valid_to > d.today, true)
         AND t.valid_from <= d.today AND coalesce(t.valid_to > d.today, true))
$$;

CREATE FUNCTION content.demand_entitled() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_item content.item;
BEGIN
    SELECT * INTO v_item FROM content.item i WHERE i.id = NEW.item_id;
    IF NOT FOUND
            OR content.is_entitled(v_item.agency_id, v_item.type, NEW.target_code) THEN
        RETURN NEW;
    END IF;
    -- What was offered while the plan allowed it stays; a correction does not follow.
    IF TG_TABLE_SCHEMA = 'release' AND TG_OP = 'UPDATE' THEN
        IF NEW.approved_at = OLD.approved_at THEN
            NEW.closure_hash := OLD.closure_hash;
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the plan does not let % send % to %', v_item.agency_code,
        v_item.type, NEW.target_code USING ERRCODE = 'PH426';
END $$;
CREATE TRIGGER nomination_is_entitled
    BEFORE INSERT OR UPDATE OF item_id, target_code, closure_hash ON content.nomination
    FOR EACH ROW EXECUTE FUNCTION content.demand_entitled();
CREATE TRIGGER offer_is_entitled
    BEFORE INSERT OR UPDATE OF item_id, target_code, closure_hash ON release.offer
    FOR EACH ROW EXECUTE FUNCTION content.demand_entitled();
"""

IN_BEING = """
CREATE FUNCTION content.demand_agency_in_being() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM content.item i JOIN content.agency a ON a.id = i.agency_id
                WHERE i.id = NEW.item_id AND a.valid_to
                   <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) THEN
        RAISE EXCEPTION 'the agency is no more' USING ERRCODE = 'PH427';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clearance_of_an_agency_in_being BEFORE INSERT ON content.clearance
    FOR EACH ROW EXECUTE FUNCTION content.demand_agency_in_being();
"""


def upgrade() -> None:
    op.execute(ENTITLED)
    op.execute(IN_BEING)


def downgrade() -> None:
    op.execute("DROP TRIGGER clearance_of_an_agency_in_being ON content.clearance")
    op.execute("DROP FUNCTION content.demand_agency_in_being()")
    op.execute("DROP TRIGGER offer_is_entitled ON release.offer")
    op.execute("DROP TRIGGER nomination_is_entitled ON content.nomination")
    op.execute("DROP FUNCTION content.demand_entitled()")
    op.execute("DROP FUNCTION content.is_entitled(uuid, text, text)")
