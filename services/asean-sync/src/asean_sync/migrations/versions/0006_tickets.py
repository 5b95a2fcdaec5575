"""tickets of targets that answer later, and the looks at them."""

from alembic import op

revision = "0006"
down_revision = "0005"

OPS = "'create', 'update', 'withdraw', 'retract', 'probe', 'verify'"


def _allow(ops: str) -> None:
    op.execute("ALTER TABLE sync.attempt DROP CONSTRAINT attempt_op_check")
    op.execute(
        "ALTER TABLE sync.attempt ADD CONSTRAINT attempt_op_check "
        f"CHECK (op IN ({ops}))"
    )


def upgrade() -> None:
    op.execute("ALTER TABLE sync.object ADD COLUMN ticket JSONB")
    _allow(f"{OPS}, 'poll'")


def downgrade() -> None:
    op.execute("ALTER TABLE sync.object DROP COLUMN ticket")
    _allow(OPS)
