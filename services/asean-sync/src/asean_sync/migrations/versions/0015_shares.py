"""how many connections each desk may have open to a target"""

from alembic import op

revision = "0015"
down_revision = "0014"

UP = """
CREATE TABLE sync.share (
    target_code TEXT NOT NULL,
    owner UUID NOT NULL,
    connections BIGINT NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT share_pkey PRIMARY KEY (target_code, owner),
    CONSTRAINT share_target_code_fkey FOREIGN KEY(target_code) REFERENCES sync.target
        (code)
)
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("DROP TABLE sync.share")
