"""One Idempotency-Key, one answer: kept a day for who sent the request.

A claim is committed before the work and names who does it. The transaction of the work
notes that it was carried out, so a process that dies leaves no doubt: without the note
the work was rolled back and may be done again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from content_api.writes import queries
from content_api.writes.errors import (
    AnswerNotKeptError,
    IdempotencyKeyError,
    IdempotencyKeyReusedError,
    RequestInFlightError,
)
from content_api.writes.tables import KeptAnswer
from phohien import clock
from phohien.db import Database, WriteSession
from phohien.errors import Text

HEADER = "idempotency-key"
KEY = r"^[\x21-\x7e]{1,200}$"
LASTS = timedelta(hours=24)
# Longer than any request takes; a claim that is older and did nothing is taken over.
PATIENCE = timedelta(minutes=5)
MOST_BYTES = 1024 * 1024
KEPT_HEADERS = ("content-type", "content-language", "etag", "link", "location")
# Their answers hold a secret that is shown once and kept nowhere.
SECRET = ("/staff/v1/api-keys", "/staff/v1/webhooks")

IN_FLIGHT = Text(
    vi="Chờ rồi gửi lại đúng yêu cầu này với cùng khóa.",
    en="Wait, then send the same request with the same key.",
)
REUSED = Text(
    vi="Dùng khóa mới cho yêu cầu mới; gửi lại yêu cầu cũ phải giữ nguyên nội dung.",
    en="A new request takes a new key; a repeated one has the same body.",
)
NOT_KEPT = Text(
    vi="Đọc kết quả tại tài nguyên; muốn làm thêm lần nữa thì dùng khóa mới.",
    en="Read the resource for the result; to do it once more, take a new key.",
)
BAD = Text(
    vi="Gửi từ 1 đến 200 ký tự ASCII nhìn thấy được, ví dụ một UUID.",
    en="Send 1 to 200 visible ASCII characters, such as a UUID.",
)


@dataclass(frozen=True, slots=True)
class Claim:
    """That this process carries out the request of this key."""

    id: UUID
    database: Database

    async def note(self, session: WriteSession) -> None:
        """Runs in the transaction of the work, before it is committed."""
        if not await queries.note_carried_out(session, self.id):
            raise RequestInFlightError(IN_FLIGHT)

    async def keep(self, values: Mapping[str, Any]) -> None:
        async with self.database.writing() as session:
            await queries.keep(session, self.id, values)

    async def let_go(self) -> None:
        async with self.database.writing() as session:
            await queries.let_go(session, self.id)


@dataclass(frozen=True, slots=True)
class Named:
    """A request by the name its sender gave it."""

    caller_id: UUID
    key: str
    request: str
    body_sha256: str


def key_of(value: str) -> str:
    """Quoted, as a structured field, or bare."""
    key = value.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not re.match(KEY, key):
        raise IdempotencyKeyError(BAD)
    return key


async def begin(database: Database, named: Named) -> Claim | KeptAnswer:
    """A claim to carry it out, or what it was answered."""
    at, claim = clock.now(), Claim(uuid4(), database)
    async with database.writing() as session:
        if await queries.claim(
            session, _row(named, claim, at), abandoned=at - PATIENCE
        ):
            return claim
        held = await queries.kept(session, named.caller_id, named.key)
    # Gone between the two statements: whoever held it let go; the next try claims it.
    if held is None:
        raise RequestInFlightError(IN_FLIGHT, headers={"retry-after": "1"})
    return held


def judge(held: KeptAnswer, named: Named) -> KeptAnswer:
    """The kept answer, if it is one and of this very request."""
    asked = (named.request, named.body_sha256)
    if held.request != named.request or (
        held.body_sha256 and (held.request, held.body_sha256) != asked
    ):
        raise IdempotencyKeyReusedError(REUSED)
    if held.status is None and held.carried_out:
        raise AnswerNotKeptError(NOT_KEPT)
    if held.status is None:
        raise RequestInFlightError(IN_FLIGHT, headers={"retry-after": "1"})
    if held.body is None:
        raise AnswerNotKeptError(NOT_KEPT)
    return held


async def sweep(database: Database) -> None:
    async with database.writing() as session:
        await queries.sweep(session, clock.now())


def _row(named: Named, claim: Claim, at: datetime) -> dict[str, Any]:
    return {
        "caller_id": named.caller_id,
        "key": named.key,
        "request": named.request,
        "body_sha256": named.body_sha256,
        "claim": claim.id,
        "claimed_at": at,
        "expires_at": at + LASTS,
    }
