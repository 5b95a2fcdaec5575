"""The composition root: the only module that knows every other."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI

from content_api.access import administration
from content_api.access import routes as access
from content_api.agencies import routes as agencies
from content_api.agencies.mergers import routes as mergers
from content_api.alerts import routes as alerts
from content_api.catalogue import routes as catalogue
from content_api.completeness import routes as completeness
from content_api.delegations import routes as delegations
from content_api.deprecation import notices
from content_api.deprecation.endings import DECLARED, Ending, Endings
from content_api.exports import routes as exports
from content_api.exports import staff as staff_exports
from content_api.feeds import routes as feeds
from content_api.feeds.stream import routes as stream
from content_api.feeds.stream.bell import Bell
from content_api.feeds.stream.service import Roots
from content_api.gate import routes as gate
from content_api.gate.bulk import routes as bulk_releases
from content_api.gazetteer import changes as unit_changes
from content_api.gazetteer import routes as unit_remaps
from content_api.glossary import routes as glossary
from content_api.imports import mappings as import_mappings
from content_api.imports import routes as imports
from content_api.intake import routes as intake
from content_api.intake.fetch import Fetcher, Hosts
from content_api.internal import corrections
from content_api.internal import routes as internal
from content_api.items import history
from content_api.items import routes as items
from content_api.lane.application import FrontedAPI
from content_api.lane.database.connections import Connections
from content_api.lane.errors import QuotaUsedUpError
from content_api.lane.front import Front
from content_api.legal_basis import routes as legal_basis
from content_api.monitoring import readings
from content_api.nominations import routes as nominations
from content_api.oai import routes as oai
from content_api.ogc import routes as ogc
from content_api.public import routes as public
from content_api.registers import people as people_in_charge
from content_api.registers import placements
from content_api.registers import routes as registers
from content_api.releases import tables as releases
from content_api.releases.client import AssetsClient
from content_api.reports import printed as printed_reports
from content_api.reports import routes as reports
from content_api.reports.facts.client import SyncClient
from content_api.search import routes as search
from content_api.search.finder import Finder
from content_api.settings import Settings
from content_api.targets import routes as targets
from content_api.types import routes as types
from content_api.units import routes as units
from content_api.webhooks import routes as webhooks
from content_api.writes import errors as writes
from content_api.writes.description import describe
from content_api.writes.front import StaffWrites
from phohien import auth, metrics, problems, web
from phohien.db import Database

ROUTERS = (
    public.router,
    search.router,
    stream.router,
    feeds.router,
    catalogue.router,
    oai.router,
    ogc.router,
    webhooks.router,
    access.router,
    administration.router,
    items.router,
    history.router,
    gate.router,
    bulk_releases.router,
    alerts.router,
    exports.router,
    staff_exports.router,
    import_mappings.router,
    imports.router,
    glossary.router,
    completeness.router,
    legal_basis.router,
    nominations.router,
    targets.router,
    delegations.router,
    mergers.router,
    internal.router,
    corrections.router,
    types.router,
    units.router,
    unit_changes.router,
    unit_remaps.router,
    agencies.router,
    reports.router,
    printed_reports.router,
    registers.router,
    people_in_charge.router,
    placements.router,
    intake.router,
)
# A feature without routes, named so that no table is forgotten.
TABLES = (releases,)


def create_app(settings: Settings, endings: Sequence[Ending] = DECLARED) -> FrontedAPI:
    finder = Finder(Path(settings.search_dir) if settings.search_dir else None)
    front = Front(settings, finder)
    app = FrontedAPI(
        front,
        title="content-api",
        summary="Editorial content, the gate, the release and the public reads.",
        version=version("content-api"),
        lifespan=_connected,
        responses=problems.EVERY_ROUTE,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=web.operation_id,
        separate_input_output_schemas=False,
    )
    app.state.settings = settings
    limited = problems.problems(QuotaUsedUpError)
    written = problems.problems(*writes.REFUSALS)
    for router in ROUTERS:
        is_public = router.prefix.startswith("/v1")
        app.include_router(router, responses=limited if is_public else written)
    app.add_middleware(StaffWrites)
    describe(app)
    front.endings = Endings(endings)
    notices.install(app, front.endings)
    web.install(app, "content-api", front.requests)
    app.state.lane = front
    app.state.finder = finder
    return app


@asynccontextmanager
async def _connected(app: FastAPI) -> AsyncGenerator[None]:
    """Everything the routes reach for, until the service ends."""
    settings: Settings = app.state.settings
    async with AsyncExitStack() as stack:
        stack.callback(app.state.finder.close)
        await _open_connections(app, stack)
        app.state.roots = Roots()
        app.state.assets = await stack.enter_async_context(
            AssetsClient.connect(
                settings.assets_url,
                token=settings.service_token,
                patience=settings.assets_timeout,
            )
        )
        hosts = Hosts.of(settings.feed_hosts, settings.feed_private_hosts)
        app.state.fetcher = await stack.enter_async_context(Fetcher.connect(hosts))
        app.state.sync = await stack.enter_async_context(
            SyncClient.connect(settings.sync_url, token=settings.service_token)
        )
        auth.install(app, app.state.database)
        await stack.enter_async_context(
            app.state.lane.open(app.state.public_pool, app.state.bell, app.state.door)
        )
        figures = readings.figures(
            app.state.lane,
            app.state.finder,
            settings.url_of("CONTENT"),
            public=app.state.public_pool,
            content=app.state.database,
            login=app.state.login_database,
        )
        stack.enter_context(metrics.served(figures, settings.metrics_port))
        yield


async def _open_connections(app: FastAPI, stack: AsyncExitStack) -> None:
    """Each role has its own; none may do another's work."""
    settings: Settings = app.state.settings
    app.state.database = await stack.enter_async_context(
        Database.connect(
            settings.url_of("CONTENT"),
            application_name="content-api",
            pool_size=settings.pool_size,
        )
    )
    app.state.login_database = await stack.enter_async_context(
        Database.connect(
            settings.url_of("LOGIN"),
            application_name="content-api login",
            pool_size=2,
        )
    )
    app.state.public_pool = await stack.enter_async_context(
        Connections.keep(settings.url_of("PUBLIC"), size=settings.pool_size)
    )
    app.state.bell = await stack.enter_async_context(
        Bell.connect(settings.url_of("PUBLIC"))
    )
