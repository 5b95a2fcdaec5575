"""A document says of a medium also what a page needs for its picture.

Like the addresses of its smaller forms it follows from the bytes that were cleared, so
it is no part of the closure; what it may add is compared here.
"""

from alembic import op

revision = "0029"
down_revision = "0028"

SAME = """
CREATE OR REPLACE FUNCTION release.says_what_was_cleared(p_doc jsonb, p_closure jsonb)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT p_doc->'fields' = p_closure->'fields'
       AND p_doc->'texts' = p_closure->'texts'
       AND p_doc->'relations' = p_closure->'relations'
       AND p_doc->'topics' = p_closure->'topics'
       AND p_doc->'units' = p_closure->'units'
       AND p_doc->'fi_category' = p_closure->'fi_category'
       AND p_doc->'key' = p_closure->'key'
       AND p_doc->'type' = p_closure->'type'
       AND p_doc->'locale' = p_closure->'locale'
       AND p_doc->'title' = p_closure->'texts'->'title'
       AND coalesce(p_doc->>'summary', '')
           = coalesce(p_closure->'texts'->>'summary', '')
       AND jsonb_array_length(p_doc->'media')
           = jsonb_array_length(p_closure->'media')
       AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(p_doc->'media')
                        WITH ORDINALITY d (medium, place)
              JOIN jsonb_array_elements(p_closure->'media')
                        WITH ORDINALITY c (medium, place) USING (place)
             WHERE d.medium - ARRAY{added} <> c.medium - 'path'
                OR d.medium->'url' IS DISTINCT FROM c.medium->'path'{also})
$$
"""
NOW = "['url', 'renditions', 'picture']"
BEFORE = "['url', 'renditions']"
# An address in a picture is one of the version that was cleared.
OWN = """
                OR EXISTS (
                     SELECT FROM jsonb_path_query(
                            d.medium, '$.picture.**.url ? (@.type() == "string")') u
                      WHERE NOT starts_with(u #>> '{}',
                            '/m/' || (d.medium->>'asset_version_id') || '/'))
                OR (d.medium #>> '{picture,placeholder}') NOT LIKE 'data:image/webp;%'
                OR (d.medium #>> '{picture,colour}') !~ '^#[0-9a-f]{6}$'"""


def upgrade() -> None:
    op.execute(_same(NOW, OWN))


def downgrade() -> None:
    op.execute(_same(BEFORE, ""))


def _same(added: str, also: str) -> str:
    return SAME.replace("{added}", added).replace("{also}", also)
