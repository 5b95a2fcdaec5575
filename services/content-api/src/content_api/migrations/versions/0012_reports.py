"""Annual reports, the registers of the plan, and news taken in from feeds."""

from alembic import op

revision = "0012"
down_revision = "0011"

REPORTS = """
CREATE TABLE content.report (
    id uuid CONSTRAINT report_pkey PRIMARY KEY DEFAULT uuidv7(),
    title text NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    basis text NOT NULL CONSTRAINT report_basis_check
        CHECK (basis IN ('calendar', 'reporting_year', 'cut_off', 'custom')),
    period_note text NOT NULL DEFAULT '',
    texts jsonb NOT NULL,
    sync_figures jsonb NOT NULL,
    state text NOT NULL CONSTRAINT report_state_check
        CHECK (state IN ('open', 'frozen')),
    revision integer NOT NULL,
    created_by uuid NOT NULL,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    frozen_by uuid,
    frozen_by_name text,
    frozen_at timestamptz,
    snapshot text,
    sha256 text,
    CONSTRAINT report_period_check CHECK (period_to >= period_from),
    CONSTRAINT report_frozen_check CHECK ((state = 'frozen') = (snapshot IS NOT NULL)
        AND (state = 'frozen') = (sha256 IS NOT NULL)),
    CONSTRAINT report_sha256_check
        CHECK (sha256 = encode(sha256(convert_to(snapshot, 'UTF8')), 'hex'))
);
CREATE INDEX report_period_idx ON content.report (period_to, id);

CREATE TABLE content.report_part (
    report_id uuid NOT NULL CONSTRAINT report_part_report_id_fkey
        REFERENCES content.report (id) ON DELETE CASCADE,
    agency_code text NOT NULL,
    agency_name text NOT NULL,
    texts jsonb NOT NULL,
    state text NOT NULL CONSTRAINT report_part_state_check
        CHECK (state IN ('open', 'signed')),
    revision integer NOT NULL,
    updated_by_name text,
    updated_at timestamptz NOT NULL,
    signed_by uuid,
    signed_by_name text,
    signed_at timestamptz,
    snapshot text,
    sha256 text,
    CONSTRAINT report_part_pkey PRIMARY KEY (report_id, agency_code),
    CONSTRAINT report_part_signed_check CHECK (
        (state = 'signed') = (snapshot IS NOT NULL)
        AND (state = 'signed') = (sha256 IS NOT NULL)),
    CONSTRAINT report_part_sha256_check
        CHECK (sha256 = encode(sha256(convert_to(snapshot, 'UTF8')), 'hex'))
);

CREATE TABLE content.report_template (
    id uuid CONSTRAINT report_template_pkey PRIMARY KEY DEFAULT uuidv7(),
    filename text NOT NULL,
    sha256 text NOT NULL,
    document bytea NOT NULL CONSTRAINT report_template_document_check
        CHECK (octet_length(document) <= 2097152),
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL
);
"""

# What was signed and what was frozen is what was read; nobody rewrites it.
GUARDS = """
CREATE TRIGGER report_is_frozen BEFORE UPDATE OR DELETE ON content.report
    FOR EACH ROW WHEN (OLD.state = 'frozen')
    EXECUTE FUNCTION content.refuse_change();
CREATE TRIGGER report_is_never_truncated BEFORE TRUNCATE ON content.report
    FOR EACH STATEMENT EXECUTE FUNCTION content.refuse_change();

CREATE FUNCTION content.keep_report_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_report uuid;
BEGIN
    v_report := CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END;
    IF EXISTS (SELECT FROM content.report r
                WHERE r.id = v_report AND r.state = 'frozen') THEN
        RAISE EXCEPTION 'the report is frozen' USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'signed' AND NEW.state = 'signed' THEN
            RAISE EXCEPTION 'the part is signed' USING ERRCODE = '42501';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER report_part_is_kept
    BEFORE INSERT OR UPDATE OR DELETE ON content.report_part
    FOR EACH ROW EXECUTE FUNCTION content.keep_report_part();
CREATE TRIGGER report_part_is_never_truncated BEFORE TRUNCATE ON content.report_part
    FOR EACH STATEMENT EXECUTE FUNCTION content.refuse_change();
REVOKE UPDATE, DELETE ON content.report_template FROM phohien_content;
"""

