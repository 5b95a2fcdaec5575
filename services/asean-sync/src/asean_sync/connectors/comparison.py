"""Whether what a target shows is what it was sent. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from asean_sync.connectors.answers import figure
from asean_sync.mapping.volatile import without
from phohien.canonical import canonical_json, sha256_hex

MISSING = None


def normal(value: Any) -> Any:
    """One spelling: NFC, plain line ends, no empty members, numbers kept as sent."""
    if isinstance(value, str):
        return normalize("NFC", value).replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, float):
        return figure(repr(value))
    if isinstance(value, Mapping):
        return {
            normalize("NFC", str(key)): found
            for key, one in value.items()
            if (found := normal(one)) is not None
        }
    return value


def projection(sent: Any, shown: Any) -> Any:
    """`shown` cut down to what was sent: targets add fields of their own."""
    if isinstance(sent, Mapping) and isinstance(shown, Mapping):
        return {key: projection(sent[key], shown.get(key)) for key in sent}
    if isinstance(sent, list) and isinstance(shown, list) and len(sent) == len(shown):
        return [projection(one, other) for one, other in zip(sent, shown, strict=True)]
    return shown


@dataclass(frozen=True, slots=True)
class Compared:
    """The fields in which the target shows something else, and what it shows."""

    differing: list[str]
    read_back_hash: str
    # Of everything the target shows: drift is a later one that differs.
    fingerprint: str


def compare(
    sent: Mapping[str, Any], shown: Mapping[str, Any], volatile: Collection[str] = ()
) -> Compared:
    wanted, found = normal(sent), normal(shown)
    return Compared(
        _differing(without(wanted, volatile), found),
        _digest(normal(projection(wanted, found))),
        _digest(without(found, volatile)),
    )


def differences(
    sent: Mapping[str, Any], shown: Any, volatile: Collection[str] = ()
) -> list[str]:
    """The fields, by name, in which the target shows something else."""
    if not isinstance(shown, Mapping):
        return sorted(sent)
    return _differing(normal(without(sent, volatile)), normal(shown))


def _differing(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    return sorted(
        name
        for name, value in wanted.items()
        if projection(value, found.get(name)) != value
    )


def _digest(shown: Any) -> str:
    return sha256_hex(canonical_json(shown))
