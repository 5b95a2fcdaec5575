"""insert-only evidence."""

from alembic import op

revision = "0004"
down_revision = "0003"

EVIDENCE = ("attempt", "attempt_result")

FUNCTIONS = """
CREATE FUNCTION sync.refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'sync.% is insert-only: evidence is never changed', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

-- A link that does not fit the end of its target's chain is refused, whoever adds it.
CREATE FUNCTION sync.check_link() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_seq bigint; v_hash text;
BEGIN
    -- Held to the end of the inserting transaction, so order is commit order.
    PERFORM pg_advisory_xact_lock(
        hashtextextended('sync.evidence:' || NEW.target_code, 0));
    SELECT l.chain_seq, l.hash INTO v_seq, v_hash FROM (
        (SELECT a.chain_seq, a.hash FROM sync.attempt a
          WHERE a.target_code = NEW.target_code ORDER BY a.chain_seq DESC LIMIT 1)
        UNION ALL
        (SELECT r.chain_seq, r.hash FROM sync.attempt_result r
          WHERE r.target_code = NEW.target_code ORDER BY r.chain_seq DESC LIMIT 1)
    ) l ORDER BY l.chain_seq DESC LIMIT 1;
    IF NEW.chain_seq <> coalesce(v_seq, 0) + 1
        OR NEW.prev_hash <> coalesce(v_hash, '') THEN
        RAISE EXCEPTION 'the link % does not fit the chain of %',
            NEW.chain_seq, NEW.target_code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def upgrade() -> None:
    op.execute(FUNCTIONS)
    for table in EVIDENCE:
        op.execute(
            f"CREATE TRIGGER {table}_link BEFORE INSERT ON sync.{table}"
            " FOR EACH ROW EXECUTE FUNCTION sync.check_link()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE"
            f" ON sync.{table} FOR EACH ROW EXECUTE FUNCTION sync.refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON sync.{table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION sync.refuse_change()"
        )
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON sync.{table} FROM phohien_sync")
    # A tombstone is for ever, too.
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON sync.tombstone FROM phohien_sync")


def downgrade() -> None:
    for table in EVIDENCE:
        op.execute(f"DROP TRIGGER {table}_kept ON sync.{table}")
        op.execute(f"DROP TRIGGER {table}_insert_only ON sync.{table}")
        op.execute(f"DROP TRIGGER {table}_link ON sync.{table}")
        op.execute(f"GRANT UPDATE, DELETE ON sync.{table} TO phohien_sync")
    op.execute("GRANT UPDATE, DELETE ON sync.tombstone TO phohien_sync")
    op.execute("DROP FUNCTION sync.check_link()")
    op.execute("DROP FUNCTION sync.refuse_change()")
