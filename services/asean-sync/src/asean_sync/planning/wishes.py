"""What should be at a target, what must not go, and what there is a row for."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from typing_extensions import override

from asean_sync.objects.states import State
from phohien.canonical import canonical_json, sha256_hex


@lru_cache(maxsize=64)
def _opened(packed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(packed))
    return found


class Packed(Mapping[str, Any]):
    """A payload that takes a fifth of its room until somebody looks at it."""

    __slots__ = ("_packed",)

    def __init__(self, payload: Mapping[str, Any]) -> None:
        self._packed = zlib.compress(json.dumps(dict(payload)).encode(), 1)

    @override
    def __getitem__(self, name: str) -> Any:
        return _opened(self._packed)[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(_opened(self._packed))

    @override
    def __len__(self) -> int:
        return len(_opened(self._packed))


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
    needs: frozenset[str] = frozenset()

    @property
    def payload_hash(self) -> str:
        return sha256_hex(canonical_json(dict(self.payload)))

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
    needs: frozenset[str] = frozenset()

    @property
    def wanted(self) -> bool:
        return self.desired == "present"

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


def packed(wish: Wish) -> Wish:
    return replace(wish, payload=Packed(wish.payload))
