"""One row for what was last told of each language: what feeds and harvests page by.

A row's stamp is given while the lock of the change log is held, so stamps are in commit
order. A withdrawn language keeps its row for ever, marked as deleted. Scope '' is the
public; any other scope is a target, to which a row stands for an offer.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

TABLE = """
CREATE SEQUENCE release.record_place AS bigint;
CREATE TABLE release.record (
    scope text NOT NULL,
    item_id uuid NOT NULL,
    lang text NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    agency_code text NOT NULL,
    closure_hash text NOT NULL,
    deleted boolean NOT NULL,
    first_at timestamptz NOT NULL,
    stamp timestamptz NOT NULL,
    place bigint NOT NULL,
    CONSTRAINT record_pkey PRIMARY KEY (scope, item_id, lang)
);
CREATE INDEX record_stamp_idx ON release.record (scope, stamp, place);
CREATE INDEX record_lang_idx ON release.record (scope, lang, stamp, place);
CREATE INDEX record_type_idx ON release.record (scope, type, stamp, place);
CREATE INDEX record_key_idx ON release.record (key, lang);
-- The role of the service may not see what one target is offered, nor may the others.
REVOKE ALL ON release.record FROM phohien_content, phohien_assets, phohien_sync;
ALTER TABLE release.record ENABLE ROW LEVEL SECURITY;
CREATE POLICY record_public ON release.record FOR SELECT TO phohien_public
    USING (scope = '');
GRANT SELECT ON release.record TO phohien_public;
"""

WRITING = """
CREATE FUNCTION release.put_record(
    p_scope text, p_item uuid, p_lang text, p_key text, p_type text, p_agency text,
    p_hash text, p_deleted boolean
) RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO release.record AS r (scope, item_id, lang, key, type, agency_code,
            closure_hash, deleted, first_at, stamp, place)
        VALUES (p_scope, p_item, p_lang, p_key, p_type, p_agency, p_hash, p_deleted,
            clock_timestamp(), clock_timestamp(), nextval('release.record_place'))
        ON CONFLICT (scope, item_id, lang) DO UPDATE
            SET closure_hash = excluded.closure_hash, deleted = excluded.deleted,
                agency_code = excluded.agency_code, stamp = excluded.stamp,
                place = excluded.place
$$;
CREATE FUNCTION release.record_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM release.put_record('', NEW.item_id, NEW.lang, NEW.key, NEW.type,
        NEW.agency_code, NEW.closure_hash, NEW.kind = 'withdrawn');
    RETURN NULL;
END $$;
CREATE TRIGGER change_recorded AFTER INSERT ON release.change
    FOR EACH ROW EXECUTE FUNCTION release.record_change();

CREATE FUNCTION release.record_offer() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_doc release.document;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.closure_hash = OLD.closure_hash
            AND NEW.withdrawn_at IS NOT DISTINCT FROM OLD.withdrawn_at THEN
        RETURN NULL;
    END IF;
    -- The lock of the log, as every line of it takes: one order for all stamps.
    PERFORM pg_advisory_xact_lock(hashtext('release.change'));
    SELECT * INTO v_doc FROM release.document d
     WHERE d.item_id = NEW.item_id AND d.lang = NEW.lang
     ORDER BY d.superseded_at DESC NULLS FIRST LIMIT 1;
    IF FOUND THEN
        PERFORM release.put_record(NEW.target_code, NEW.item_id, NEW.lang, NEW.key,
            v_doc.type, v_doc.agency_code, NEW.closure_hash,
            NEW.withdrawn_at IS NOT NULL);
    ELSE
        UPDATE release.record r SET deleted = true, stamp = clock_timestamp(),
               place = nextval('release.record_place')
         WHERE r.scope = NEW.target_code AND r.item_id = NEW.item_id
           AND r.lang = NEW.lang AND NOT r.deleted;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER offer_recorded AFTER INSERT OR UPDATE ON release.offer
    FOR EACH ROW EXECUTE FUNCTION release.record_offer();
