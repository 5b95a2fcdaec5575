"""The glossary; what a revision says of its translations, facts and citations."""

from alembic import op

revision = "0013"
down_revision = "0012"

TABLES = """
CREATE TABLE content.glossary_term (
    id uuid CONSTRAINT glossary_term_pkey PRIMARY KEY DEFAULT uuidv7(),
    source_vi text NOT NULL,
    lang text NOT NULL,
    rendering text NOT NULL,
    forbidden text[] NOT NULL DEFAULT '{}',
    kind text NOT NULL CONSTRAINT glossary_term_kind_check
        CHECK (kind IN ('unit', 'place', 'organisation', 'term', 'product')),
    source text NOT NULL DEFAULT 'unverified',
    valid_from date,
    valid_to date,
    updated_at timestamptz NOT NULL,
    CONSTRAINT glossary_term_validity_check CHECK (valid_to > valid_from),
    CONSTRAINT glossary_term_named_check CHECK (source_vi <> '' AND source <> ''),
    CONSTRAINT glossary_term_source_vi_lang_valid_from_key
        UNIQUE NULLS NOT DISTINCT (source_vi, lang, valid_from)
);

CREATE TABLE content.translation_state (
    item_id uuid NOT NULL CONSTRAINT translation_state_item_id_fkey
        REFERENCES content.item (id) ON DELETE CASCADE,
    lang text NOT NULL,
    revision integer NOT NULL,
    rules integer NOT NULL,
    stale text[] NOT NULL,
    hard text[] NOT NULL,
    differences jsonb NOT NULL,
    wanted integer NOT NULL,
    filled integer NOT NULL,
    CONSTRAINT translation_state_pkey PRIMARY KEY (item_id, lang)
);
CREATE INDEX translation_state_hard_idx ON content.translation_state (item_id)
    WHERE cardinality(hard) > 0;

CREATE TABLE content.item_fact (
    item_id uuid NOT NULL CONSTRAINT item_fact_item_id_fkey
        REFERENCES content.item (id) ON DELETE CASCADE,
    pointer text NOT NULL,
    stale_after date NOT NULL,
    CONSTRAINT item_fact_pkey PRIMARY KEY (item_id, pointer)
);
CREATE INDEX item_fact_stale_after_idx ON content.item_fact (stale_after);

CREATE TABLE content.item_citation (
    item_id uuid NOT NULL CONSTRAINT item_citation_item_id_fkey
        REFERENCES content.item (id) ON DELETE CASCADE,
    pointer text NOT NULL,
    kind text NOT NULL,
    cited text NOT NULL,
    CONSTRAINT item_citation_pkey PRIMARY KEY (item_id, pointer)
);
CREATE INDEX item_citation_cited_idx ON content.item_citation (cited);
"""

# What a leader let pass is kept like a clearance: written once.
ACCEPTED = """
CREATE TABLE content.accepted_difference (
    id uuid CONSTRAINT accepted_difference_pkey PRIMARY KEY DEFAULT uuidv7(),
    item_id uuid NOT NULL CONSTRAINT accepted_difference_item_id_fkey
        REFERENCES content.item (id),
    lang text NOT NULL,
    kind text NOT NULL CONSTRAINT accepted_difference_kind_check
        CHECK (kind IN ('figures', 'term')),
    subject text NOT NULL,
    closure_hash text NOT NULL,
    source_hash text NOT NULL,
    detail jsonb NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX accepted_difference_item_lang_idx
    ON content.accepted_difference (item_id, lang);
CREATE TRIGGER accepted_difference_is_immutable
    BEFORE UPDATE OR DELETE ON content.accepted_difference
    FOR EACH ROW EXECUTE FUNCTION content.refuse_change();
CREATE TRIGGER accepted_difference_is_never_truncated
    BEFORE TRUNCATE ON content.accepted_difference
    FOR EACH STATEMENT EXECUTE FUNCTION content.refuse_change();
REVOKE UPDATE, DELETE ON content.accepted_difference FROM phohien_content;
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(ACCEPTED)


def downgrade() -> None:
    for table in (
        "accepted_difference",
        "item_citation",
        "item_fact",
        "translation_state",
        "glossary_term",
    ):
        op.execute(f"DROP TABLE content.{table}")
