"""A sentence may name more than one decree: each is a citation of its own."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE content.item_citation DROP CONSTRAINT item_citation_pkey,"
        " ADD CONSTRAINT item_citation_pkey PRIMARY KEY (item_id, pointer, cited)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM content.item_citation WHERE kind = 'text'")
    op.execute(
        "ALTER TABLE content.item_citation DROP CONSTRAINT item_citation_pkey,"
        " ADD CONSTRAINT item_citation_pkey PRIMARY KEY (item_id, pointer)"
    )
