"""The links of a chain, and where a chain is broken. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from phohien.canonical import canonical_json, sha256_hex

FIRST = ""
_OF_THE_CHAIN = {"hash"}
# Columns younger than the first links: where they are empty they are not hashed.
_LATER = {"sealed"}


@dataclass(frozen=True, slots=True)
class Break:
    """The first link that does not fit, by table and id."""

    target_code: str
    chain_seq: int
    kind: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    kind: str
    fields: Mapping[str, Any]

    @property
    def seq(self) -> int:
        return int(self.fields["chain_seq"])

    @property
    def id(self) -> str:
        return str(self.fields["id" if self.kind == "attempt" else "attempt_id"])


def link_hash(kind: str, fields: Mapping[str, Any]) -> str:
    """Of every column but the hash itself; the one before is among them."""
    return sha256_hex(link_json(kind, fields))


def link_json(kind: str, fields: Mapping[str, Any]) -> bytes:
    """What is hashed, as the export writes it: whoever checks needs no rule of ours."""
    plain = {
        name: _plain(value)
        for name, value in fields.items()
        if name not in _OF_THE_CHAIN and not (name in _LATER and value is None)
    }
    return canonical_json({"kind": kind, **plain})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        # By its digest: the chain holds when the bytes can be read no more.
        return sha256_hex(value)
    return str(value) if isinstance(value, UUID) else value


class Verifier:
    """Reads a target's links in order and remembers the first that does not fit."""

    def __init__(self, target_code: str) -> None:
        self._target = target_code
        self.checked = 0
        self.head = FIRST
        self.broken: Break | None = None

    def read(self, links: Iterable[Link]) -> None:
        for link in links:
            if self.broken is not None:
                return
            self.broken = self._check(link)
            self.checked += 1
            self.head = str(link.fields["hash"])

    def _check(self, link: Link) -> Break | None:
        if link.seq != self.checked + 1:
            reason = f"link {self.checked + 1} is missing"
        elif link.fields["prev_hash"] != self.head:
            reason = "it does not name the link before it"
        elif link_hash(link.kind, link.fields) != link.fields["hash"]:
            reason = "its content was altered"
        else:
            return None
        return Break(self._target, link.seq, link.kind, link.id, reason)
