"""What is no longer to be had leaves every target with its own release.

A project that found its investor, an enterprise that no longer agrees to be shown
abroad: `offer_rules` of the types keep them from being nominated; this ends what was
offered before. It follows the release itself, so no door leads round it.
"""

from alembic import op

revision = "0027"
down_revision = "0026"

UP = """
CREATE FUNCTION release.end_unfit_offers() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_fields jsonb := NEW.doc::jsonb -> 'fields';
BEGIN
    IF (NEW.type = 'investment_project' AND v_fields ->> 'status'
            IN ('has_investor', 'licensed', 'suspended', 'withdrawn'))
        OR (NEW.type = 'enterprise'
            AND NOT coalesce((v_fields #>> '{consent,abroad}')::boolean, false))
    THEN
        UPDATE release.offer SET withdrawn_at = now()
         WHERE item_id = NEW.item_id AND withdrawn_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION release.end_unfit_offers() FROM PUBLIC;
CREATE TRIGGER document_ends_unfit_offers AFTER INSERT ON release.document
    FOR EACH ROW WHEN (NEW.visible_from <= now())
    EXECUTE FUNCTION release.end_unfit_offers();
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("DROP TRIGGER document_ends_unfit_offers ON release.document")
    op.execute("DROP FUNCTION release.end_unfit_offers()")