REGISTERS = """
CREATE TABLE content.person_in_charge (
    id uuid CONSTRAINT person_in_charge_pkey PRIMARY KEY DEFAULT uuidv7(),
    agency_code text NOT NULL,
    duty text NOT NULL CONSTRAINT person_in_charge_duty_check
        CHECK (duty IN ('leader', 'officer')),
    name text NOT NULL,
    office text NOT NULL DEFAULT '',
    username text NOT NULL DEFAULT '',
    decision text NOT NULL DEFAULT '',
    valid_from date NOT NULL,
    valid_to date,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT person_in_charge_validity_check CHECK (valid_to > valid_from)
);
CREATE UNIQUE INDEX person_in_charge_now_key
    ON content.person_in_charge (agency_code, duty) WHERE valid_to IS NULL;

CREATE TABLE content.register_entry (
    id uuid CONSTRAINT register_entry_pkey PRIMARY KEY DEFAULT uuidv7(),
    register text NOT NULL CONSTRAINT register_entry_register_check CHECK (register IN
        ('directives', 'trainings', 'budgets', 'publications',
         'press_delegations', 'press_items')),
    agency_code text NOT NULL,
    on_date date NOT NULL,
    data jsonb NOT NULL,
    revision integer NOT NULL,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE INDEX register_entry_page_idx
    ON content.register_entry (register, on_date, id) WHERE removed_at IS NULL;
"""

INTAKE = """
CREATE TABLE content.feed (
    id uuid CONSTRAINT feed_pkey PRIMARY KEY DEFAULT uuidv7(),
    url text NOT NULL CONSTRAINT feed_url_key UNIQUE,
    name text NOT NULL,
    lang text NOT NULL,
    fi_category text NOT NULL,
    enabled boolean NOT NULL,
    every_minutes integer NOT NULL CONSTRAINT feed_every_minutes_check
        CHECK (every_minutes BETWEEN 5 AND 10080),
    etag text,
    last_modified text,
    next_at timestamptz NOT NULL,
    pulled_at timestamptz,
    outcome text NOT NULL DEFAULT '',
    failures integer NOT NULL DEFAULT 0,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE content.news (
    id uuid CONSTRAINT news_pkey PRIMARY KEY DEFAULT uuidv7(),
    feed_id uuid NOT NULL CONSTRAINT news_feed_id_fkey REFERENCES content.feed (id),
    url text NOT NULL,
    url_sha256 text NOT NULL CONSTRAINT news_url_sha256_key UNIQUE,
    text_sha256 text NOT NULL CONSTRAINT news_text_sha256_key UNIQUE,
    lang text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    published_at timestamptz,
    fetched_at timestamptz NOT NULL,
    state text NOT NULL CONSTRAINT news_state_check
        CHECK (state IN ('new', 'taken', 'dismissed')),
    item_key text,
    decided_by_name text,
    decided_at timestamptz,
    CONSTRAINT news_taken_check CHECK ((state = 'taken') = (item_key IS NOT NULL))
);
CREATE INDEX news_state_idx ON content.news (state, fetched_at, id);
CREATE TABLE content.news_sighting (
    feed_id uuid NOT NULL
        CONSTRAINT news_sighting_feed_id_fkey REFERENCES content.feed (id),
    guid_sha256 text NOT NULL,
    news_id uuid NOT NULL
        CONSTRAINT news_sighting_news_id_fkey REFERENCES content.news (id),
    at timestamptz NOT NULL,
    CONSTRAINT news_sighting_pkey PRIMARY KEY (feed_id, guid_sha256)
);
CREATE INDEX news_sighting_news_idx ON content.news_sighting (news_id);
"""

NEWEST_FIRST = (
    "news_sighting news feed register_entry person_in_charge report_template"
    " report_part report"
)


def upgrade() -> None:
    for part in (REPORTS, GUARDS, REGISTERS, INTAKE):
        op.execute(part)


def downgrade() -> None:
    for table in NEWEST_FIRST.split():
        op.execute(f"DROP TABLE content.{table}")
    op.execute("DROP FUNCTION content.keep_report_part()")
