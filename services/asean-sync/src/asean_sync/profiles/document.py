"""The profile as typed data. Its JSON Schema is what files and forms are checked by."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from asean_sync.profiles.mapping import (
    MapEntry,
    MediaPart,
    Part,
    Predicate,
    Transform,
)
from asean_sync.profiles.wire import (
    AllEndpoints,
    Auth,
    Capabilities,
    Limits,
    Retry,
    Rule,
)


class Header(Part):
    target: str = Field(pattern=r"^[a-z][a-z0-9-]{1,62}$")
    version: int = Field(ge=1)
    connector: Literal["rest_json"]
    note: str = ""


class MaxWithdraw(Part):
    count: int = Field(default=10, ge=0)
    percent: int = Field(default=5, ge=0, le=100)


class Guard(Part):
    max_withdraw: MaxWithdraw = MaxWithdraw()


class Profile(Part):
    profile: Header
    base_url: str = Field(pattern=r"^(https?://[^\s?#]+|secret://env/[A-Z][A-Z0-9_]*)$")
    public_base: str = Field(default="", pattern=r"^(https?://\S+)?$")
    select: Predicate | None = None
    unit: Literal["per_language"] = "per_language"
    key: Literal["{key}.{lang}"] = "{key}.{lang}"
    languages: dict[str, str] = Field(min_length=1)
    map: dict[str, MapEntry] = Field(min_length=1)
    media: MediaPart | None = None
    lookups: dict[str, dict[str, str]] = Field(default_factory=dict)
    volatile: list[str] = Field(default_factory=list)
    endpoints: AllEndpoints
    capabilities: Capabilities = Capabilities()
    classify: list[Rule] = Field(default_factory=list)
    auth: Auth = Auth()
    limits: Limits = Limits()
    retry: Retry = Retry()
    guard: Guard = Guard()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        problem = next(iter(contradictions(self)), None)
        if problem:
            raise ValueError(problem)
        return self


def contradictions(profile: Profile) -> list[str]:
    """What the blocks say against each other."""
    found = []
    if (profile.media is None) != (profile.endpoints.media is None):
        found.append("media and endpoints.media go together")
    if profile.capabilities.find_by_key and profile.endpoints.items.find is None:
        found.append("find_by_key needs endpoints.items.find")
    if profile.capabilities.list_all and profile.endpoints.items.list is None:
        found.append("list_all needs endpoints.items.list")
    found += [
        f"lookup {name!r} is not in lookups"
        for name in sorted(_lookups(profile.map) - profile.lookups.keys())
    ]
    if profile.media is None and _shows_media(profile.map):
        found.append("a mapped field shows media but there is no media block")
    return found


def _entries(entries: dict[str, MapEntry]) -> list[MapEntry]:
    found: list[MapEntry] = []
    for entry in entries.values():
        found += [entry, *_entries(entry.object or {})]
    return found


def _lookups(entries: dict[str, MapEntry]) -> set[str]:
    return {
        step.lookup
        for entry in _entries(entries)
        for step in entry.then
        if isinstance(step, Transform) and step.lookup
    }


def _shows_media(entries: dict[str, MapEntry]) -> bool:
    return any(entry.media for entry in _entries(entries))


def json_schema() -> dict[str, Any]:
    return Profile.model_json_schema(by_alias=True)
