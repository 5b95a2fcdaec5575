"""What somebody has to look at, and what the security officer has dealt with."""

from alembic import op

revision = "0022"
down_revision = "0021"

TABLE = """
CREATE TABLE content.handled_marking (
    audit_seq bigint CONSTRAINT handled_marking_pkey PRIMARY KEY,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    note text NOT NULL DEFAULT '',
    at timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON content.handled_marking FROM phohien_content;
CREATE INDEX item_language_waiting_idx ON content.item_language (status)
    WHERE status IN ('submitted', 'cleared');
"""

VIEW = """
-- Every kind by an index of its own; `id` only makes a page's end exact.
CREATE VIEW content.overdue AS
SELECT md5(o.kind || o.item_id || o.lang)::uuid AS id, o.* FROM (
    SELECT 'release-untold' AS kind, d.item_id, d.key, d.lang, d.agency_code,
           d.visible_from AS since
      FROM release.document d
     WHERE d.superseded_at IS NULL AND d.seq = 0
       AND d.visible_from < now() - interval '5 minutes'
    UNION ALL
    SELECT 'expiry-untold', d.item_id, d.key, d.lang, d.agency_code, d.expires_at
      FROM release.document d
     WHERE d.superseded_at IS NULL AND d.expires_at < now() - interval '5 minutes'
    UNION ALL
    SELECT CASE l.status WHEN 'cleared' THEN 'release-missed' ELSE 'clearance-due' END,
           i.id, i.key, l.lang, i.agency_code,
           (l.closure::jsonb->>'visible_from')::timestamptz
      FROM content.item_language l JOIN content.item i ON i.id = l.item_id
     WHERE l.status IN ('submitted', 'cleared')
       AND (l.closure::jsonb->>'visible_from')::timestamptz < now()
           + CASE l.status WHEN 'cleared' THEN interval '0' ELSE interval '1 day' END
    UNION ALL
    SELECT 'offer-expiring', d.item_id, d.key, d.lang, d.agency_code, d.expires_at
      FROM release.document d
     WHERE d.superseded_at IS NULL AND d.expires_at > now()
       AND d.expires_at < now() + interval '7 days'
       AND EXISTS (SELECT FROM release.offer o WHERE o.item_id = d.item_id
                      AND o.lang = d.lang AND o.withdrawn_at IS NULL)
    UNION ALL
    SELECT 'nomination-void', i.id, i.key, n.lang, i.agency_code, min(n.nominated_at)
      FROM content.nomination n JOIN content.item i ON i.id = n.item_id
     WHERE n.state = 'nominated' AND NOT EXISTS (
            SELECT FROM release.document d
             WHERE d.item_id = n.item_id AND d.lang = n.lang
               AND d.superseded_at IS NULL AND d.closure_hash = n.closure_hash
               AND d.visible_from <= now()
               AND (d.expires_at IS NULL OR d.expires_at > now()))
     GROUP BY i.id, i.key, n.lang, i.agency_code
    UNION ALL
    SELECT 'facts-stale', i.id, i.key, '', i.agency_code,
           (min(f.stale_after) + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
      FROM content.item_fact f JOIN content.item i ON i.id = f.item_id
     WHERE f.stale_after < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
       AND EXISTS (SELECT FROM release.document d
                    WHERE d.item_id = i.id AND d.superseded_at IS NULL)
     GROUP BY i.id, i.key, i.agency_code
) o;
"""


MARKINGS = """
-- Who sent what is in the audit; the finds of the worker belong to the province.
CREATE VIEW content.marking_refusal AS
SELECT e.seq AS id, e.at, e.service, e.actor, e.subject, e.detail,
       coalesce(e.detail->>'agency', '') AS agency_code,
       h.at AS handled_at, h.person_name AS handled_by, h.note
  FROM audit.entry e LEFT JOIN content.handled_marking h ON h.audit_seq = e.seq
 WHERE e.action IN ('marking.refused', 'upload.rejected')
   AND (e.action = 'marking.refused' OR e.detail->>'reason' = 'marking-found');
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute(VIEW)
    op.execute(MARKINGS)


def downgrade() -> None:
    op.execute("DROP VIEW content.marking_refusal")
    op.execute("DROP VIEW content.overdue")
    op.execute("DROP INDEX content.item_language_waiting_idx")
    op.execute("DROP TABLE content.handled_marking")
