"""What a target's own list says against what is known of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from asean_sync.objects.states import State

AT_REST = {State.SYNCED, State.ABSENT, State.DRIFTED}


class Kind(StrEnum):
    MISSING = "missing"
    CHANGED = "changed"
    EXTRA = "extra"
    DUPLICATE = "duplicate"
    REVIVED = "revived"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Resting:
    """An object as far as a list can speak of it."""

    id: UUID
    key: str
    desired: str
    state: State
    remote_id: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """One difference."""

    kind: Kind
    key: str
    role: str
    object_id: UUID | None = None
    remote_ids: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    theirs: bytes | None = None


def classify(
    role: str, rows: Mapping[str, Resting], listed: Mapping[str, Sequence[str]]
) -> list[Found]:
    """`listed`: under which ids the target shows each key. It must be whole."""
    found = []
    for key, row in rows.items():
        kind = _kind(row, listed.get(key, ()))
        if kind is not None:
            ids = tuple(listed.get(key, ()))
            fields = ("id",) if kind is Kind.CHANGED else ()
            found.append(Found(kind, key, role, row.id, ids, fields))
    found += [
        Found(Kind.EXTRA, key, role, remote_ids=tuple(ids))
        for key, ids in listed.items()
        if key not in rows
    ]
    return found


def _kind(row: Resting, ids: Sequence[str]) -> Kind | None:
    if row.state not in AT_REST:
        # A worker has it in hand, and looks for itself.
        return None
    if row.desired == "absent":
        return Kind.REVIVED if ids and row.state is State.ABSENT else None
    if len(ids) > 1:
        return Kind.DUPLICATE
    if not ids:
        return Kind.MISSING
    # Taken down by their staff and made anew: ours under another id.
    moved = row.remote_id is not None and ids[0] != row.remote_id
    return Kind.CHANGED if moved and row.state is State.SYNCED else None
