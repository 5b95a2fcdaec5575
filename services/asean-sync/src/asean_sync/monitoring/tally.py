"""Counts what happens at one target, in memory; `take` hands over what is new.

A killed worker takes its last seconds of counting with it: these are figures for a
dashboard. What must be right is counted in the evidence.
"""

from asean_sync.connectors.outcomes import Certificate
from phohien.metrics import BOUNDS, SUM

ATTEMPTS = "attempts"
REQUESTS = "request_seconds"
DUPLICATES = "duplicates_retracted"
LEASES = "lease_expired"
FENCED = "fenced"
MEDIA = "media_bytes"


class Tally:
    """`certificate` is the last one the target showed."""

    __slots__ = ("_counts", "certificate")

    def __init__(self) -> None:
        self._counts: dict[tuple[str, tuple[str, ...]], float] = {}
        self.certificate: Certificate | None = None

    def count(self, name: str, *labels: str, by: float = 1) -> None:
        key = (name, labels)
        self._counts[key] = self._counts.get(key, 0) + by

    def request(
        self, method: str, seconds: float, certificate: Certificate | None
    ) -> None:
        bound = next((str(one) for one in BOUNDS if seconds <= one), "+Inf")
        self.count(REQUESTS, method, bound)
        self.count(REQUESTS, method, SUM, by=seconds)
        self.certificate = certificate or self.certificate

    def take(self) -> dict[tuple[str, tuple[str, ...]], float]:
        taken, self._counts = self._counts, {}
        return taken
