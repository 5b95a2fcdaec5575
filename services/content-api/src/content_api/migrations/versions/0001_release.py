"""Schema `release`: the contract between the services.

Row security hides what is not yet, no longer or superseded from the two roles that
carry content outward, whatever SQL they run.
"""

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE release.document (
    id uuid CONSTRAINT document_pkey PRIMARY KEY DEFAULT uuidv7(),
    item_id uuid NOT NULL,
    lang text NOT NULL,
    type text NOT NULL,
    key text NOT NULL,
    slug text NOT NULL,
    agency_id uuid NOT NULL,
    agency_code text NOT NULL,
    revision integer NOT NULL,
    closure_hash text NOT NULL CHECK (closure_hash ~ '^[0-9a-f]{64}$'),
    etag text NOT NULL,
    doc text NOT NULL CHECK (doc IS JSON OBJECT),
    card text NOT NULL CHECK (card IS JSON OBJECT),
    title text NOT NULL,
    sort_key text COLLATE "C" NOT NULL,
    fi_category text NOT NULL,
    topics text[] NOT NULL DEFAULT '{}',
    unit_codes text[] NOT NULL DEFAULT '{}',
    search tsvector NOT NULL,
    lat double precision,
    lon double precision,
    released_at timestamptz NOT NULL,
    visible_from timestamptz NOT NULL,
    expires_at timestamptz,
    superseded_at timestamptz,
    seq bigint NOT NULL,
    CHECK (expires_at IS NULL OR expires_at > visible_from)
);
CREATE UNIQUE INDEX document_live_key ON release.document (item_id, lang)
    WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX document_key_idx ON release.document (key, lang)
    WHERE superseded_at IS NULL;
CREATE INDEX document_slug_idx ON release.document (slug, lang)
    WHERE superseded_at IS NULL;
CREATE INDEX document_newest_idx ON release.document (lang, released_at DESC, id DESC)
    WHERE superseded_at IS NULL;
CREATE INDEX document_type_idx
    ON release.document (lang, type, released_at DESC, id DESC)
    WHERE superseded_at IS NULL;
CREATE INDEX document_agency_idx
    ON release.document (lang, agency_code, released_at DESC, id DESC)
    WHERE superseded_at IS NULL;
CREATE INDEX document_units_idx ON release.document USING gin (unit_codes)
    WHERE superseded_at IS NULL;
CREATE INDEX document_topics_idx ON release.document USING gin (topics)
    WHERE superseded_at IS NULL;
CREATE INDEX document_search_idx ON release.document USING gin (search)
    WHERE superseded_at IS NULL;

CREATE TABLE release.media (
    document_id uuid NOT NULL REFERENCES release.document ON DELETE CASCADE,
    ordinal integer NOT NULL,
    role text NOT NULL,
    asset_id uuid NOT NULL,
    asset_version_id uuid NOT NULL,
    path text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint NOT NULL CHECK (bytes > 0),
    mime text NOT NULL,
    filename text NOT NULL,
    alt text NOT NULL,
    caption text NOT NULL,
    credit text NOT NULL,
    licence text NOT NULL,
    width integer,
    height integer,
    CONSTRAINT media_pkey PRIMARY KEY (document_id, ordinal)
);
CREATE INDEX media_version_idx ON release.media (asset_version_id);

CREATE TABLE release.target (
    code text CONSTRAINT target_pkey PRIMARY KEY,
    name jsonb NOT NULL,
    follow_policy text NOT NULL CHECK (follow_policy IN ('follow', 'hold')),
    valid_from timestamptz NOT NULL,
    valid_to timestamptz
);

CREATE TABLE release.offer (
    id uuid CONSTRAINT offer_pkey PRIMARY KEY DEFAULT uuidv7(),
    item_id uuid NOT NULL,
    key text NOT NULL,
    target_code text NOT NULL REFERENCES release.target,
    lang text NOT NULL,
    closure_hash text NOT NULL CHECK (closure_hash ~ '^[0-9a-f]{64}$'),
    follow_policy text NOT NULL CHECK (follow_policy IN ('follow', 'hold')),
    approved_by uuid NOT NULL,
    approved_at timestamptz NOT NULL,
    withdrawn_at timestamptz
);
CREATE UNIQUE INDEX offer_live_key ON release.offer (item_id, target_code, lang)
    WHERE withdrawn_at IS NULL;
