"""What every kind of target can be asked. A connector sends once and reports."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar

from typing_extensions import override

from asean_sync.connectors.client import Client
from asean_sync.connectors.outcomes import (
    FilePart,
    Op,
    Outcome,
    Prepared,
    RemoteRef,
    Sighting,
)
from asean_sync.connectors.surroundings import Surroundings
from asean_sync.profiles.document import Profile
from asean_sync.profiles.kinds import Spec
from phohien.canonical import canonical_json, sha256_hex
from phohien.db import ReadSession

# Of the keys asked about, those that may still go out.
LetOut = Callable[[list[str]], Awaitable[set[str]]]
UNSAID_EVERY = 30.0
ASKED = "$asked"


class Role(StrEnum):
    """Items and media are kept apart at a target; media goes first."""

    ITEM = "item"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Capabilities:
    find_by_key: bool
    read_back: bool
    list_all: bool
    # Sent means laid ready: `finish()` hands over all of it at once.
    batches: bool = False
    # A later request needs no decision on an earlier one about the same object.
    overtakes: bool = False
    # False: taking down is a person's work there; we look until it is done.
    withdraw: bool = True


@dataclass(frozen=True, slots=True)
class Asking:
    """How often to ask about a ticket, and after how long a person is told."""

    every: float = UNSAID_EVERY
    patience: float | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done to one object at the target."""

    op: Op
    role: Role
    key: str
    idempotency_key: str
    remote_id: str | None = None
    payload: dict[str, Any] | None = None
    file: FilePart | None = None
    # Files that travel inside the object that shows them.
    files: tuple[FilePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried without writing, and how it went."""

    name: str
    fine: bool
    said: str


@dataclass(frozen=True, slots=True)
class Contract:
    """Types, fields, limits, as the target tells them, in whatever form.

    A connector that tells only what its profile relies on lists those paths under
    `ASKED`: what just one of two profiles asks about is no change of the target.
    """

    body: dict[str, Any]

    @property
    def hash(self) -> str:
        return sha256_hex(canonical_json(self.body))


class Connector(ABC):
    """`prepare` is apart from `send`: the intent is on record before the wire."""

    kind: ClassVar[str]

    def __init__(self, profile: Profile, client: Client) -> None:
        self._profile = profile
        self._client = client

    @classmethod
    @asynccontextmanager
    async def opened(cls, around: Surroundings) -> AsyncGenerator["Connector"]:
        """With a line to the target; kinds that need something else say so here."""
        async with around.client() as client:
            yield cls(around.profile, client)

    @classmethod
    def spec(cls) -> Spec:
        """What this kind wants of a profile; drives the schema, the check, the form."""
        return Spec()

    @abstractmethod
    def capabilities(self) -> Capabilities: ...

    @abstractmethod
    def can_update(self, role: Role) -> bool:
        """False: a change is a withdrawal and a new creation."""

    async def provide(self, wanted: Wanted) -> Prepared | Outcome | None:
        """What `wanted` needs at the target and is no object of ours: a category.

        Asked before `prepare`, again and again until it is None: all is there. A
        request is recorded and sent as any other, and sending it twice must be as good
        as once. An outcome says why it cannot be had.
        """
        del wanted
        return None

    @abstractmethod
    def prepare(self, wanted: Wanted) -> Prepared:
        """Pure: the same wish gives the same request, with its digest."""

    @abstractmethod
    async def send(self, prepared: Prepared, role: Role) -> Outcome: ...

    @abstractmethod
    async def find(self, role: Role, key: str) -> Sighting:
        """Every object at the target that carries `key`, lowest id first."""

    @abstractmethod
    async def fetch(self, role: Role, remote_id: str) -> Sighting: ...

    def expected(self, role: Role, key: str, payload: dict[str, Any]) -> dict[str, Any]:
        """What `fetch` will show of a payload that was sent. Pure."""
        del role, key
        return payload

    async def check(self, role: Role) -> list[Finding]:
        """Whether one could begin: reached, let in, understood. Writes nothing."""
        del role
        return []

    async def discover(self) -> Contract | None:
        """What the target tells of its own interface; None: it tells nothing.

        Raises ListingError when it did not show it whole.
        """
        return None

    def asking(self) -> Asking:
        return Asking()

    @classmethod
    async def heard(cls, session: ReadSession, target_code: str) -> bool:
        """Whether an answer may have come that no request of ours would show."""
        del session, target_code
        return False

    async def finish(self, let_out: LetOut) -> None:
        """Hands over what was laid ready; called whenever nothing else is due."""
        del let_out

    async def poll(self, role: Role, ticket: str) -> Outcome:
        """What became of a request that was accepted; still `accepted`: nothing yet."""
        raise NotImplementedError(f"{self.kind} gives no tickets")

    @abstractmethod
    def list_remote(self, role: Role) -> AsyncIterator[RemoteRef]:
        """Everything of ours the target shows. Raises ListingError when it cannot."""


class Unlisted(Connector):
    """A target nobody but itself sees: what is there follows from what it told us."""

    @override
    async def fetch(self, role: Role, remote_id: str) -> Sighting:
        return replace(await self.find(role, remote_id), refs=(), key=remote_id)

    @override
    async def list_remote(self, role: Role) -> AsyncIterator[RemoteRef]:
        nothing: tuple[RemoteRef, ...] = ()
        for ref in nothing:
            yield ref


class ListingError(Exception):
    """The target did not show a complete list; nothing may be concluded from it."""
