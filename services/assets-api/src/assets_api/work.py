"""The worker: inspections as they arrive, and a tick that makes up for lost ones."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import httpx
import structlog

from assets_api.app import open_desk
from assets_api.checking import service as checking
from assets_api.consents import service as consents
from assets_api.delivery import service as delivery
from assets_api.fsck import service as fsck
from assets_api.holds import locking
from assets_api.rights import renewing
from assets_api.scratch import sweep_scratch
from assets_api.settings import Settings
from assets_api.studio import upkeep
from assets_api.takedown import purging, taking
from assets_api.takedown.purging import Hook
from assets_api.takedown.service import Hands
from assets_api.uploads import ending
from assets_api.uploads.desk import Desk
from assets_api.uploads.queue import CHECK, QUEUE
from assets_api.withdrawals import service as withdrawals
from assets_api.withdrawals.client import PATIENCE
from phohien import clock, jobs
from phohien.tls import trusted

log = structlog.get_logger()
BACKSTOP_DAYS = 60
AT_ONCE = 2
"""Inspections side by side; each child may take a processor for itself."""


async def work(settings: Settings) -> None:
    """Until it is told to stop."""
    app = jobs.make_app(settings.url_of("ASSETS"))
    async with (
        open_desk(settings, "assets-worker") as desk,
        httpx.AsyncClient(
            verify=trusted(),
            base_url=settings.content_url,
            headers={"authorization": f"Bearer {settings.service_token}"},
            timeout=PATIENCE,
        ) as http,
    ):
        sweep_scratch(desk.scratch)
        await desk.store.ensure_bucket()
        await desk.store.probe()
        await _ask_store(desk, settings)

        @app.task(name=CHECK, queue=QUEUE)
        async def check(upload_id: str) -> None:
            await checking.check_upload(desk, UUID(upload_id))

        async with (
            _taking_down(settings, desk),
            upkeep.kept(desk, every=settings.tick_seconds),
            fsck.rounds(desk, _schedule(settings)) as compare_when_due,
        ):

            async def tick() -> None:
                await look_after(desk, http)
                await compare_when_due()

            await jobs.run_worker(
                app,
                [QUEUE],
                tick=tick,
                every=settings.tick_seconds,
                concurrency=AT_ONCE,
            )


async def _ask_store(desk: Desk, settings: Settings) -> None:
    """Its abilities are told in the log, and it gets a rule for what we leave."""
    able = await desk.store.capabilities()
    log.info("store_abilities", able=able)
    await desk.store.set_backstop(days=settings.upload_days + BACKSTOP_DAYS)


def _schedule(settings: Settings) -> fsck.Schedule:
    return fsck.Schedule(
        every=timedelta(hours=settings.fsck_every_hours),
        deep=settings.fsck_deep_percent,
        grace=timedelta(hours=settings.fsck_grace_hours),
    )


@asynccontextmanager
async def _taking_down(settings: Settings, desk: Desk) -> AsyncGenerator[None]:
    """Beside the tick: at once when a withdrawal is heard of, and every tick anyway."""
    hook = Hook(settings.purge_url, settings.purge_secret, settings.media_url)
    async with httpx.AsyncClient(
        verify=trusted(), timeout=purging.PATIENCE, trust_env=False
    ) as http:
        hands = Hands(desk.database, desk.store, http, hook)
        url = settings.url_of("ASSETS")
        async with taking.kept(hands, url, every=settings.tick_seconds):
            yield


async def look_after(desk: Desk, http: httpx.AsyncClient) -> None:
    """Whatever a lost job, a dead worker or a passing day has left to do."""
    await ending.call_again(desk, at=clock.now())
    await ending.sweep(desk, at=clock.now())
    await delivery.note_public(desk.database, at=clock.now())
    await withdrawals.end_rights(desk.database, at=clock.now())
    await consents.end_due(desk.database, at=clock.now())
    await renewing.renew_due(desk)
    await locking.settle_due(desk.database, desk.store, at=clock.now())
    await withdrawals.send_due(desk.database, http)