CREATE INDEX offer_hash_idx ON release.offer (closure_hash) WHERE withdrawn_at IS NULL;

CREATE TABLE release.change (
    seq bigint CONSTRAINT change_pkey PRIMARY KEY,
    at timestamptz NOT NULL,
    effective_at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('released', 'corrected', 'withdrawn')),
    reason_class text NOT NULL DEFAULT '',
    item_id uuid NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    lang text NOT NULL,
    agency_code text NOT NULL,
    revision integer NOT NULL,
    closure_hash text NOT NULL,
    line text NOT NULL CHECK (line IS JSON OBJECT),
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL CONSTRAINT change_hash_key UNIQUE
);

CREATE TABLE release.tombstone (
    item_id uuid NOT NULL,
    lang text NOT NULL,
    type text NOT NULL,
    key text NOT NULL,
    slug text NOT NULL,
    agency_code text NOT NULL,
    withdrawn_at timestamptz NOT NULL,
    reason_class text NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT tombstone_pkey PRIMARY KEY (item_id, lang)
);
CREATE INDEX tombstone_key_idx ON release.tombstone (key);
CREATE INDEX tombstone_slug_idx ON release.tombstone (slug);

CREATE TABLE release.slug (
    slug text CONSTRAINT slug_pkey PRIMARY KEY,
    key text NOT NULL
);

CREATE TABLE release.harvest (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT harvest_pkey PRIMARY KEY,
    target_code text NOT NULL,
    verb text NOT NULL,
    from_ timestamptz,
    until timestamptz,
    complete boolean NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
"""

GATES = """
CREATE VIEW release.live_media AS
    SELECT m.asset_version_id, m.asset_id, m.sha256, m.document_id, d.lang
      FROM release.media m JOIN release.document d ON d.id = m.document_id
     WHERE d.visible_from <= now() AND (d.expires_at IS NULL OR d.expires_at > now())
       AND (d.superseded_at IS NULL OR EXISTS (
            SELECT FROM release.offer o
             WHERE o.item_id = d.item_id AND o.lang = d.lang
               AND o.closure_hash = d.closure_hash AND o.withdrawn_at IS NULL));

-- No promise rests on a service remembering a WHERE clause.
ALTER TABLE release.document ENABLE ROW LEVEL SECURITY;
CREATE POLICY document_staff ON release.document FOR SELECT
    TO phohien_content, phohien_assets USING (true);
CREATE POLICY document_public ON release.document FOR SELECT TO phohien_public
    USING (superseded_at IS NULL AND visible_from <= now()
        AND (expires_at IS NULL OR expires_at > now()));
CREATE POLICY document_sync ON release.document FOR SELECT TO phohien_sync
    USING (visible_from <= now() AND (expires_at IS NULL OR expires_at > now())
        AND (superseded_at IS NULL OR EXISTS (
            SELECT FROM release.offer o
             WHERE o.item_id = document.item_id AND o.lang = document.lang
               AND o.closure_hash = document.closure_hash
               AND o.withdrawn_at IS NULL)));

ALTER TABLE release.media ENABLE ROW LEVEL SECURITY;
CREATE POLICY media_staff ON release.media FOR SELECT
    TO phohien_content, phohien_assets USING (true);
CREATE POLICY media_outward ON release.media FOR SELECT
    TO phohien_public, phohien_sync
    USING (EXISTS (SELECT FROM release.document d WHERE d.id = document_id));

-- A scheduled line is not told before its time.
ALTER TABLE release.change ENABLE ROW LEVEL SECURITY;
CREATE POLICY change_everyone ON release.change FOR SELECT
    TO phohien_content, phohien_assets, phohien_sync, phohien_public
    USING (effective_at <= now());

GRANT SELECT ON release.document, release.media, release.change, release.tombstone,
    release.slug, release.target TO phohien_public;
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(GATES)


def downgrade() -> None:
    op.execute("DROP VIEW release.live_media")
    for table in ("media", "document", "offer", "target", "change"):
        op.execute(f"DROP TABLE release.{table}")
    for table in ("tombstone", "slug", "harvest"):
        op.execute(f"DROP TABLE release.{table}")
