"""what plans told of an object goes when the object is gone."""

from alembic import op

revision = "0013"
down_revision = "0012"

UP = """
CREATE INDEX plan_item_object_key_idx ON sync.plan_item (object_key);
CREATE FUNCTION sync.forget_plans() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE sync.plan_item SET diff = '{}'
     WHERE object_key = NEW.object_key AND diff <> '{}'
       AND run_id IN (SELECT r.id FROM sync.run r
                       WHERE r.target_code = NEW.target_code);
    RETURN NULL;
END $$;
CREATE TRIGGER object_forgotten AFTER UPDATE OF state ON sync.object
    FOR EACH ROW WHEN (NEW.state = 'absent' AND OLD.state <> 'absent')
    EXECUTE FUNCTION sync.forget_plans();
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("DROP TRIGGER object_forgotten ON sync.object")
    op.execute("DROP FUNCTION sync.forget_plans()")
    op.execute("DROP INDEX sync.plan_item_object_key_idx")
