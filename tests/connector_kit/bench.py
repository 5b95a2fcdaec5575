"""What the kit has to be told about a target, and what it does with it."""

import asyncio
import io
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from tests.standins.releases import Brochure, document
from tests.standins.spoiling_proxy import SpoilingProxy

from asean_sync.connectors.interface import Connector, Role, Wanted
from asean_sync.connectors.outcomes import (
    FilePart,
    Op,
    Outcome,
    Prepared,
    RemoteRef,
    Verdict,
)
from asean_sync.connectors.surroundings import Surroundings
from asean_sync.mapping.item import Media, Released, Unit, media_key
from asean_sync.mapping.render import RemoteMedia, fill, render_item, render_media
from asean_sync.profiles import kinds
from asean_sync.profiles.check import read_profile
from asean_sync.profiles.document import Profile
from asean_sync.settings import Settings
from phohien.db import Database

MOST_PROVIDED = 20
PATIENCE = 50
PAUSE = 0.1
ITEM = UUID("0b4c1f9e-6a0d-4b38-9d7e-3f6c2a1b5d12")
# How many objects the target itself shows under a key, and what they say: a title, or
# of a file the SHA-256 of its bytes. It must not use the connector.
Shown = Callable[[Role, str], Awaitable[list[str]]]


def new_key() -> str:
    return f"hy-industrial-park-{secrets.token_hex(4)}"


@dataclass(frozen=True)
class Bench:
    """A target that is there, and the profile for it.

    The profile's `base_url` is the reference `secret://env/<variable>`; `variables`
    holds the other ones, `wrong` those of them with which nobody is let in. `writes` is
    where the paths of requests begin that change something.
    """

    profile: str
    url: str
    variable: str
    writes: str
    shown: Shown
    variables: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    # Where the paths of requests begin that only look, when they are no GET.
    looks: str | None = None


@dataclass
class Hand:
    """One connector at one target, with a proxy between the two that can spoil."""

    bench: Bench
    profile: Profile
    connector: Connector
    proxy: SpoilingProxy
    secrets: set[str]
    key: str

    def item(self, key: str, title: str, *files: Brochure) -> tuple[str, Any]:
        """The key at the target and the payload of a released item."""
        lang = next(iter(self.profile.languages))
        doc = document(ITEM, key, lang, title, files, 1)
        media = tuple(_media(one) for one in files)
        one = Released(ITEM, lang, key, doc["hash"], uuid4(), doc, media)
        unit = Unit(key if self.profile.per_item else one.remote_key, {lang: one})
        rendered = render_item(unit, self.profile)
        assert rendered.problems == ()
        return unit.key, rendered.payload

    def file(self, key: str, file: Brochure) -> tuple[str, dict[str, Any]]:
        media = _media(file)
        name = media_key(key, media.asset_version_id)
        return name, render_media(name, media, self.profile).payload

    async def create(
        self, title: str, key: str | None = None, *files: Brochure
    ) -> Outcome:
        """Files first; where there is a ticket, until it is decided."""
        remotes = {}
        for one in files:
            name, _ = self.file(key or self.key, one)
            made = await self.upload(one, key)
            remotes[name] = RemoteMedia(str(made.remote_id), made.remote_url)
        name, payload = self.item(key or self.key, title, *files)
        wanted = _wanted(Op.CREATE, Role.ITEM, name)
        return await self.write(replace(wanted, payload=fill(payload, remotes)))

    async def update(self, title: str, remote_id: str) -> Outcome:
        name, payload = self.item(self.key, title)
        wanted = _wanted(Op.UPDATE, Role.ITEM, name)
        return await self.write(replace(wanted, payload=payload, remote_id=remote_id))

    async def upload(self, file: Brochure, key: str | None = None) -> Outcome:
        name, payload = self.file(key or self.key, file)
        assert self.profile.media is not None
        part = FilePart(
            self.profile.media.file_field,
            file.filename,
            file.mime,
            file.sha256,
            io.BytesIO(file.content),
        )
        wanted = _wanted(Op.CREATE, Role.MEDIA, name)
        return await self.write(replace(wanted, payload=payload, file=part))

    async def withdraw(self, role: Role, key: str, remote_id: str) -> Outcome:
        wanted = _wanted(Op.WITHDRAW, role, key)
        return await self.write(replace(wanted, remote_id=remote_id))

    async def write(self, wanted: Wanted) -> Outcome:
        lacking = await self.provided(wanted)
        if lacking is not None:
            return lacking
        prepared = self.connector.prepare(wanted)
        return await self._decided(
            wanted, await self.connector.send(prepared, wanted.role)
        )

    async def provided(self, wanted: Wanted) -> Outcome | None:
        for _ in range(MOST_PROVIDED):
            found = await self.connector.provide(wanted)
            if not isinstance(found, Prepared):
                return found
            outcome = await self.connector.send(found, wanted.role)
            if outcome.verdict is not Verdict.APPLIED:
                return outcome
        raise TimeoutError("what it needs there is made, and not seen")

    async def _decided(self, wanted: Wanted, outcome: Outcome) -> Outcome:
        for _ in range(PATIENCE):
            if outcome.verdict is not Verdict.ACCEPTED:
                return outcome
            assert outcome.ticket is not None
            await asyncio.sleep(PAUSE)
            outcome = await self.connector.poll(wanted.role, outcome.ticket)
        raise TimeoutError(outcome.ticket)

    def spoil(self, mode: str, method: str | None = None, times: int = 1) -> None:
        """Of the next requests: those that write, or those of one method."""
        path = self.bench.writes if method is None else "/"
        if method is not None and self.bench.looks is not None:
            method, path = None, self.bench.looks
        given = {"mode": mode, "method": method, "path_prefix": path, "times": times}
        self.proxy.faults.add(given)

    async def listed(self, role: Role) -> list[RemoteRef]:
        return [ref async for ref in self.connector.list_remote(role)]


def _wanted(op: Op, role: Role, key: str) -> Wanted:
    return Wanted(op, role, key, f"kit:{key}:{op.value}:{uuid4()}")


def _media(file: Brochure) -> Media:
    return Media(
        *(file.version, file.role, 0, file.path, file.sha256, len(file.content)),
        *(file.mime, file.filename),
        alt=file.alt,
        caption=file.caption or None,
        credit="BQL KCN",
        licence="cc-by-4.0",
    )


@asynccontextmanager
async def hand_at(
    bench: Bench, database: Database, environment: Any, address: str | None = None
) -> AsyncGenerator[Hand]:
    """`environment(name, value)` sets a variable for this test."""
    async with SpoilingProxy(bench.url).running() as proxy:
        environment(bench.variable, address or proxy.url)
        for name, value in bench.variables.items():
            environment(name, value)
        profile = read_profile(bench.profile, "profile.yaml")
        around = Surroundings.of(profile, Settings(), database)
        kind: type[Connector] = kinds.load(profile.profile.connector)
        async with kind.opened(around) as connector:
            known = around.access.secrets
            yield Hand(bench, profile, connector, proxy, known, new_key())
