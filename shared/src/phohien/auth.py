"""Who is calling. Every service asks PostgreSQL's `access.who`; this is the one way in.

Every route depends on exactly one policy: `Anyone`, `SignedIn`, `ServiceOnly`, or
`require(...)`. A test walks the routes and finds those without.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import replace
from time import monotonic
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from sqlalchemy import text

from phohien import keys
from phohien.callers import Caller
from phohien.db import Database
from phohien.errors import ForbiddenError, Text, UnauthenticatedError

COOKIE = "phohien_session"
CSRF_HEADER = "x-csrf-token"
REMEMBER_SECONDS = 5.0
_REMEMBER_MOST = 10_000
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_WHO = text("SELECT * FROM access.who(:digest)")


class SignInRequiredError(UnauthenticatedError):
    title = "Sign in first"
    title_vi = "Cần đăng nhập"


class UnknownTokenError(UnauthenticatedError):
    title = "The session or key is unknown, ended or revoked"
    title_vi = "Phiên hoặc khóa không tồn tại, đã hết hạn hoặc đã bị thu hồi"


class CsrfTokenError(ForbiddenError):
    title = "The request does not carry this session's CSRF token"
    title_vi = "Yêu cầu thiếu mã CSRF của phiên này"


class RoleRequiredError(ForbiddenError):
    title = "Your account may not do this"
    title_vi = "Tài khoản của bạn không được làm việc này"


class Door:
    """Looks callers up, and remembers an answer for at most five seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered: dict[bytes, tuple[float, Caller]] = {}

    def recall(self, token: str) -> Caller | None:
        """Who asked a moment ago; None says nothing about the token."""
        known = self._remembered.get(keys.digest(token))
        if known is not None and monotonic() - known[0] < REMEMBER_SECONDS:
            return known[1]
        return None

    async def who(self, token: str) -> Caller | None:
        known = self.recall(token)
        if known is not None:
            return known
        digest = keys.digest(token)
        caller = await self._ask(digest)
        if len(self._remembered) >= _REMEMBER_MOST:
            self._remembered.clear()
        # Only who is known is remembered: a key works the moment it is made.
        if caller is not None:
            self._remembered[digest] = (monotonic(), caller)
        return caller

    def forget(self, token_digest: bytes) -> None:
        self._remembered.pop(token_digest, None)

    async def _ask(self, digest: bytes) -> Caller | None:
        async with self._database.reading() as session:
            row = (await session.execute(_WHO, {"digest": digest})).mappings().first()
        if row is None:
            return None
        return Caller(
            **{
                **row,
                "roles": frozenset(row["roles"]),
                "scopes": frozenset(row["scopes"]),
                "token_digest": digest,
            }
        )


def install(app: FastAPI, database: Database) -> None:
    """Called at start-up: the routes of `app` ask `database` who is calling."""
    app.state.door = Door(database)


def _token(request: Request) -> tuple[str | None, bool]:
    """The token, and whether a browser sent it by itself."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return value.strip(), False
    return request.cookies.get(COOKIE), True


def _check_csrf(request: Request, caller: Caller) -> None:
    if request.method in _SAFE_METHODS:
        return
    given = keys.digest(request.headers.get(CSRF_HEADER, ""))
    if caller.csrf_digest is None or not hmac.compare_digest(given, caller.csrf_digest):
        raise CsrfTokenError(
            Text(
                vi="Gửi csrf_token nhận khi đăng nhập trong tiêu đề X-CSRF-Token.",
                en="Send the csrf_token from sign-in as the X-CSRF-Token header.",
            )
        )


async def caller_of(request: Request) -> Caller | None:
    """Nobody, or who the token stands for; routes ask for a policy instead."""
    token, by_browser = _token(request)
    if token is None:
        return None
    door = request.app.state.door
    assert isinstance(door, Door)  # noqa: S101 -- app.state is untyped
    caller = await door.who(token)
    if caller is None:
        raise UnknownTokenError(
            Text(
                vi="Đăng nhập lại, hoặc xin khóa mới.",
                en="Sign in again, or ask for a new key.",
            ),
            headers={"www-authenticate": "Bearer"},
        )
    if by_browser:
        _check_csrf(request, caller)
    if caller.kind == "service":
        behalf = request.headers.get("x-on-behalf-of", "")[:64]
        return replace(caller, on_behalf_of=behalf)
    return caller


Policy = Callable[..., Awaitable[Any]]


def _policy(function: Policy) -> Policy:
    function.__phohien_policy__ = True  # type: ignore[attr-defined]  # read by a test
    return function


@_policy
async def _anyone(request: Request) -> Caller | None:
    """A cookie whose session ended is nobody: it closes no public page."""
    try:
        return await caller_of(request)
    except UnknownTokenError:
        _, by_browser = _token(request)
        if by_browser:
            return None
        raise


@_policy
async def _signed_in(request: Request) -> Caller:
    caller = await caller_of(request)
    if caller is None or caller.kind != "person":
        raise SignInRequiredError(
            Text(
                vi="Đăng nhập tại POST /staff/v1/session.",
                en="Sign in at POST /staff/v1/session.",
            ),
            headers={"www-authenticate": "Bearer"},
        )
    return caller


@_policy
async def _service(request: Request) -> Caller:
    caller = await caller_of(request)
    if caller is None or caller.kind != "service":
        raise SignInRequiredError(
            Text(
                vi="Địa chỉ này chỉ dành cho các dịch vụ của hệ thống.",
                en="This address is for the services of this system only.",
            ),
            headers={"www-authenticate": "Bearer"},
        )
    return caller


def require(*roles: str) -> Any:
    """A person who holds at least one of `roles`."""

    @_policy
    async def check(request: Request) -> Caller:
        caller: Caller = await _signed_in(request)
        if not caller.has(*roles):
            wanted = ", ".join(roles)
            raise RoleRequiredError(
                Text(vi=f"Cần một trong các vai trò: {wanted}.", en=f"Needs: {wanted}.")
            )
        return caller

    return Depends(check)


Anyone = Annotated[Caller | None, Depends(_anyone)]
SignedIn = Annotated[Caller, Depends(_signed_in)]
ServiceOnly = Annotated[Caller, Depends(_service)]
