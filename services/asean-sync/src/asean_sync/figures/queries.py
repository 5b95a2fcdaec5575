"""Counting the evidence."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, text

from phohien.db import ReadSession

COUNTS = text("""
SELECT t.code AS target, coalesce(told.sent, 0) AS sent,
       coalesce(told.accepted, 0) AS accepted, coalesce(told.rejected, 0) AS rejected,
       coalesce(told.withdrawn, 0) AS withdrawn,
       coalesce(firsts.first_pass, 0) AS first_pass,
       coalesce(whys.reasons, '[]') AS reasons,
       (SELECT count(*) FROM sync.object o
         WHERE o.target_code = t.code
           AND o.state IN ('pending', 'leased', 'in_doubt', 'retry', 'held')) AS waiting
  FROM sync.target t
  LEFT JOIN LATERAL (
      SELECT count(DISTINCT a.object_id) FILTER (WHERE a.op IN ('create', 'update'))
                 AS sent,
             count(DISTINCT a.object_id) FILTER (WHERE a.op IN ('create', 'update')
                 AND r.verdict = 'applied') AS accepted,
             count(DISTINCT a.object_id) FILTER (WHERE r.verdict = 'rejected')
                 AS rejected,
             count(DISTINCT a.object_id) FILTER (WHERE a.op = 'withdraw'
                 AND r.verdict IN ('applied', 'already_absent')) AS withdrawn
        FROM sync.attempt a
        LEFT JOIN sync.attempt_result r ON r.attempt_id = a.id
       WHERE a.target_code = t.code
         AND a.started_at >= :since AND a.started_at < :until) told ON true
  LEFT JOIN LATERAL (
      SELECT count(*) FILTER (WHERE verdict = 'applied') AS first_pass
        FROM (SELECT DISTINCT ON (a.object_id) r.verdict
                FROM sync.attempt a
                LEFT JOIN sync.attempt_result r ON r.attempt_id = a.id
               WHERE a.target_code = t.code AND a.op IN ('create', 'update')
                 AND a.started_at >= :since AND a.started_at < :until
               ORDER BY a.object_id, a.chain_seq) first) firsts ON true
  LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('reason', why, 'objects', objects)
                       ORDER BY objects DESC, why) AS reasons
        FROM (SELECT left(r.why, 200) AS why, count(DISTINCT a.object_id) AS objects
                FROM sync.attempt a
                JOIN sync.attempt_result r ON r.attempt_id = a.id
               WHERE a.target_code = t.code AND r.verdict = 'rejected'
                 AND a.started_at >= :since AND a.started_at < :until
               GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20) why) whys ON true
 ORDER BY t.code
""")


async def counts(
    session: ReadSession, since: datetime, until: datetime
) -> Sequence[RowMapping]:
    rows = await session.execute(COUNTS, {"since": since, "until": until})
    return rows.mappings().all()
