"""what workers count, and what is known of a target's certificate and chain."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE sync.tally (
            name TEXT NOT NULL,
            target_code TEXT NOT NULL,
            labels TEXT[] NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            CONSTRAINT tally_pkey PRIMARY KEY (name, target_code, labels)
        ) WITH (fillfactor = 70);
        ALTER TABLE sync.target
            ADD COLUMN certificate_until TIMESTAMPTZ,
            ADD COLUMN chain_broken TEXT,
            ADD COLUMN chain_checked_at TIMESTAMPTZ;
        """
    )


def downgrade() -> None:
    op.execute(
        """
        DROP TABLE sync.tally;
        ALTER TABLE sync.target
            DROP COLUMN certificate_until,
            DROP COLUMN chain_broken,
            DROP COLUMN chain_checked_at;
        """
    )
