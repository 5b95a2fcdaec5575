"""The first gate: a leader clears one language, exactly as it was read."""

from alembic import op

revision = "0004"
down_revision = "0003"

# SQLSTATEs of the gates; content_api.gate.refusals gives each its name.
#   PH401 no live session with the role    PH403 another agency
#   PH404 no such language                 PH405 the author may not clear
#   PH409 not in the right state           PH412 another text than was read
#   PH422 not what was cleared             PH423 already public    PH424 expired
PERSON = """
CREATE FUNCTION content.person_with(p_session bytea, p_roles text[], p_agency uuid)
RETURNS TABLE (id uuid, name text, roles text[], agency_id uuid)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_who record;
BEGIN
    SELECT * INTO v_who FROM access.who(p_session) w WHERE w.kind = 'person';
    IF NOT FOUND OR NOT v_who.roles && p_roles THEN
        RAISE EXCEPTION 'no live session with role %', p_roles
            USING ERRCODE = 'PH401';
    END IF;
    IF p_agency IS NOT NULL AND v_who.agency_id IS DISTINCT FROM p_agency THEN
        RAISE EXCEPTION 'another agency' USING ERRCODE = 'PH403';
    END IF;
    RETURN QUERY SELECT v_who.id, v_who.name, v_who.roles, v_who.agency_id;
END $$;
"""

CLEAR = """
CREATE FUNCTION content.clear(
    p_session bytea, p_item uuid, p_lang text, p_closure_hash text,
    p_declaration text, p_at timestamptz
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_item content.item; v_row content.item_language; v_rev content.revision;
    v_who record; v_closure jsonb; v_id uuid;
BEGIN
    SELECT * INTO v_item FROM content.item i WHERE i.id = p_item FOR UPDATE;
    SELECT * INTO v_row FROM content.item_language l
     WHERE l.item_id = p_item AND l.lang = p_lang FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such language' USING ERRCODE = 'PH404';
    END IF;
    SELECT * INTO v_who
      FROM content.person_with(p_session, ARRAY['leader'], v_item.agency_id);
    IF v_row.closure_hash <> p_closure_hash OR
            encode(sha256(convert_to(v_row.closure, 'UTF8')), 'hex') <> p_closure_hash
    THEN
        RAISE EXCEPTION 'changed since it was read'
            USING ERRCODE = 'PH412', DETAIL = v_row.closure_hash;
    END IF;
    IF v_row.status <> 'submitted' THEN
        RAISE EXCEPTION 'not submitted' USING ERRCODE = 'PH409', DETAIL = v_row.status;
    END IF;
    SELECT * INTO v_rev FROM content.revision r
     WHERE r.item_id = p_item AND r.number = v_row.revision;
    IF v_who.id = ANY (v_row.authors) OR v_who.id = v_rev.author_id THEN
        RAISE EXCEPTION 'the author may not clear' USING ERRCODE = 'PH405';
    END IF;
    v_closure := v_row.closure::jsonb;
    IF v_closure->'fields' IS DISTINCT FROM v_rev.body::jsonb->'fields'
            OR v_closure->'texts' IS DISTINCT FROM
               v_rev.body::jsonb->'languages'->p_lang->'texts' THEN
        RAISE EXCEPTION 'the closure is not the revision' USING ERRCODE = 'PH422';
    END IF;
    IF coalesce(btrim(p_declaration), '') = '' THEN
        RAISE EXCEPTION 'no declaration' USING ERRCODE = 'PH422';
    END IF;
    INSERT INTO content.clearance (item_id, lang, revision, closure_hash, person_id,
            person_name, declaration, at)
        VALUES (p_item, p_lang, v_row.revision, p_closure_hash, v_who.id, v_who.name,
            p_declaration, p_at)
        RETURNING id INTO v_id;
    UPDATE content.item_language l
       SET status = 'cleared', cleared_by = v_who.id, cleared_at = p_at, note = '',
           updated_at = p_at
     WHERE l.item_id = p_item AND l.lang = p_lang;
    RETURN v_id;
END $$;
GRANT EXECUTE ON FUNCTION content.clear(bytea, uuid, text, text, text, timestamptz)
    TO phohien_content;
"""


def upgrade() -> None:
    op.execute(PERSON)
    op.execute(CLEAR)


def downgrade() -> None:
    op.execute(
        "DROP FUNCTION content.clear(bytea, uuid, text, text, text, timestamptz)"
    )
    op.execute("DROP FUNCTION content.person_with(bytea, text[], uuid)")
