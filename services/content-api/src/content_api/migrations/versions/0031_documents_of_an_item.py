"""Documents of an item in a language are found by it, those before the newest too.

Who asks for all of them (what an offer lets out, what a record says of an offer) read
the whole table for every row.
"""

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.execute(
        "CREATE INDEX document_item_idx ON release.document"
        " (item_id, lang, closure_hash)"
    )


def downgrade() -> None:
    op.execute("DROP INDEX release.document_item_idx")
