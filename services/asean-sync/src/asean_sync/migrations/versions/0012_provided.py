"""attempts that provide what an object needs at a target, and is none of ours."""

from alembic import op

revision = "0012"
down_revision = "0011"

OPS = "'create', 'update', 'withdraw', 'retract', 'probe', 'verify', 'poll'"


def _allow(ops: str) -> None:
    op.execute("ALTER TABLE sync.attempt DROP CONSTRAINT attempt_op_check")
    op.execute(
        "ALTER TABLE sync.attempt ADD CONSTRAINT attempt_op_check "
        f"CHECK (op IN ({ops}))"
    )


def upgrade() -> None:
    _allow(f"{OPS}, 'provide'")


def downgrade() -> None:
    _allow(OPS)
