"""A clearance says for whom it was signed, when a deputy signed it."""

from alembic import op

revision = "0026"
down_revision = "0025"

SIGNED_FOR = """
ALTER TABLE content.clearance ADD COLUMN signed_for uuid;
ALTER TABLE content.clearance ADD COLUMN signed_for_name text NOT NULL DEFAULT '';

-- Four eyes stay four: a deputy clears nothing of an item they ever wrote in, and
-- nothing for a leader who wrote the language.
CREATE FUNCTION content.sign_for() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_for record;
BEGIN
    NEW.signed_for := NULL;
    NEW.signed_for_name := '';
    IF content.leads_by_grant(NEW.person_id) THEN
        RETURN NEW;
    END IF;
    SELECT * INTO v_for FROM access.signs_for(NEW.person_id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'neither leader nor deputy' USING ERRCODE = 'PH401';
    END IF;
    IF EXISTS (SELECT FROM content.revision r WHERE r.item_id = NEW.item_id
                  AND r.author_id = NEW.person_id)
        OR EXISTS (SELECT FROM content.item_language l WHERE l.item_id = NEW.item_id
                      AND l.lang = NEW.lang AND v_for.leader_id = ANY (l.authors))
        OR EXISTS (SELECT FROM content.revision r WHERE r.item_id = NEW.item_id
                      AND r.number = NEW.revision AND r.author_id = v_for.leader_id)
    THEN
        RAISE EXCEPTION 'the author may not clear' USING ERRCODE = 'PH405';
    END IF;
    NEW.signed_for := v_for.leader_id;
    NEW.signed_for_name := v_for.leader_name;
    RETURN NEW;
END $$;

CREATE FUNCTION content.leads_by_grant(p_account uuid) RETURNS boolean LANGUAGE sql
STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM access.role_grant g
                    WHERE g.account_id = p_account AND g.role = 'leader'
                      AND g.valid_from <= now()
                      AND (g.valid_to IS NULL OR g.valid_to > now()))
$$;
-- For the audit of every step: NULL for a leader by their own grant.
CREATE FUNCTION content.signed_for(p_account uuid) RETURNS text LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.leader_name FROM access.signs_for(p_account) s
     WHERE NOT content.leads_by_grant(p_account)
$$;
GRANT EXECUTE ON FUNCTION content.signed_for(uuid) TO phohien_content;
CREATE TRIGGER clearance_is_signed_for BEFORE INSERT ON content.clearance
    FOR EACH ROW EXECUTE FUNCTION content.sign_for();
"""


def upgrade() -> None:
    op.execute(SIGNED_FOR)


def downgrade() -> None:
    op.execute("DROP TRIGGER clearance_is_signed_for ON content.clearance")
    op.execute("DROP FUNCTION content.sign_for()")
    op.execute("DROP FUNCTION content.signed_for(uuid)")
    op.execute("DROP FUNCTION content.leads_by_grant(uuid)")
    op.execute("ALTER TABLE content.clearance DROP COLUMN signed_for_name")
    op.execute("ALTER TABLE content.clearance DROP COLUMN signed_for")
