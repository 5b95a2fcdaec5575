from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from phohien.schemas import In, Out


class Role(StrEnum):
    OFFICER = "officer"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    APPROVER = "approver"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    SECURITY_OFFICER = "security_officer"


Username = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{1,63}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
AgencyCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]

Scope = Annotated[str, StringConstraints(pattern=r"^[a-z0-9:_-]{1,64}$")]


class SignIn(In):
    username: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=200, repr=False)


class PersonOut(Out):
    id: UUID
    username: str
    name: str
    agency_id: UUID | None
    agency_code: str
    roles: list[str]


class SessionOut(Out):
    """`token` is for programs; browsers have the cookie and send `csrf_token`."""

    token: str = Field(repr=False)
    csrf_token: str = Field(repr=False)
    expires_at: datetime
    person: PersonOut


class ApiKeyDraft(In):
    name: Name
    agency_code: AgencyCode | None = None
    scopes: list[Scope] = Field(default=[], max_length=50)


class ApiKeyLine(Out):
    id: UUID
    name: str
    prefix: str
    agency_code: str
    scopes: list[str]
    created_at: datetime
    revoked_at: datetime | None


class ApiKeyMade(ApiKeyLine):
    """`key` is shown this once; only its digest is kept."""

    key: str = Field(repr=False)


class ApiKeyList(Out):
    data: list[ApiKeyLine]
    next_cursor: str | None


class AccountDraft(In):
    username: Username
    name: Name
    password: str = Field(min_length=12, max_length=200, repr=False)
    agency_code: AgencyCode | None = None
    roles: list[Role] = Field(min_length=1, max_length=7)


class AccountLine(Out):
    id: UUID
    username: str
    name: str
    agency_code: str
    roles: list[str]
    disabled_at: datetime | None
    created_at: datetime


class AccountList(Out):
    data: list[AccountLine]
    next_cursor: str | None
