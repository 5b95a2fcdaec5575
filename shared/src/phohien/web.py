"""The dependencies every route may ask for, and what every app has."""

import os
from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import Field
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from phohien import auth, logs, problems
from phohien.db import Database, ReadSession, WriteSession
from phohien.docs_pages import routes as docs_pages
from phohien.errors import Text, UnavailableError
from phohien.metrics import Requests
from phohien.schemas import Out


class DatabaseUnreachableError(UnavailableError):
    title = "The database does not answer right now"
    title_vi = "Cơ sở dữ liệu tạm thời không phản hồi"


class HealthOut(Out):
    """`ok`, or a problem document in its place."""

    status: str
    parts: dict[str, str] = Field(
        description="What else was looked at, and how it stands."
    )


class VersionOut(Out):
    """Which build answers."""

    version: str
    commit: str


def _database(request: Request) -> Database:
    database = request.app.state.database
    assert isinstance(database, Database)  # noqa: S101 -- app.state is untyped
    return database


async def _reading(request: Request) -> AsyncIterator[ReadSession]:
    async with _database(request).reading() as session:
        yield session


async def _writing(request: Request) -> AsyncIterator[WriteSession]:
    async with _database(request).writing() as session:
        yield session
        # What stands in front of the routes may have a word in their transaction.
        before_commit = getattr(request.state, "before_commit", None)
        if before_commit is not None:
            await before_commit(session)


# scope="function": the commit happens before the response is sent, so a client
# never holds a 201 for a row that was rolled back.
Reading = Annotated[ReadSession, Depends(_reading, scope="function")]
Writing = Annotated[WriteSession, Depends(_writing, scope="function")]


def _unreachable() -> DatabaseUnreachableError:
    return DatabaseUnreachableError(
        Text(
            vi="Hãy gửi lại sau vài giây; chưa có gì được ghi.",
            en="Send it again in a few seconds; nothing was written.",
        ),
        headers={"retry-after": "2"},
    )


async def _on_database_error(request: Request, exc: Exception) -> Response:
    lost = isinstance(exc, DBAPIError) and exc.connection_invalidated
    if not lost and not isinstance(exc, OperationalError | PoolTimeoutError):
        raise exc
    problem = problems.of_error(_unreachable(), problems.spoken(request))
    return problems.reply(request, problem, {"retry-after": "2"})


def operation_id(route: APIRoute) -> str:
    """Clients are generated from this name."""
    return route.name


def health_router(package: str) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/health/live")
    async def get_live(_: auth.Anyone) -> HealthOut:
        """The process answers."""
        return HealthOut(status="ok", parts={})

    @router.get("/health/ready", responses=problems.problems(DatabaseUnreachableError))
    async def get_ready(
        request: Request, _: auth.Anyone, session: Reading
    ) -> HealthOut:
        """The database answers too, so requests will be served."""
        await session.execute(text("SELECT 1"))
        standing = getattr(request.app.state, "standing", None)
        return HealthOut(status="ok", parts=await standing() if standing else {})

    @router.get("/version")
    async def get_version(_: auth.Anyone) -> VersionOut:
        """The version of the package, and the commit it was built from."""
        commit = os.environ.get("PHOHIEN_COMMIT", "")
        return VersionOut(version=version(package), commit=commit)

    return router


def install(app: FastAPI, package: str, requests: Requests | None = None) -> None:
    """Problems, request lines, counts and health: what no service is without."""
    app.state.requests = requests or Requests()
    problems.install(app)
    app.add_exception_handler(DBAPIError, _on_database_error)
    app.add_exception_handler(PoolTimeoutError, _on_database_error)
    app.add_middleware(logs.RequestLine, app.state.requests)
    app.include_router(health_router(package))
    app.include_router(docs_pages.router)