"""

KNOWN = """
INSERT INTO release.record (scope, item_id, lang, key, type, agency_code, closure_hash,
        deleted, first_at, stamp, place)
    SELECT '', l.item_id, l.lang, l.key, l.type, l.agency_code, l.closure_hash,
           l.kind = 'withdrawn', l.first_at, l.at, nextval('release.record_place')
      FROM (SELECT DISTINCT ON (c.item_id, c.lang) c.*,
                   min(c.at) OVER (PARTITION BY c.item_id, c.lang) AS first_at
              FROM release.change c ORDER BY c.item_id, c.lang, c.seq DESC) l
     ORDER BY l.seq;
INSERT INTO release.record (scope, item_id, lang, key, type, agency_code, closure_hash,
        deleted, first_at, stamp, place)
    SELECT o.target_code, o.item_id, o.lang, o.key, r.type, r.agency_code,
           o.closure_hash, o.withdrawn_at IS NOT NULL, o.approved_at,
           clock_timestamp(), nextval('release.record_place')
      FROM (SELECT DISTINCT ON (target_code, item_id, lang) * FROM release.offer
             ORDER BY target_code, item_id, lang, withdrawn_at DESC NULLS FIRST) o
      JOIN release.record r USING (item_id, lang) WHERE r.scope = '';
"""

READING = """
-- Every stamp up to the answer is committed; every later one is greater.
CREATE FUNCTION release.settled() RETURNS timestamptz LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('release.change'));
    RETURN clock_timestamp();
END $$;

