"""What receiving and checking work with: the database, the store and the limits."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from assets_api.monitoring.counts import Counts
from assets_api.storage.store import Store
from assets_api.streams.body import Pace
from assets_api.streams.handover import Handover
from assets_api.streams.spool import Room
from phohien.db import Database

SMALLEST_PART = 8 * 1024 * 1024
MOST_PARTS = 9000
PACE = Pace(beat=5.0, patience=60.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """From the settings; sizes in bytes."""

    file: int
    quota: int
    checksum_piece: int
    lifetime: timedelta
    smallest_part: int = SMALLEST_PART
    pace: Pace = PACE

    def part_size(self, size: int) -> int:
        """Equal parts, few enough for every S3."""
        return max(self.smallest_part, -(-size // MOST_PARTS))


@dataclass(frozen=True, slots=True)
class Desk:
    database: Database
    store: Store
    limits: Limits
    scratch: Path | None = None
    vacuum_url: str = ""
    scanner: str = ""
    scanner_seconds: float = 60.0
    handover: Handover = field(default_factory=Handover)
    counts: Counts = field(default_factory=Counts)
    room: Room = field(default_factory=Room)
