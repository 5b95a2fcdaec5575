"""The composition root: the only module that knows every other."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from importlib.metadata import version

import structlog
from fastapi import FastAPI

from assets_api.albums import routes as albums
from assets_api.aliases import routes as aliases
from assets_api.assets import routes as assets
from assets_api.brochures import routes as brochures
from assets_api.bundles import routes as bundles
from assets_api.consents import routes as consents
from assets_api.delivery import routes as delivery
from assets_api.delivery.front import KeptAnswers, KeptFirst
from assets_api.delivery.opening import open_counter
from assets_api.direct import routes as direct
from assets_api.direct.door import DirectDoor
from assets_api.fsck import tables as fsck
from assets_api.holds import routes as holds
from assets_api.hosting import MediaHost
from assets_api.iiif import routes as iiif
from assets_api.iiif.easel import Easel
from assets_api.links import routes as links
from assets_api.links.signing import Keyring
from assets_api.looks import tables as looks
from assets_api.monitoring import readings
from assets_api.monitoring import tables as tallies
from assets_api.monitoring.standing import Standing
from assets_api.pages import routes as pages
from assets_api.pages.drawing import Drawer
from assets_api.presentation import routes as presentation
from assets_api.reviews import routes as reviews
from assets_api.rights import routes as rights
from assets_api.settings import Settings
from assets_api.storage.errors import StorageUnreachableError
from assets_api.storage.store import Store
from assets_api.studio import tables as studio
from assets_api.takedown import listening
from assets_api.takedown import routes as takedown
from assets_api.tus import routes as tus
from assets_api.tus.overriding import MethodOverride
from assets_api.uploads.desk import Desk, Limits
from assets_api.usage import routes as usage
from assets_api.versions import routes as versions
from assets_api.whole import routes as whole
from assets_api.withdrawals import tables as withdrawals
from phohien import auth, metrics, problems, web
from phohien.db import Database
from phohien.serving.request_lines import RequestLines

log = structlog.get_logger()
TABLES = (
    withdrawals,
    fsck,
    tallies,
    looks,
    studio,
)
"""Features without routes, named so that no table is forgotten."""


def create_app(settings: Settings) -> FastAPI:
    app = FastAPI(
        title="assets-api",
        summary="Uploads, inspection, renditions and public delivery of files.",
        version=version("assets-api"),
        lifespan=_connected,
        responses=problems.EVERY_ROUTE,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=web.operation_id,
        separate_input_output_schemas=False,
    )
    app.state.settings = settings
    app.state.keyring = Keyring.of(settings.link_keys, token=settings.service_token)
    for router in (
        tus.router,
        whole.router,
        direct.router,
        bundles.router,
        reviews.router,
        assets.router,
        rights.router,
        rights.internal,
        versions.router,
        consents.router,
        holds.router,
        usage.router,
        brochures.router,
        albums.router,
        albums.public,
        presentation.router,
        pages.router,
        delivery.router,
        takedown.router,
        links.router,
        iiif.router,
        aliases.router,
    ):
        app.include_router(router)
    web.install(app, "assets-api")
    app.add_middleware(MethodOverride)
    app.add_middleware(MediaHost, settings.media_url)
    lines = RequestLines(wanted=settings.log_level in {"DEBUG", "INFO"})
    app.state.kept = KeptAnswers(app.state, app.state.requests, lines)
    app.add_middleware(KeptFirst, app.state.kept)
    return app


@asynccontextmanager
async def _connected(app: FastAPI) -> AsyncGenerator[None]:
    settings: Settings = app.state.settings
    async with (
        open_desk(settings, "assets-api") as desk,
        open_counter(desk, settings.cache_mib) as counter,
        Easel.opened(desk) as easel,
    ):
        app.state.desk = desk
        app.state.database = desk.database
        app.state.store = desk.store
        app.state.standing = Standing(desk.store)
        app.state.direct = DirectDoor(desk.store, settings.s3, settings.s3_public_url)
        app.state.drawer = Drawer(desk)
        app.state.counter = counter
        app.state.easel = easel
        auth.install(app, desk.database)
        try:
            await desk.store.ensure_bucket()
        except StorageUnreachableError:
            # It may come up after us; until then uploads answer 503.
            log.warning("storage_unreachable", endpoint=settings.s3.endpoint)
        figures = readings.figures(
            app.state.requests,
            desk.database,
            desk.counts,
            scanner=settings.scanner,
            url=settings.url_of("ASSETS"),
        )
        async with listening.heard(
            settings.url_of("ASSETS"), counter.look_again, name="assets-api"
        ):
            with metrics.served(figures, settings.metrics_port):
                yield


@asynccontextmanager
async def open_desk(settings: Settings, name: str) -> AsyncGenerator[Desk]:
    """Connections and limits, the same for the API and the worker."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(
            Database.connect(settings.url_of("ASSETS"), application_name=name)
        )
        store = await stack.enter_async_context(Store.connect(settings.s3))
        if settings.scratch is not None:
            settings.scratch.mkdir(parents=True, exist_ok=True)
        yield Desk(
            database=database,
            store=store,
            limits=Limits(
                file=settings.max_upload_bytes,
                quota=settings.quota_bytes,
                checksum_piece=settings.checksum_chunk_bytes,
                lifetime=timedelta(days=settings.upload_days),
            ),
            scratch=settings.scratch,
            vacuum_url=settings.vacuum_url,
            scanner=settings.scanner,
            scanner_seconds=settings.scanner_seconds,
        )
