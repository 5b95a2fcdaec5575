"""Whether what a target shows is what it was sent. Pure."""

from collections.abc import Collection, Mapping
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
    if isinstance(value, float):
        return figure(repr(value))
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, Mapping):
        members = {
            normalize("NFC", str(key)): normal(one) for key, one in value.items()
        }
        return {key: one for key, one in members.items() if one is not None}
    return value


def projection(sent: Any, shown: Any) -> Any:
    """`shown` cut down to what was sent: targets add fields of their own."""
    if isinstance(sent, Mapping) and isinstance(shown, Mapping):
        return {key: projection(sent[key], shown.get(key)) for key in sent}
    if isinstance(sent, list) and isinstance(shown, list) and len(sent) == len(shown):
        return [projection(one, other) for one, other in zip(sent, shown, strict=True)]
    return shown


def read_back_hash(sent: Any, shown: Any) -> str:
    wanted = normal(sent)
    return sha256_hex(canonical_json(normal(projection(wanted, normal(shown)))))


def differences(
    sent: Mapping[str, Any], shown: Any, volatile: Collection[str] = ()
) -> list[str]:
    """The fields, by name, in which the target shows something else."""
    if not isinstance(shown, Mapping):
        return sorted(sent)
    wanted, found = normal(without(sent, volatile)), normal(shown)
    return sorted(
        name
        for name, value in wanted.items()
        if projection(value, found.get(name)) != value
    )


def fingerprint(shown: Any, volatile: Collection[str] = ()) -> str:
    """Of everything the target shows: drift is a later one that differs."""
    return sha256_hex(canonical_json(normal(without(shown, volatile))))
