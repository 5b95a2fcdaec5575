"""Looks and appearances of pictures, how often sizes are asked for, lost sources."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = """
CREATE TABLE assets.look (
    version_id uuid NOT NULL,
    epoch integer NOT NULL,
    plain_epoch integer NOT NULL,
    focal_x smallint,
    focal_y smallint,
    created_at timestamptz NOT NULL,
    CONSTRAINT look_pkey PRIMARY KEY (version_id, epoch),
    CONSTRAINT look_plain_epoch_check CHECK (plain_epoch BETWEEN 1 AND epoch),
    CONSTRAINT look_focal_x_check CHECK (focal_x BETWEEN 0 AND 1000),
    CONSTRAINT look_focal_y_check CHECK (focal_y BETWEEN 0 AND 1000),
    CONSTRAINT look_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
CREATE TABLE assets.appearance (
    version_id uuid NOT NULL,
    colour text NOT NULL,
    placeholder text NOT NULL,
    eye_x smallint NOT NULL,
    eye_y smallint NOT NULL,
    CONSTRAINT appearance_pkey PRIMARY KEY (version_id),
    CONSTRAINT appearance_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
CREATE TABLE assets.rendition_use (
    version_id uuid NOT NULL,
    preset text NOT NULL,
    epoch integer NOT NULL,
    hits bigint NOT NULL,
    settled_at timestamptz,
    CONSTRAINT rendition_use_pkey PRIMARY KEY (version_id, preset, epoch),
    CONSTRAINT rendition_use_hits_check CHECK (hits >= 0),
    CONSTRAINT rendition_use_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
CREATE INDEX rendition_use_hot_idx ON assets.rendition_use (hits) WHERE settled_at IS
        NULL;
CREATE TABLE assets.restoration (
    version_id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    attempts integer DEFAULT '0' NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    CONSTRAINT restoration_pkey PRIMARY KEY (version_id),
    CONSTRAINT restoration_version_id_fkey FOREIGN KEY(version_id) REFERENCES
        assets.asset_version (id)
);
REVOKE UPDATE ON assets.appearance FROM phohien_assets
"""
TABLES = ("restoration", "rendition_use", "appearance", "look")


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE assets.{table}")
