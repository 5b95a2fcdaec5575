"""Is the process up, and can it do its work?"""

from importlib.metadata import version

from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from content_api.web import OwnDatabase
from phohien.auth import Anyone
from phohien.errors import Text, UnavailableError
from phohien.problems import problems
from phohien.schemas import Out

router = APIRouter(tags=["health"])


class DatabaseUnreachableError(UnavailableError):
    title = "The database does not answer"
    title_vi = "Cơ sở dữ liệu không trả lời"


class Health(Out):
    status: str


class Version(Out):
    service: str
    version: str


@router.get("/health/live")
async def live(_: Anyone) -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/health/ready", responses=problems(DatabaseUnreachableError))
async def ready(database: OwnDatabase, _: Anyone) -> Health:
    """The process can do its work: the database answers."""
    try:
        async with database.reading() as session:
            await session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError) as exc:
        raise DatabaseUnreachableError(
            Text(
                vi="Dịch vụ sẽ tự nối lại; hãy thử lại sau ít giây.",
                en="The service reconnects by itself; try again in some seconds.",
            )
        ) from exc
    return Health(status="ok")


@router.get("/version")
async def show_version(_: Anyone) -> Version:
    """Which build this is."""
    return Version(service="content-api", version=version("content-api"))
