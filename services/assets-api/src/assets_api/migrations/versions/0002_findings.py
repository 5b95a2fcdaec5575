"""What an inspection found and cost, and what a person decided about a held upload."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = """
ALTER TABLE assets.upload
    ADD COLUMN scan text DEFAULT '' NOT NULL,
    ADD COLUMN cpu_ms integer DEFAULT '0' NOT NULL,
    ADD COLUMN peak_kib integer DEFAULT '0' NOT NULL,
    ADD COLUMN waived text DEFAULT '' NOT NULL,
    ADD COLUMN decided_by text DEFAULT '' NOT NULL,
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN decision_note text DEFAULT '' NOT NULL,
    ADD CONSTRAINT upload_scan_check CHECK (scan IN ('', 'clean', 'not-scanned'));
CREATE INDEX upload_held_idx ON assets.upload (agency_id, updated_at, id) WHERE state =
        'held';
ALTER TABLE assets.asset_version
    ADD COLUMN scan text DEFAULT 'not-scanned' NOT NULL,
    ADD COLUMN text_quality text DEFAULT '' NOT NULL,
    ADD COLUMN duration_ms integer DEFAULT '0' NOT NULL,
    ADD COLUMN archive_only boolean DEFAULT false NOT NULL,
    ADD CONSTRAINT asset_version_text_quality_check CHECK (text_quality IN ('',
        'unicode', 'tcvn3', 'vni'))
"""
RETURN = """
ALTER TABLE assets.asset_version
    DROP COLUMN archive_only,
    DROP COLUMN duration_ms,
    DROP COLUMN text_quality,
    DROP COLUMN scan;
DROP INDEX assets.upload_held_idx;
ALTER TABLE assets.upload
    DROP COLUMN decision_note,
    DROP COLUMN decided_at,
    DROP COLUMN decided_by,
    DROP COLUMN waived,
    DROP COLUMN peak_kib,
    DROP COLUMN cpu_ms,
    DROP COLUMN scan
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    for statement in RETURN.split(";\n"):
        op.execute(statement)
