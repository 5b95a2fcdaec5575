"""An object under a lease, as the worker that holds it knows it."""

from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID

from asean_sync.evidence.sealing import Sealer
from asean_sync.mapping.render import RemoteMedia
from asean_sync.objects.states import Row, Ticket


def row_of(found: Any) -> Row:
    return Row(
        desired=found.desired,
        desired_generation=found.desired_generation,
        desired_hash=found.desired_hash,
        observed=found.observed,
        observed_hash=found.observed_hash,
        remote_id=found.remote_id,
        verified=found.verified_at is not None,
        in_doubt=found.in_doubt_since is not None,
        attempts=found.attempts,
        verify_failures=found.verify_failures,
        ticket=None if found.ticket is None else Ticket(**found.ticket),
    )


@dataclass(slots=True)
class Claim:
    """One object under a lease. `deadline` is when the lease may have ended."""

    object_id: UUID
    target_code: str
    key: str
    role: str
    fence: int
    generation: int
    row: Row
    payload: dict[str, Any] | None
    payload_sha256: str | None
    source: dict[str, Any]
    deadline: float
    remotes: dict[str, RemoteMedia] = field(default_factory=dict)
    sealer: Sealer | None = None
    lost: bool = False
    # What it sent under this lease, for the look that confirms it.
    last_write: UUID | None = None

    @property
    def alive(self) -> bool:
        return not self.lost and monotonic() < self.deadline
