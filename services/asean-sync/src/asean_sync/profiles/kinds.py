"""The kinds of connector there are, and what each wants of a profile.

A third party brings one as an entry point in the group `asean_sync.connectors`; those
of this package are named here, so that they are there without being installed anew.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Protocol, cast

from asean_sync.profiles.document import Problem, Profile
from asean_sync.profiles.mapping import Part

GROUP = "asean_sync.connectors"
# What fits nothing; `false` would mean the same, and would not tell its place.
NEVER: Mapping[str, Any] = {"not": {}}
SHIPPED = {
    "rest_json": "asean_sync.connectors.rest_json:RestJson",
    "file_package": "asean_sync.packages.connectors:FilePackage",
    "manual": "asean_sync.packages.connectors:Manual",
    "pull": "asean_sync.harvests.connector:Pull",
    "soap_xroad": "asean_sync.connectors.soap.connector:SoapXRoad",
    "wordpress": "asean_sync.connectors.wordpress.connector:WordPress",
}


@dataclass(frozen=True, slots=True)
class Spec:
    """What one kind of connector wants of a profile, beyond what all have.

    `options` is the model of the block of that name; None: there is no such block.
    `needs` are blocks that must be there, `ignores` blocks that would do nothing, and
    `problems` says what the blocks say against each other.
    """

    options: type[Part] | None = None
    needs: frozenset[str] = frozenset()
    ignores: frozenset[str] = frozenset()
    problems: Callable[[Profile], Iterable[Problem]] | None = None


class Kind(Protocol):
    """The part of a connector's class that a profile is checked by."""

    kind: str

    @classmethod
    def spec(cls) -> Spec: ...


@lru_cache(maxsize=1)
def _found() -> Mapping[str, EntryPoint]:
    """Ours win over an entry point of the same name."""
    others = {one.name: one for one in entry_points(group=GROUP)}
    ours = {name: EntryPoint(name, value, GROUP) for name, value in SHIPPED.items()}
    return {**others, **ours}


def names() -> list[str]:
    return sorted(_found())


@lru_cache(maxsize=32)
def load(name: str) -> Any:
    """The connector's class. Raises KeyError for a kind nobody brought."""
    return _found()[name].load()


def spec_of(name: str) -> Spec:
    return cast("type[Kind]", load(name)).spec()


@lru_cache(maxsize=1)
def json_schema() -> dict[str, Any]:
    """One published schema for every kind there is here: it drives the check."""
    schema = Profile.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Profile of a target"
    schema["$defs"]["Header"]["properties"]["connector"] = {
        "enum": names(),
        "title": "Connector",
        "type": "string",
    }
    schema["allOf"] = [_of_kind(name, schema["$defs"]) for name in names()]
    return schema


def _of_kind(name: str, defs: dict[str, Any]) -> dict[str, Any]:
    spec = spec_of(name)
    then: dict[str, Any] = {
        "required": sorted(spec.needs),
        "properties": {name: dict(NEVER) for name in sorted(spec.ignores)},
    }
    if spec.options is None:
        then["properties"]["options"] = dict(NEVER)
    else:
        options = spec.options.model_json_schema(
            by_alias=True, ref_template=f"#/$defs/{name}.{{model}}"
        )
        for inner, model in options.pop("$defs", {}).items():
            defs[f"{name}.{inner}"] = model
        defs[name] = options
        then["properties"]["options"] = {"$ref": f"#/$defs/{name}"}
        if options.get("required"):
            then["required"] = sorted({*then["required"], "options"})
    chosen = {"properties": {"connector": {"const": name}}, "required": ["connector"]}
    return {
        "if": {"properties": {"profile": chosen}, "required": ["profile"]},
        "then": then,
    }
