"""Who may come in, who may not for a while, and what is kept of a secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import RowMapping

from content_api.access import queries
from content_api.access.errors import (
    AccountNotFoundError,
    ApiKeyNotFoundError,
    TooManyLoginsError,
    UsernameTakenError,
    WrongCredentialsError,
)
from phohien import audit, keys
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text

SERVICE = "content-api"
SESSION_PREFIX = "phs"
CSRF_PREFIX = "phc"
KEY_PREFIX = "phk"
SHOWN_OF_A_KEY = 12

WINDOW = timedelta(minutes=15)
FAILURES_A_NAME = 5
FAILURES_AN_ADDRESS = 50

# OWASP's smallest argon2id setting: 19 MiB a guess, fast enough for two cores.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified for a name nobody has, so that the answer takes as long as for a real one.
NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$tRy7VGRq59F0hdvCWpu6Lg"
    "$K4J6hXP9+wliVmcnZaSQvQrrp+0Z/OsmhSBaCnHlApA"
)


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    token: str
    csrf_token: str
    expires_at: datetime
    account: RowMapping
    roles: list[str]


def check_password(stored: str, password: str) -> bool:
    """Slow on purpose; not to be called on the event loop."""
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def hash_password(password: str) -> str:
    """Slow on purpose; not to be called on the event loop."""
    return HASHER.hash(password)


async def demand_patience(
    session: ReadSession, *, username: str, address: str, at: datetime
) -> None:
    """Raises TooManyLoginsError while a name or an address has failed too often."""
    since = at - WINDOW
    by_name, by_address = await queries.failures_since(
        session, username=username, address=address, since=since
    )
    waits = [
        failures[-limit] + WINDOW - at
        for failures, limit in (
            (by_name, FAILURES_A_NAME),
            (by_address, FAILURES_AN_ADDRESS),
        )
        if len(failures) >= limit
    ]
    if not waits:
        return
    seconds = max(1, int(max(waits).total_seconds()) + 1)
    minutes = -(-seconds // 60)
    raise TooManyLoginsError(
        Text(
            vi=f"Hãy thử lại sau {minutes} phút; nếu quên mật khẩu, báo người vận"
            " hành.",
            en=f"Try again in {minutes} minute(s); if the password is lost, ask the"
            " operator.",
        ),
        headers={"Retry-After": str(seconds)},
    )


async def note_failure(
    session: WriteSession, *, username: str, address: str, at: datetime
) -> None:
    await queries.insert_failure(session, username=username, address=address, at=at)
    await audit.append(
        session,
        service=SERVICE,
        caller="sign-in",
        action="session.refused",
        subject=f"account:{username}",
        detail={"address": address},
    )


def wrong_credentials() -> WrongCredentialsError:
    return WrongCredentialsError(
        Text(
            vi="Kiểm tra lại tên đăng nhập và mật khẩu; sai 5 lần phải chờ 15 phút.",
            en="Check the user name and password; five failures mean a wait of 15"
            " minutes.",
        ),
        headers={"www-authenticate": "Bearer"},
    )


async def start_session(
    session: WriteSession, account: RowMapping, *, at: datetime, lasts: timedelta
) -> SignedInPerson:
    token, csrf = keys.new_token(SESSION_PREFIX), keys.new_token(CSRF_PREFIX)
    await queries.insert_session(
        session,
        {
            "token_digest": keys.digest(token),
            "csrf_digest": keys.digest(csrf),
            "account_id": account["id"],
            "created_at": at,
            "expires_at": at + lasts,
        },
    )
    await queries.forget_failures(
        session, username=account["username"], before=at - WINDOW
    )
    roles = await queries.roles_of(session, account["id"])
    await audit.append(
        session,
        service=SERVICE,
        caller="sign-in",
        action="session.started",
        subject=f"account:{account['username']}",
    )
    return SignedInPerson(token, csrf, at + lasts, account, roles)


async def end_session(session: WriteSession, caller: Caller, *, at: datetime) -> None:
    await queries.end_session(session, caller.token_digest, at)
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="session.ended",
        subject=f"account:{caller.username}",
    )


async def has_account(session: ReadSession, username: str) -> bool:
    return await queries.account_named(session, username) is not None


async def create_account(  # noqa: PLR0913 -- the facts of one account
    session: WriteSession,
    username: str,
    name: str,
    password: str,
    agency_id: UUID | None,
    roles: Sequence[str],
    *,
    agency_code: str = "",
    at: datetime,
    caller: Caller | str = "operator",
) -> UUID:
    """`session` is one of role phohien_login. Raises UsernameTakenError."""
    account_id = await queries.insert_account(
        session,
        {
            "username": username,
            "name": name,
            "password_hash": hash_password(password),
            "agency_id": agency_id,
            "agency_code": agency_code,
        },
    )
    if account_id is None:
        raise UsernameTakenError(
            Text(vi="Hãy chọn tên đăng nhập khác.", en="Choose another user name.")
        )
    held = sorted(set(roles))
    await queries.grant_roles(session, account_id, held, at)
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="account.created",
        subject=f"account:{username}",
        detail={"roles": held, "agency": agency_code},
    )
    return account_id


async def disable_account(
    session: WriteSession, account_id: UUID, *, at: datetime, caller: Caller
) -> None:
    username = await queries.disable_account(session, account_id, at)
    if username is None:
        raise AccountNotFoundError(
            Text(vi="Xem danh sách tài khoản.", en="See the list of accounts.")
        )
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="account.disabled",
        subject=f"account:{username}",
    )


async def make_api_key(
    session: WriteSession, values: dict[str, Any], *, at: datetime, caller: Caller
) -> tuple[str, RowMapping]:
    """The key itself, shown once, and its row. `values`: name, scopes, agency."""
    key = keys.new_token(KEY_PREFIX)
    row = await queries.insert_api_key(
        session,
        {
            **values,
            "prefix": key[:SHOWN_OF_A_KEY],
            "token_digest": keys.digest(key),
            "created_by": caller.id,
            "created_at": at,
        },
    )
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="api-key.created",
        subject=f"api-key:{row['id']}",
        detail={"name": row["name"], "prefix": row["prefix"]},
    )
    return key, row


async def revoke_api_key(
    session: WriteSession, key_id: UUID, *, at: datetime, caller: Caller
) -> bytes:
    digest = await queries.revoke_api_key(session, key_id, at)
    if digest is None:
        raise ApiKeyNotFoundError(
            Text(vi="Xem danh sách khóa.", en="See the list of keys.")
        )
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="api-key.revoked",
        subject=f"api-key:{key_id}",
    )
    return digest
