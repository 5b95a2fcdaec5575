"""Uploads that replace what an asset shows; versions know their sender and pages."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = """
ALTER TABLE assets.upload
    ADD COLUMN replaces uuid,
    ADD CONSTRAINT upload_replaces_fkey FOREIGN KEY(replaces) REFERENCES assets.asset
        (id);
ALTER TABLE assets.asset_version
    ADD COLUMN created_by text DEFAULT '' NOT NULL,
    ADD COLUMN lang text DEFAULT '' NOT NULL;
CREATE TABLE assets.page (
    version_id uuid NOT NULL,
    number smallint NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    words text NOT NULL,
    CONSTRAINT page_pkey PRIMARY KEY (version_id, number),
    CONSTRAINT page_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
CREATE TABLE assets.outline_entry (
    version_id uuid NOT NULL,
    ordinal smallint NOT NULL,
    depth smallint NOT NULL,
    title text NOT NULL,
    page smallint NOT NULL,
    CONSTRAINT outline_entry_pkey PRIMARY KEY (version_id, ordinal),
    CONSTRAINT outline_entry_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
CREATE TABLE assets.page_drawing (
    version_id uuid NOT NULL,
    first_page smallint NOT NULL,
    lease_until timestamptz,
    attempts smallint DEFAULT '0' NOT NULL,
    CONSTRAINT page_drawing_pkey PRIMARY KEY (version_id, first_page),
    CONSTRAINT page_drawing_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
REVOKE UPDATE ON assets.page, assets.outline_entry FROM phohien_assets
"""
RETURN = """
DROP TABLE assets.page_drawing;
DROP TABLE assets.outline_entry;
DROP TABLE assets.page;
ALTER TABLE assets.asset_version
    DROP COLUMN lang,
    DROP COLUMN created_by;
ALTER TABLE assets.upload
    DROP COLUMN replaces
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    for statement in RETURN.split(";\n"):
        op.execute(statement)
