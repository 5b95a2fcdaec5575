"""Who is calling, as rules and the audit see it; nothing here knows HTTP."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with a session, a portal with a key, or another of our services."""

    kind: str
    id: UUID
    username: str
    name: str
    agency_id: UUID | None
    agency_code: str
    roles: frozenset[str]
    scopes: frozenset[str]
    token_digest: bytes = field(repr=False)
    csrf_digest: bytes | None = field(repr=False)
    on_behalf_of: str = ""

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


def name_of(caller: Caller | str) -> str:
    """On the command line a person is who they say."""
    return caller.username if isinstance(caller, Caller) else caller
