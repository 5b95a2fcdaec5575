"""What happened in a period, row by row. `agency` NULL means all of them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import TextClause, text

from phohien.db import ReadSession

Row = dict[str, Any]
# Types whose fields a report tells of, beside counting them.
TOLD = ("legal_document", "publication", "event", "investment_project", "activity")
GATE = (
    "item.submitted",
    "item.returned",
    "item.cleared",
    "item.released",
    "item.withdrawn",
    "marking.refused",
)

CHANGES = text("""
SELECT c.key, c.lang, c.kind, c.type, c.agency_code AS agency, c.reason_class AS reason,
       to_char(c.effective_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') AS "on",
       coalesce(r.body::jsonb #>> '{languages,vi,texts,title}', i.title) AS title,
       coalesce(r.body::jsonb -> 'topics', '[]') AS topics
  FROM release.change c
  JOIN content.item i ON i.id = c.item_id
  LEFT JOIN content.revision r ON r.item_id = c.item_id AND r.number = c.revision
 WHERE c.effective_at >= :since AND c.effective_at < :until
   AND (CAST(:agency AS text) IS NULL OR c.agency_code = :agency)
 ORDER BY c.seq
""")

DETAILS = text("""
SELECT DISTINCT ON (c.key) c.key, c.type, c.agency_code AS agency,
       to_char(c.effective_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') AS "on",
       coalesce(r.body::jsonb #>> '{languages,vi,texts,title}', i.title) AS title,
       r.body::jsonb #>> '{languages,vi,texts,abstract}' AS abstract,
       r.body::jsonb -> 'fields' AS fields
  FROM release.change c
  JOIN content.item i ON i.id = c.item_id
  JOIN content.revision r ON r.item_id = c.item_id AND r.number = c.revision
 WHERE c.effective_at >= :since AND c.effective_at < :until
   AND c.kind IN ('released', 'corrected') AND c.type = ANY(:types)
   AND (CAST(:agency AS text) IS NULL OR c.agency_code = :agency)
 ORDER BY c.key, c.seq DESC
""")

MEDIA = text("""
SELECT DISTINCT ON (d.agency_code, m.asset_id, d.lang) m.asset_id::text AS asset,
       d.key, d.agency_code AS agency, d.lang, m.mime, m.bytes, m.filename,
       m.alt <> '' AS alt, m.credit <> '' AND m.licence <> '' AS rights
  FROM release.media m JOIN release.document d ON d.id = m.document_id
 WHERE d.superseded_at IS NULL AND d.released_at < :until AND d.visible_from < :until
   AND (d.expires_at IS NULL OR d.expires_at > least(:until, now()))
   AND (CAST(:agency AS text) IS NULL OR d.agency_code = :agency)
 ORDER BY d.agency_code, m.asset_id, d.lang, d.key
""")

NOMINATIONS = text("""
SELECT n.key, i.title, i.type, i.agency_code AS agency, n.lang,
       n.target_code AS target, n.state, n.note,
       to_char(n.nominated_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')
           AS nominated_on,
       to_char(n.decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')
           AS decided_on,
       CAST(extract(epoch FROM n.decided_at - n.nominated_at) AS bigint) AS seconds
  FROM content.nomination n JOIN content.item i ON i.id = n.item_id
 WHERE ((n.nominated_at >= :since AND n.nominated_at < :until)
        OR (n.decided_at >= :since AND n.decided_at < :until))
   AND (CAST(:agency AS text) IS NULL OR i.agency_code = :agency)
 ORDER BY n.id
""")

OFFERS = text("""
SELECT o.key, i.title, i.type, i.agency_code AS agency, o.lang,
       o.target_code AS target,
       to_char(o.approved_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')
           AS approved_on,
       to_char(o.withdrawn_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')
           AS withdrawn_on
  FROM release.offer o JOIN content.item i ON i.id = o.item_id
 WHERE o.approved_at < :until
   AND (o.withdrawn_at IS NULL OR o.withdrawn_at >= :since)
   AND (CAST(:agency AS text) IS NULL OR i.agency_code = :agency)
 ORDER BY o.id
""")

# Counts only: what was refused was never kept, and who was refused is nobody's list.
GATE_COUNTS = text("""
SELECT e.action, coalesce(i.agency_code, '') AS agency, count(*) AS count
  FROM audit.entry e LEFT JOIN content.item i ON i.key = e.subject
 WHERE e.at >= :since AND e.at < :until AND e.action = ANY(:actions)
   AND (CAST(:agency AS text) IS NULL OR i.agency_code = :agency)
 GROUP BY 1, 2 ORDER BY 1, 2
""")


async def changes(session: ReadSession, asked: Mapping[str, Any]) -> list[Row]:
    return await _rows(session, CHANGES, asked)


async def details(session: ReadSession, asked: Mapping[str, Any]) -> list[Row]:
    """The last released form, in the period, of what a report tells of."""
    return await _rows(session, DETAILS, {**asked, "types": list(TOLD)})


async def media(session: ReadSession, asked: Mapping[str, Any]) -> list[Row]:
    """What is shown at the end of the period, or now when that is earlier."""
    return await _rows(session, MEDIA, asked)


async def nominations(session: ReadSession, asked: Mapping[str, Any]) -> list[Row]:
    return await _rows(session, NOMINATIONS, asked)


async def offers(session: ReadSession, asked: Mapping[str, Any]) -> list[Row]:
    """Those alive for at least a moment of the period."""
    return await _rows(session, OFFERS, asked)


async def gate_counts(session: ReadSession, asked: Mapping[str, Any]) -> list[Row]:
    return await _rows(session, GATE_COUNTS, {**asked, "actions": list(GATE)})


async def _rows(
    session: ReadSession, statement: TextClause, values: Mapping[str, Any]
) -> list[Row]:
    found = (await session.execute(statement, values)).mappings()
    return [dict(row) for row in found]
