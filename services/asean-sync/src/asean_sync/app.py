"""The composition root: the only module that knows every other."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from asean_sync.activation import routes as activation
from asean_sync.evidence import routes as evidence
from asean_sync.figures import routes as figures
from asean_sync.monitoring import readings
from asean_sync.objects import routes as objects
from asean_sync.packages import routes as packages
from asean_sync.runs import routes as runs
from asean_sync.settings import Settings
from asean_sync.stops import routes as stops
from asean_sync.targets import routes as targets
from phohien import auth, metrics, problems, web
from phohien.db import Database

ROUTERS = (
    targets.router,
    activation.router,
    runs.router,
    objects.router,
    evidence.router,
    figures.router,
    packages.router,
    stops.router,
)


def create_app(settings: Settings) -> FastAPI:
    app = FastAPI(
        title="asean-sync",
        summary="What goes to targets, what arrived there, and the proof of it.",
        version=version("asean-sync"),
        lifespan=_connected,
        responses=problems.EVERY_ROUTE,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=web.operation_id,
        separate_input_output_schemas=False,
    )
    app.state.settings = settings
    for router in ROUTERS:
        app.include_router(router)
    web.install(app, "asean-sync")
    return app


@asynccontextmanager
async def _connected(app: FastAPI) -> AsyncGenerator[None]:
    settings: Settings = app.state.settings
    async with Database.connect(
        settings.sync_database_url, application_name="asean-sync", pool_size=4
    ) as database:
        app.state.database = database
        auth.install(app, database)
        figures = readings.figures(
            app.state.requests, database, settings.sync_database_url
        )
        with metrics.served(figures, settings.metrics_port):
            yield
