"""Queues the inspection of a complete file inside the caller's transaction."""

from uuid import UUID

import orjson
from sqlalchemy import text

from phohien.db import WriteSession

QUEUE = "assets"
CHECK = "assets.check"
_WAITING = text(
    "SELECT EXISTS (SELECT FROM jobs.procrastinate_jobs WHERE status = 'todo'"
    " AND task_name = :task AND args ->> 'upload_id' = :id)"
)
_PATH = text("SELECT set_config('search_path', 'jobs, pg_catalog', true)")
_DEFER = text(
    "SELECT jobs.procrastinate_defer_jobs_v1(ARRAY[ROW("
    ":queue, :task, 0, NULL, NULL, CAST(:args AS jsonb), NULL"
    ")]::jobs.procrastinate_job_to_defer_v1[])"
)


async def defer_check(session: WriteSession, upload_id: UUID) -> None:
    """Twice is harmless: the row decides who works, the job only wakes somebody."""
    wanted = {"task": CHECK, "id": str(upload_id)}
    if await session.scalar(_WAITING, wanted):
        return
    # Procrastinate's functions name their tables without a schema.
    await session.execute(_PATH)
    args = orjson.dumps({"upload_id": str(upload_id)}).decode()
    await session.execute(_DEFER, {"queue": QUEUE, "task": CHECK, "args": args})
