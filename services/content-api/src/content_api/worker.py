"""`content-api work`: the queue, and the look at the clock."""

from content_api.items.derived import service as derived
from content_api.items.service import SERVICE
from content_api.releases import service as releases
from content_api.settings import Settings
from phohien import audit, jobs
from phohien.db import Database

QUEUE = "content"
# One transaction takes so many items; more are left for the next one.
ROUNDS = 50


async def work(settings: Settings) -> None:
    url = settings.url_of("CONTENT")
    async with Database.connect(
        url, application_name="content-api work", pool_size=2
    ) as database:

        await catch_up(database)

        async def look() -> None:
            await tick(database)

        app = jobs.make_app(url)
        await jobs.run_worker(app, [QUEUE], tick=look, every=settings.tick_seconds)


async def catch_up(database: Database) -> int:
    """What is kept beside items from before this version of it; how many there were."""
    done = 0
    while True:
        async with database.writing() as session:
            found = await derived.catch_up(session, limit=ROUNDS)
        done += found
        if not found:
            return done


async def tick(database: Database) -> None:
    """Tells the change log what the clock has shown and hidden."""
    for _ in range(ROUNDS):
        async with database.writing() as session:
            released, expired = await releases.tick(session)
            if not released and not expired:
                return
            await audit.append(
                session,
                service=SERVICE,
                caller="tick",
                action="clock.told",
                subject="release",
                detail={"released": released, "expired": expired},
            )
