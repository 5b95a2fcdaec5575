"""Keys of portals and accounts of people, kept by the operator."""

from uuid import UUID

from fastapi import APIRouter, Request

from content_api.access import queries, service
from content_api.access.errors import (
    AccountNotFoundError,
    ApiKeyNotFoundError,
    UsernameTakenError,
)
from content_api.access.schemas import (
    AccountDraft,
    AccountLine,
    AccountList,
    ApiKeyDraft,
    ApiKeyLine,
    ApiKeyList,
    ApiKeyMade,
)
from content_api.agencies.errors import AgencyNotFoundError
from content_api.agencies.service import agency_with_code
from content_api.web import LoginDatabase
from phohien import clock
from phohien.auth import Door, RoleRequiredError, require
from phohien.callers import Caller
from phohien.db import ReadSession
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1", tags=["administration"])
Operator = require("operator")


@router.post(
    "/api-keys",
    status_code=201,
    responses=problems(RoleRequiredError, AgencyNotFoundError),
)
async def create_api_key(
    body: ApiKeyDraft,
    reading: Reading,
    database: LoginDatabase,
    caller: Caller = Operator,
) -> ApiKeyMade:
    """A key for a portal. It is shown in this answer and never again."""
    at = clock.now()
    values = {
        "name": body.name,
        "scopes": list(body.scopes),
        "agency_code": body.agency_code or "",
        "agency_id": await _agency_id(reading, body.agency_code),
    }
    async with database.writing() as session:
        key, row = await service.make_api_key(session, values, at=at, caller=caller)
    return ApiKeyMade.model_validate({**row, "key": key})


@router.get("/api-keys", responses=problems(RoleRequiredError))
async def list_api_keys(database: LoginDatabase, _: Caller = Operator) -> ApiKeyList:
    """Every portal key, newest first, revoked ones included."""
    async with database.reading() as session:
        rows = await queries.api_keys(session)
    lines = [ApiKeyLine.model_validate(dict(row)) for row in rows]
    return ApiKeyList(data=lines, next_cursor=None)


@router.delete(
    "/api-keys/{key_id}",
    status_code=204,
    responses=problems(RoleRequiredError, ApiKeyNotFoundError),
)
async def revoke_api_key(
    key_id: UUID, request: Request, database: LoginDatabase, caller: Caller = Operator
) -> None:
    """The key stops working, everywhere, within five seconds."""
    async with database.writing() as session:
        digest = await service.revoke_api_key(
            session, key_id, at=clock.now(), caller=caller
        )
    door = request.app.state.door
    assert isinstance(door, Door)  # noqa: S101 -- app.state is untyped
    door.forget(digest)


@router.post(
    "/accounts",
    status_code=201,
    responses=problems(RoleRequiredError, UsernameTakenError, AgencyNotFoundError),
)
async def create_account(
    body: AccountDraft,
    reading: Reading,
    database: LoginDatabase,
    caller: Caller = Operator,
) -> AccountLine:
    """An account for a person, within one agency where the role needs one."""
    at = clock.now()
    code = body.agency_code or ""
    agency_id = await _agency_id(reading, code)
    async with database.writing() as session:
        account_id = await service.create_account(
            session,
            body.username,
            body.name,
            body.password,
            agency_id,
            body.roles,
            agency_code=code,
            at=at,
            caller=caller,
        )
    return AccountLine(
        id=account_id,
        username=body.username,
        name=body.name,
        agency_code=code,
        roles=sorted(set(body.roles)),
        disabled_at=None,
        created_at=at,
    )


@router.get("/accounts", responses=problems(RoleRequiredError))
async def list_accounts(database: LoginDatabase, _: Caller = Operator) -> AccountList:
    """Every account by user name, disabled ones included."""
    async with database.reading() as session:
        rows = await queries.accounts(session)
    lines = [AccountLine.model_validate(dict(row)) for row in rows]
    return AccountList(data=lines, next_cursor=None)


@router.delete(
    "/accounts/{account_id}",
    status_code=204,
    responses=problems(RoleRequiredError, AccountNotFoundError),
)
async def disable_account(
    account_id: UUID, database: LoginDatabase, caller: Caller = Operator
) -> None:
    """The person can do nothing more; what they did stays under their name."""
    async with database.writing() as session:
        await service.disable_account(
            session, account_id, at=clock.now(), caller=caller
        )


async def _agency_id(session: ReadSession, code: str | None) -> UUID | None:
    return (await agency_with_code(session, code)).id if code else None
