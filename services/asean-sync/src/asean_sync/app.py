"""The composition root: the only module that knows every other."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError

from asean_sync.activation import routes as activation
from asean_sync.drift import routes as drift
from asean_sync.evidence import routes as evidence
from asean_sync.figures import routes as figures
from asean_sync.monitoring import readings
from asean_sync.objects import routes as objects
from asean_sync.packages import routes as packages
from asean_sync.plans import routes as plans
from asean_sync.reasons import routes as reasons
from asean_sync.runs import routes as runs
from asean_sync.sending.service import try_claim
from asean_sync.settings import Settings
from asean_sync.stops import routes as stops
from asean_sync.takedowns import routes as takedowns
from asean_sync.targets import routes as targets
from asean_sync.targets.service import active_codes
from phohien import auth, metrics, problems, web
from phohien.db import Database
from phohien.errors import Text
from phohien.serving.scanning import StaffTexts

log = structlog.get_logger()
ROUTERS = (
    targets.router,
    activation.router,
    activation.checks,
    reasons.router,
    runs.router,
    objects.router,
    evidence.router,
    drift.router,
    takedowns.router,
    figures.router,
    packages.router,
    stops.router,
    plans.router,
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
    app.add_middleware(StaffTexts, "asean-sync")
    web.install(app, "asean-sync")
    return app


async def _standing(database: Database) -> dict[str, str]:
    """Ready is who could take up an object and write to it."""
    try:
        async with database.reading() as session:
            codes = await active_codes(session)
        await try_claim(database, codes)
    except DBAPIError as error:
        detail = Text(
            vi="Không nhận được đối tượng nào để gửi; xem nhật ký của dịch vụ.",
            en="No object can be taken up for sending; see the log of the service.",
        )
        log.exception("claim_impossible")
        raise web.DatabaseUnreachableError(detail) from error
    return {"claim": "ok"}


@asynccontextmanager
async def _connected(app: FastAPI) -> AsyncGenerator[None]:
    settings: Settings = app.state.settings
    async with Database.connect(
        settings.sync_database_url, application_name="asean-sync", pool_size=4
    ) as database:
        app.state.database = database
        app.state.standing = partial(_standing, database)
        auth.install(app, database)
        figures = readings.figures(
            app.state.requests, database, settings.sync_database_url
        )
        with metrics.served(figures, settings.metrics_port):
            yield