-- What a target was offered, and in the version it was offered, for who holds its key.
CREATE FUNCTION release.offered(
    p_digest bytea, p_target text, p_key text, p_lang text, p_from timestamptz,
    p_before timestamptz, p_stamp timestamptz, p_place bigint, p_rows integer
) RETURNS TABLE (key text, lang text, type text, agency_code text, deleted boolean,
    stamp timestamptz, place bigint, doc text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_target = '' OR NOT EXISTS (SELECT FROM access.who(p_digest) w
            WHERE w.kind = 'key' AND 'target:' || p_target = ANY (w.scopes)) THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT r.key, r.lang, r.type, r.agency_code, r.deleted OR d.doc IS NULL,
               r.stamp, r.place, CASE WHEN NOT r.deleted THEN d.doc END
          FROM release.record r LEFT JOIN LATERAL (
                SELECT v.doc FROM release.document v
                 WHERE v.item_id = r.item_id AND v.lang = r.lang
                   AND v.closure_hash = r.closure_hash AND v.visible_from <= now()
                   AND (v.expires_at IS NULL OR v.expires_at > now())
                 ORDER BY v.superseded_at DESC NULLS FIRST LIMIT 1) d ON true
         WHERE r.scope = p_target
           AND (p_key IS NULL OR r.key = p_key) AND (p_lang IS NULL OR r.lang = p_lang)
           AND (p_from IS NULL OR r.stamp >= p_from)
           AND (p_before IS NULL OR r.stamp < p_before)
           AND (p_stamp IS NULL OR (r.stamp, r.place) > (p_stamp, p_place))
         ORDER BY r.stamp, r.place LIMIT p_rows;
END $$;

-- A harvest is a receipt: only who holds the key of the target leaves one.
CREATE FUNCTION release.note_harvest(
    p_digest bytea, p_target text, p_verb text, p_from timestamptz,
    p_until timestamptz, p_complete boolean
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM access.who(p_digest) w
            WHERE w.kind = 'key' AND 'target:' || p_target = ANY (w.scopes)) THEN
        RAISE EXCEPTION 'not the key of this target' USING ERRCODE = 'PH403';
    END IF;
    INSERT INTO release.harvest (target_code, verb, from_, until, complete, at)
        VALUES (p_target, p_verb, p_from, p_until, p_complete, clock_timestamp());
END $$;

-- What a follower of the log holds of one language after line `seq`: as digests of
-- lines "key hash" and "key etag" in the order of the bytes of the keys.
CREATE FUNCTION release.root(p_lang text)
RETURNS TABLE (seq bigint, chain bytea, documents bigint, hashes bytea, etags bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(c.seq, 0), coalesce(c.hash, decode(repeat('00', 32), 'hex')), d.*
      FROM (SELECT count(*), sha256(convert_to(coalesce(string_agg(
                    v.key || ' ' || v.closure_hash || E'\\n', ''
                    ORDER BY v.key COLLATE "C"), ''), 'UTF8')),
                   sha256(convert_to(coalesce(string_agg(
                    v.key || ' ' || v.etag || E'\\n', ''
                    ORDER BY v.key COLLATE "C"), ''), 'UTF8'))
              FROM release.document v
             WHERE v.lang = p_lang AND v.superseded_at IS NULL AND v.seq > 0) d
      LEFT JOIN (SELECT l.seq, l.hash FROM release.change l
                  ORDER BY l.seq DESC LIMIT 1) c ON true
$$;

-- A shelf of a site map: its place depends on the key alone, so none ever moves.
CREATE INDEX document_shelf_idx
    ON release.document (lang, (ascii(right(key, 1)) % 32), key)
    WHERE superseded_at IS NULL;
CREATE FUNCTION release.shelves()
RETURNS TABLE (lang text, shelf integer, documents bigint, last_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.lang, ascii(right(d.key, 1)) % 32, count(*), max(d.released_at)
      FROM release.document d
     WHERE d.superseded_at IS NULL AND d.visible_from <= now()
       AND (d.expires_at IS NULL OR d.expires_at > now())
     GROUP BY 1, 2 ORDER BY 1, 2
$$;
CREATE FUNCTION release.shelf(p_lang text, p_shelf integer, p_rows integer)
RETURNS TABLE (key text, slug text, released_at timestamptz, langs text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.key, d.slug, d.released_at,
           ARRAY(SELECT o.lang FROM release.document o
                  WHERE o.key = d.key AND o.superseded_at IS NULL
                    AND o.visible_from <= now()
                    AND (o.expires_at IS NULL OR o.expires_at > now())
                  ORDER BY o.lang COLLATE "C")
      FROM release.document d
     WHERE d.lang = p_lang AND ascii(right(d.key, 1)) % 32 = p_shelf
       AND d.superseded_at IS NULL AND d.visible_from <= now()
       AND (d.expires_at IS NULL OR d.expires_at > now())
     ORDER BY d.key LIMIT p_rows
$$;
"""

GRANTS = """
REVOKE ALL ON FUNCTION release.settled(), release.root(text), release.shelves(),
    release.shelf(text, integer, integer),
    release.offered(bytea, text, text, text, timestamptz, timestamptz, timestamptz,
        bigint, integer),
    release.note_harvest(bytea, text, text, timestamptz, timestamptz, boolean)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release.settled(), release.root(text), release.shelves(),
    release.shelf(text, integer, integer),
    release.offered(bytea, text, text, text, timestamptz, timestamptz, timestamptz,
        bigint, integer)
    TO phohien_public;
GRANT EXECUTE ON FUNCTION
    release.note_harvest(bytea, text, text, timestamptz, timestamptz, boolean)
    TO phohien_content;
"""


def upgrade() -> None:
    for statements in (TABLE, WRITING, KNOWN, READING, GRANTS):
        op.execute(statements)


def downgrade() -> None:
    op.execute("DROP TRIGGER offer_recorded ON release.offer")
    op.execute("DROP TRIGGER change_recorded ON release.change")
    op.execute("DROP INDEX release.document_shelf_idx")
    for function in ("shelf", "shelves", "root", "note_harvest", "offered", "settled"):
        op.execute(f"DROP FUNCTION release.{function}")
    for function in ("record_offer", "record_change", "put_record"):
        op.execute(f"DROP FUNCTION release.{function}")
    op.execute("DROP TABLE release.record")
    op.execute("DROP SEQUENCE release.record_place")
