"""A target that harvests content-api: nothing is sent, what it fetched is read.

The feed tells a change the moment it is decided on; here it is only followed until the
target has seen it.
"""

import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from typing import ClassVar

from typing_extensions import override

from asean_sync.connectors.interface import (
    Asking,
    Capabilities,
    Role,
    Unlisted,
    Wanted,
)
from asean_sync.connectors.outcomes import (
    Op,
    Outcome,
    Prepared,
    RemoteRef,
    Reply,
    Sighting,
    Verdict,
)
from asean_sync.connectors.surroundings import Surroundings
from asean_sync.harvests import queries
from asean_sync.harvests.coverage import Told, Window, covers
from asean_sync.profiles.document import Problem, Profile
from asean_sync.profiles.kinds import Spec
from asean_sync.profiles.mapping import Part
from asean_sync.profiles.wire import Days
from phohien.canonical import sha256_hex
from phohien.db import Database, ReadSession

# A harvest makes what waits for it due; this is only for what nobody noticed.
EVERY = 86_400.0


class PullOptions(Part):
    """How long a target may stay away before a person is told."""

    patience: Days = 3 * 86_400


def problems(profile: Profile) -> Iterator[Problem]:
    if profile.per_item:
        yield ("unit",), "records of the feed are languages: the unit is per_language"
    if profile.media is not None:
        yield ("media",), "a target that harvests fetches files by their addresses"


class Pull(Unlisted):
    kind: ClassVar[str] = "pull"

    def __init__(self, profile: Profile, database: Database) -> None:
        self._code = profile.profile.target
        self._patience = PullOptions.model_validate(profile.options).patience
        self._database = database

    @override
    @classmethod
    def spec(cls) -> Spec:
        ignored = {"base_url", "endpoints", "auth", "headers", "classify", "sign"}
        return Spec(PullOptions, ignores=frozenset(ignored), problems=problems)

    @override
    @classmethod
    @asynccontextmanager
    async def opened(cls, around: Surroundings) -> AsyncGenerator["Pull"]:
        code = around.profile.profile.target
        async with around.database.writing() as session:
            await queries.ask_again(session, code)
        yield cls(around.profile, around.database)

    @override
    @classmethod
    async def heard(cls, session: ReadSession, target_code: str) -> bool:
        return await queries.heard(session, target_code)

    @override
    def capabilities(self) -> Capabilities:
        return Capabilities(
            find_by_key=True, read_back=False, list_all=False, overtakes=True
        )

    @override
    def asking(self) -> Asking:
        return Asking(EVERY, self._patience)

    @override
    def can_update(self, role: Role) -> bool:
        return True

    @override
    def prepare(self, wanted: Wanted) -> Prepared:
        told = f"{wanted.op.value}/{wanted.key}"
        return Prepared(
            wanted.op, "TELL", told, sha256_hex(told.encode()), form={"key": wanted.key}
        )

    @override
    async def send(self, prepared: Prepared, role: Role) -> Outcome:
        """content-api has told it already: from now on a harvest must show it."""
        async with self._database.reading() as session:
            found = await self._offered(session, prepared.form["key"])
        if found is None:
            verdict = Verdict.NOT_APPLIED
            if prepared.op is Op.WITHDRAW:
                verdict = Verdict.ALREADY_ABSENT
            return Outcome(verdict, why="the feed of this target never told it")
        told = Told(prepared.form["key"], found.decided, found.now)
        why = "in the feed; not harvested yet"
        return Outcome(Verdict.ACCEPTED, why=why, ticket=told.ticket)

    @override
    async def poll(self, role: Role, ticket: str) -> Outcome:
        told = Told.read(ticket)
        async with self._database.reading() as session:
            windows = await queries.windows(session, self._code, told.decided)
        if not covers(windows, told):
            why = "in the feed; not harvested yet"
            return Outcome(Verdict.ACCEPTED, why=why, ticket=ticket)
        return Outcome(Verdict.APPLIED, remote_id=told.key, reply=_reply(windows))

    @override
    async def find(self, role: Role, key: str) -> Sighting:
        async with self._database.reading() as session:
            found = await self._offered(session, key)
            if found is None:
                return Sighting(Outcome(Verdict.ABSENT))
            before = await queries.windows(session, self._code, found.first)
        # Withdrawn counts as there until a harvest told them.
        told = not found.live and any(one.until > found.decided for one in before)
        there = bool(before) and not told
        verdict = Verdict.APPLIED if there else Verdict.ABSENT
        return Sighting(Outcome(verdict), (RemoteRef(key, key),) if there else ())

    async def _offered(self, session: ReadSession, key: str) -> queries.Offered | None:
        named, _, lang = key.rpartition(".")
        return await queries.offered(session, self._code, named, lang)


def _reply(windows: list[Window]) -> Reply:
    """The harvests that showed it, as the answer that the evidence keeps."""
    told = [
        {
            "verb": "ListRecords",
            "from": one.start and one.start.isoformat(),
            "until": one.until.isoformat(),
        }
        for one in windows
    ]
    return Reply(200, {}, json.dumps(told).encode())
