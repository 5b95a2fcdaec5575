"""Token buckets: each caller's quota refills as time passes."""

from collections import OrderedDict
from ipaddress import IPv6Address
from math import ceil

MOST_CALLERS = 20_000
MINUTE = 60.0


class Limit:
    """So many requests a minute for each caller; all of them at once if need be."""

    def __init__(self, name: str, a_minute: int) -> None:
        self._quota = a_minute
        self._rate = a_minute / MINUTE
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._name = f'"{name}"'
        self.policy = (
            b"ratelimit-policy",
            f"{self._name};q={a_minute};w={MINUTE:.0f}".encode(),
        )

    def take(self, caller: str, now: float, *, cost: float = 1.0) -> float:
        """What is left; below zero when there was not enough, and nothing is taken."""
        had = self._now(caller, now)
        left = had - cost
        self._left[caller] = (had if left < 0 else left, now)
        self._left.move_to_end(caller)
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        return left

    def give_back(self, caller: str, now: float) -> float:
        return self.take(caller, now, cost=-1.0)

    def left(self, caller: str, now: float) -> float:
        return self._now(caller, now)

    def header(self, left: float) -> tuple[bytes, bytes]:
        shown = max(0, int(left))
        full_in = ceil((self._quota - shown) / self._rate)
        return b"ratelimit", f"{self._name};r={shown};t={full_in}".encode()

    def retry_after(self, left: float) -> str:
        return str(max(1, ceil(-left / self._rate)))

    def callers(self) -> set[str]:
        return set(self._left)

    def _now(self, caller: str, now: float) -> float:
        known = self._left.get(caller)
        if known is None:
            return float(self._quota)
        left, at = known
        return min(float(self._quota), left + (now - at) * self._rate)


def address(host: str) -> str:
    """One subscriber: an IPv4 address, or the half of an IPv6 one that is assigned."""
    if ":" not in host:
        return host
    try:
        packed = IPv6Address(host.partition("%")[0]).packed
    except ValueError:
        return host
    return packed[:8].hex()
