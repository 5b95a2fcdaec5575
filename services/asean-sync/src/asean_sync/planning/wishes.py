"""What should be at a target, what must not go, and what there is a row for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from asean_sync.objects.states import State

# What a plan tries again; what of it only where it is to go.
STUCK = frozenset({State.DEAD, State.HELD})
STUCK_LEAVING = frozenset({State.REJECTED, State.QUARANTINED})


@dataclass(frozen=True, slots=True)
class Wish:
    """An object as it should be at the target."""

    key: str
    role: str
    item_id: UUID
    lang: str | None
    hash: str
    payload: Mapping[str, Any]
    closure_hash: str | None = None
    source: Mapping[str, Any] = field(default_factory=dict)
    expires_at: datetime | None = None
    made_from: str | None = None
    needs: frozenset[str] = frozenset()
    payload_sha256: str = ""

    @property
    def parts(self) -> frozenset[str]:
        """The languages in one object that holds a whole item."""
        return frozenset(self.source.get("parts", ()))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Offered, but not to be sent. `excluded`: by the profile, so not kept either."""

    reason: str
    excluded: bool
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """An object there is a row for."""

    key: str
    role: str
    item_id: UUID
    lang: str | None
    desired: str
    hash: str | None
    observed: str
    state: State
    hold_reason: str | None = None
    expires_at: datetime | None = None
    closure_hash: str | None = None
    source: Mapping[str, Any] = field(default_factory=dict)
    made_from: str | None = None
    needs: frozenset[str] = frozenset()

    @property
    def wanted(self) -> bool:
        return self.desired == "present"

    @property
    def stuck(self) -> bool:
        return self.state in STUCK or (not self.wanted and self.state in STUCK_LEAVING)

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(self.source.get("parts", ()))


@dataclass(frozen=True, slots=True)
class Desire:
    """What approved offers say, seen in one moment."""

    wishes: Mapping[str, Wish]
    refusals: Mapping[str, Refusal] = field(default_factory=dict)
    # (item, language) -> who said that it is to be taken down.
    said: Mapping[tuple[UUID, str | None], str] = field(default_factory=dict)
    went_back: bool = False
