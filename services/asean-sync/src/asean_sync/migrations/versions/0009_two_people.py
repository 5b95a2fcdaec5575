"""a profile is proposed by one person and activated by another."""

from alembic import op

revision = "0009"
down_revision = "0008"

UP = """
ALTER TABLE sync.profile
    ADD COLUMN proposed_by TEXT,
    ADD COLUMN proposed_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN effect JSONB,
    ALTER COLUMN activated_by DROP NOT NULL,
    ALTER COLUMN activated_at DROP NOT NULL,
    DROP CONSTRAINT profile_state_check,
    ADD CONSTRAINT profile_state_check
        CHECK (state IN ('draft', 'active', 'retired', 'discarded')),
    ADD CONSTRAINT profile_activated_check
        CHECK (state NOT IN ('active', 'retired') OR (activated_by IS NOT NULL
            AND activated_at IS NOT NULL)),
    ADD CONSTRAINT profile_two_people_check CHECK (activated_by <> proposed_by);
"""
DOWN = """
DELETE FROM sync.profile WHERE state IN ('draft', 'discarded');
ALTER TABLE sync.profile
    DROP CONSTRAINT profile_two_people_check,
    DROP CONSTRAINT profile_activated_check,
    DROP CONSTRAINT profile_state_check,
    ADD CONSTRAINT profile_state_check CHECK (state IN ('active', 'retired')),
    ALTER COLUMN activated_at SET NOT NULL,
    ALTER COLUMN activated_by SET NOT NULL,
    DROP COLUMN effect,
    DROP COLUMN proposed_at,
    DROP COLUMN proposed_by;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)
