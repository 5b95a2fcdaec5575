"""A job that wakes whoever delivers; the rows say what there is to do."""

from sqlalchemy import text

from phohien.db import WriteSession

QUEUE = "content"
DELIVER = "webhooks.deliver"
_WAITING = text(
    "SELECT EXISTS (SELECT FROM jobs.procrastinate_jobs WHERE status = 'todo'"
    " AND task_name = :task)"
)
_PATH = text("SELECT set_config('search_path', 'jobs, pg_catalog', true)")
_DEFER = text(
    "SELECT jobs.procrastinate_defer_jobs_v1(ARRAY[ROW("
    ":queue, :task, 0, NULL, NULL, '{}'::jsonb, NULL"
    ")]::jobs.procrastinate_job_to_defer_v1[])"
)


async def hint(session: WriteSession) -> None:
    """To be called last: procrastinate's functions want its schema on the path."""
    if await session.scalar(_WAITING, {"task": DELIVER}):
        return
    await session.execute(_PATH)
    await session.execute(_DEFER, {"queue": QUEUE, "task": DELIVER})
