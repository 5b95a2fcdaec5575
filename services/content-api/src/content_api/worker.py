"""`content-api work`: the queue, and the look at the clock."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import procrastinate

from content_api.addresses import Addresses
from content_api.agencies.mergers import service as mergers
from content_api.feeds.stream.bell import Bell
from content_api.intake import pulling
from content_api.intake.fetch import Fetcher, Hosts
from content_api.items.derived import service as derived
from content_api.items.service import SERVICE
from content_api.releases import service as releases
from content_api.search.index.follower import Follower
from content_api.settings import Settings
from content_api.webhooks.calls import client as webhooks
from content_api.webhooks.calls import guard
from content_api.webhooks.courier import Courier
from content_api.webhooks.queue import DELIVER
from content_api.writes import repeating
from phohien import audit, clock, jobs
from phohien.db import Database

QUEUE = "content"
# One transaction takes so many items; more are left for the next one.
ROUNDS = 50
# Seconds a delivery under way gets to end; its lease brings it back otherwise.
END_PATIENCE = 2.0


async def work(settings: Settings) -> None:
    url = settings.url_of("CONTENT")
    app = jobs.make_app(url)
    hosts = Hosts.of(settings.feed_hosts, settings.feed_private_hosts)
    async with (
        Database.connect(
            url, application_name="content-api work", pool_size=4
        ) as database,
        _courier(settings, database, app) as courier,
        Fetcher.connect(hosts) as fetcher,
        _search_index(settings),
    ):
        await catch_up(database)

        async def look() -> None:
            await tick(database)
            await pulling.pull_due(database, fetcher, at=clock.now())
            await courier.sweep()
            await repeating.sweep(database)
            await mergers.carry_out(database)

        await jobs.run_worker(app, [QUEUE], tick=look, every=settings.tick_seconds)


@asynccontextmanager
async def _courier(
    settings: Settings, database: Database, app: procrastinate.App
) -> AsyncGenerator[Courier]:
    """Delivers beside the queue; every release wakes it, and so does a job."""
    inside = guard.hosts(settings.webhook_hosts)
    root = settings.public_url or settings.content_url
    async with (
        Bell.connect(settings.url_of("CONTENT")) as bell,
        webhooks.Caller.connect(inside) as caller,
    ):
        courier = Courier(database, caller, Addresses(root.rstrip("/"), ""))

        @app.task(name=DELIVER, queue=QUEUE)
        async def deliver() -> None:
            bell.ring()

        running = asyncio.create_task(courier.run(bell))
        try:
            yield courier
        finally:
            running.cancel()
            await asyncio.wait({running}, timeout=END_PATIENCE)


@asynccontextmanager
async def _search_index(settings: Settings) -> AsyncGenerator[None]:
    """Follows the log as anybody may read it; a second worker waits for the first."""
    if not settings.search_dir:
        yield
        return
    url = settings.url_of("PUBLIC")
    async with Bell.connect(url) as bell:
        follower = Follower(url, Path(settings.search_dir))
        running = asyncio.create_task(follower.run(bell))
        try:
            yield
        finally:
            running.cancel()
            await asyncio.wait({running}, timeout=END_PATIENCE)


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
