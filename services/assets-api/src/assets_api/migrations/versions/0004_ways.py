"""The ways a file comes in: tus, one request, straight to the store, or in a bundle."""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = """
ALTER TABLE assets.upload
    DROP CONSTRAINT upload_ready_check,
    ADD COLUMN way text DEFAULT 'tus' NOT NULL,
    ADD COLUMN bundle boolean DEFAULT false NOT NULL,
    ADD COLUMN metadata text DEFAULT '' NOT NULL,
    ADD COLUMN description jsonb DEFAULT '{}' NOT NULL,
    ADD COLUMN looks_like uuid[] DEFAULT '{}' NOT NULL,
    ADD CONSTRAINT upload_way_check CHECK (way IN ('tus', 'whole', 'direct', 'member')),
    ADD CONSTRAINT upload_ready_check CHECK ((state = 'ready' AND NOT bundle) =
        (asset_id IS NOT NULL));
CREATE TABLE assets.bundle_line (
    bundle_id uuid NOT NULL,
    number integer NOT NULL,
    filename text NOT NULL,
    member_id uuid,
    refusal text DEFAULT '' NOT NULL,
    CONSTRAINT bundle_line_pkey PRIMARY KEY (bundle_id, number),
    CONSTRAINT bundle_line_bundle_id_fkey FOREIGN KEY(bundle_id) REFERENCES
        assets.upload (id),
    CONSTRAINT bundle_line_member_id_fkey FOREIGN KEY(member_id) REFERENCES
        assets.upload (id),
    CONSTRAINT bundle_line_outcome_check CHECK ((member_id IS NULL) = (refusal <> ''))
);
ALTER TABLE assets.asset_version
    ADD COLUMN dhash bigint
"""
RETURN = """
ALTER TABLE assets.asset_version
    DROP COLUMN dhash;
DROP TABLE assets.bundle_line;
ALTER TABLE assets.upload
    DROP CONSTRAINT upload_ready_check,
    DROP COLUMN looks_like,
    DROP COLUMN description,
    DROP COLUMN metadata,
    DROP COLUMN bundle,
    DROP COLUMN way,
    ADD CONSTRAINT upload_ready_check CHECK ((state = 'ready') =
        (asset_id IS NOT NULL))
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    for statement in RETURN.split(";\n"):
        op.execute(statement)
