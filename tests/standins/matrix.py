"""The cells of the fault matrix: each way to fail at each kind of write."""

import hashlib
from dataclasses import dataclass
from typing import Any

MODES = (
    "error_before",
    "error_after",
    "too_many",
    "unavailable",
    "reset_before",
    "reset_after",
    "truncated",
    "slow",
    "late",
    "garbage_before",
    "garbage_after",
    "replayed",
)
# One of each class: refused, told to wait, done but unheard, done later, nonsense.
ONE_A_CLASS = ("error_before", "too_many", "reset_after", "late", "garbage_after")
# Where "send it again" leaves two, or none.
BLIND_RETRY_DOUBLES = (
    "error_after",
    "reset_after",
    "truncated",
    "slow",
    "late",
    "garbage_after",
    "replayed",
)
CALLS = {
    "create": ("POST", "/api/items"),
    "update": ("PUT", "/api/items"),
    "withdraw": ("DELETE", "/api/items"),
    "media": ("POST", "/api/media"),
    "media_withdraw": ("DELETE", "/api/media"),
}
OPS = tuple(CALLS)
# Longer than the client waits; a late write still lands within a second.
DELAYS = {"slow": 3.0, "late": 1.0}


@dataclass(frozen=True)
class Cell:
    mode: str
    op: str
    of: str = ""
    """What else goes wrong, where two things do."""

    @property
    def key(self) -> str:
        """A public key of its own, so that cells can share a portal."""
        random = hashlib.sha256(str(self).encode()).hexdigest()[:8]
        return f"hy-industrial-park-{random}"

    @property
    def content(self) -> bytes:
        return f"%PDF-1.7 {self}\n".encode() * 50 + b"%%EOF"

    @property
    def rule(self) -> dict[str, Any]:
        method, path = CALLS[self.op]
        return {
            "mode": self.mode,
            "method": method,
            "path_prefix": path,
            "external_id": self.key + ".",
            "delay": DELAYS.get(self.mode, 1.0),
        }

    def __str__(self) -> str:
        return f"{self.mode} at {self.op} {self.of}".strip()


def cells(modes: tuple[str, ...], ops: tuple[str, ...] = OPS) -> list[Cell]:
    return [Cell(mode, op) for mode in modes for op in ops]
