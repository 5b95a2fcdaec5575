"""A card is refused that is not the card of its document.

What a card said was compared, but not that it said anything: an empty one broke every
list it stood in, and a thumbnail could have been the picture of anything.
"""

from alembic import op

revision = "0032"
down_revision = "0031"

SAYS = """
CREATE OR REPLACE FUNCTION release.is_card_of(p_card jsonb, p_doc jsonb)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
"""
OWN_WORDS = """
    SELECT NOT EXISTS (SELECT FROM jsonb_each(p_card - 'thumbnail') c
                        WHERE p_doc->c.key IS DISTINCT FROM c.value)
"""
# All a list shows, in the words of the document; the thumbnail is one of its pictures.
WHOLE = """
    SELECT CASE WHEN jsonb_typeof(p_card) <> 'object' THEN false ELSE
           p_card ?& ARRAY['agency', 'fi_category', 'hash', 'key', 'locale',
               'released_at', 'slug', 'summary', 'thumbnail', 'title', 'topics',
               'type', 'units']
       AND NOT EXISTS (SELECT FROM jsonb_each(p_card - 'thumbnail') c
                        WHERE p_doc->c.key IS DISTINCT FROM c.value)
       AND (p_card->'thumbnail' = 'null'
            OR (p_card->'thumbnail' ?& ARRAY['url', 'mime', 'width', 'height', 'alt']
                AND p_doc->'media' @> jsonb_build_array(jsonb_build_object(
                    'alt', p_card->'thumbnail'->'alt', 'renditions',
                    jsonb_build_array((p_card->'thumbnail') - 'alt')))))
       END
"""


def upgrade() -> None:
    op.execute(SAYS + WHOLE + "$$")


def downgrade() -> None:
    op.execute(SAYS + OWN_WORDS + "$$")
