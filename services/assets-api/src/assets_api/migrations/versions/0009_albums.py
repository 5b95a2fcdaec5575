"""Albums, and what a second person released of them."""

from alembic import op

revision = "0009"
down_revision = "0008"

STATEMENTS = """
CREATE TABLE assets.album (
    id uuid DEFAULT uuidv7() NOT NULL,
    agency_id uuid NOT NULL,
    agency_code text NOT NULL,
    alias text NOT NULL,
    content jsonb NOT NULL,
    revision integer DEFAULT '1' NOT NULL,
    writers text[] NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT album_pkey PRIMARY KEY (id),
    CONSTRAINT album_alias_key UNIQUE (alias),
    CONSTRAINT album_alias_check CHECK (alias ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
CREATE INDEX album_agency_idx ON assets.album (agency_id, created_at, id);
CREATE INDEX album_content_idx ON assets.album USING gin (content);
CREATE TABLE assets.album_release (
    album_id uuid NOT NULL,
    revision integer NOT NULL,
    content jsonb NOT NULL,
    writers text[] NOT NULL,
    released_by text NOT NULL,
    released_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by text DEFAULT '' NOT NULL,
    CONSTRAINT album_release_pkey PRIMARY KEY (album_id, revision),
    CONSTRAINT album_release_album_id_fkey FOREIGN KEY(album_id) REFERENCES assets.album
        (id),
    CONSTRAINT album_release_second_person_check CHECK (released_by <> ALL (writers))
);
CREATE UNIQUE INDEX album_release_live_idx ON assets.album_release (album_id) WHERE
        ended_at IS NULL;
-- What was released stays on record as it was; it can only end.
REVOKE UPDATE, DELETE ON assets.album_release FROM phohien_assets;
GRANT UPDATE (ended_at, ended_by) ON assets.album_release TO phohien_assets
"""
RETURN = """
DROP TABLE assets.album_release;
DROP TABLE assets.album
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    for statement in RETURN.split(";\n"):
        op.execute(statement)
