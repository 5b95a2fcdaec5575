"""Signing in and out over HTTP."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from content_api.access import queries, service
from content_api.access.errors import TooManyLoginsError, WrongCredentialsError
from content_api.access.schemas import PersonOut, SessionOut, SignIn
from content_api.web import LoginDatabase
from phohien import clock
from phohien.auth import COOKIE, CsrfTokenError, Door, SignedIn
from phohien.callers import Caller
from phohien.problems import problems

router = APIRouter(prefix="/staff/v1/session", tags=["session"])


async def _unasked() -> None:
    """Whoever has a session already, good or ended, may sign in anew."""


_unasked.__phohien_policy__ = True  # type: ignore[attr-defined]  # read by a test
Unasked = Annotated[None, Depends(_unasked)]


@router.post(
    "",
    status_code=201,
    responses=problems(WrongCredentialsError, TooManyLoginsError),
)
async def sign_in(
    body: SignIn,
    request: Request,
    response: Response,
    database: LoginDatabase,
    _: Unasked,
) -> SessionOut:
    """Sign in. Browsers get a cookie; programs use `token` as a bearer token."""
    at = clock.now()
    address = request.client.host if request.client else ""
    username = body.username.lower()
    lasts = timedelta(hours=request.app.state.settings.session_hours)
    async with database.writing() as session:
        await queries.lock_attempts(session, username)
        await service.demand_patience(
            session, username=username, address=address, at=at
        )
        account = await queries.account_named(session, username)
        known = account is not None and account["disabled_at"] is None
        stored = account["password_hash"] if account and known else service.NOBODY
        right = await run_in_threadpool(service.check_password, stored, body.password)
        started = None
        if account is not None and known and right:
            started = await service.start_session(session, account, at=at, lasts=lasts)
        else:
            await service.note_failure(
                session, username=username, address=address, at=at
            )
    if started is None:
        raise service.wrong_credentials()
    response.set_cookie(
        COOKIE,
        started.token,
        max_age=int(lasts.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.app.state.settings.secure_cookies,
    )
    response.headers["Cache-Control"] = "no-store"
    person = PersonOut.model_validate({**started.account, "roles": started.roles})
    return SessionOut(
        token=started.token,
        csrf_token=started.csrf_token,
        expires_at=started.expires_at,
        person=person,
    )


@router.get("", responses=problems(CsrfTokenError))
async def get_session(caller: SignedIn) -> PersonOut:
    """Who is signed in."""
    return _person(caller)


@router.delete("", status_code=204, responses=problems(CsrfTokenError))
async def sign_out(
    caller: SignedIn, request: Request, response: Response, database: LoginDatabase
) -> None:
    """End this session; its token is worth nothing from now on."""
    async with database.writing() as session:
        await service.end_session(session, caller, at=clock.now())
    door = request.app.state.door
    assert isinstance(door, Door)  # noqa: S101 -- app.state is untyped
    door.forget(caller.token_digest)
    response.delete_cookie(COOKIE, path="/")


def _person(caller: Caller) -> PersonOut:
    return PersonOut(
        id=caller.id,
        username=caller.username,
        name=caller.name,
        agency_id=caller.agency_id,
        agency_code=caller.agency_code,
        roles=sorted(caller.roles),
    )
