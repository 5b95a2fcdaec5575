"""What every kind of target can be asked. A connector sends once and reports."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from asean_sync.connectors.outcomes import (
    FilePart,
    Op,
    Outcome,
    Prepared,
    RemoteRef,
    Sighting,
)
from asean_sync.profiles.kinds import Spec


class Role(StrEnum):
    """Items and media are kept apart at a target; media goes first."""

    ITEM = "item"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Capabilities:
    find_by_key: bool
    read_back: bool
    list_all: bool


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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried without writing, and how it went."""

    name: str
    fine: bool
    said: str


class Connector(ABC):
    """`prepare` is apart from `send`: the intent is on record before the wire."""

    kind: ClassVar[str]

    @classmethod
    def spec(cls) -> Spec:
        """What this kind wants of a profile; drives the schema, the check, the form."""
        return Spec()

    @abstractmethod
    def capabilities(self) -> Capabilities: ...

    @abstractmethod
    def can_update(self, role: Role) -> bool:
        """False: a change is a withdrawal and a new creation."""

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

    async def check(self, role: Role) -> list[Finding]:
        """Whether one could begin: reached, let in, understood. Writes nothing."""
        del role
        return []

    async def poll(self, role: Role, ticket: str) -> Outcome:
        """What became of a request that was accepted; still `accepted`: nothing yet."""
        raise NotImplementedError(f"{self.kind} gives no tickets")

    @abstractmethod
    def list_remote(self, role: Role) -> AsyncIterator[RemoteRef]:
        """Everything of ours the target shows. Raises ListingError when it cannot."""


class ListingError(Exception):
    """The target did not show a complete list; nothing may be concluded from it."""
