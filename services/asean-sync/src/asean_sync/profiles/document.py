"""The profile as typed data. Its JSON Schema is what files and forms are checked by."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from asean_sync.profiles.access import Auth, HeaderName, Sign
from asean_sync.profiles.mapping import (
    HELD_THERE,
    MapEntry,
    MediaPart,
    Part,
    Predicate,
    Transform,
)
from asean_sync.profiles.wire import (
    AllEndpoints,
    Capabilities,
    Endpoints,
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


class Ids(Part):
    """Ids that we choose: the target takes them, so a lost answer loses nothing.

    `uuid5` makes the same UUID of the same key for ever; `key` is the key itself.
    """

    form: Literal["uuid5", "key"] = Field(default="uuid5", alias="as")
    namespace: UUID | None = None

    @model_validator(mode="after")
    def _names_its_space(self) -> Self:
        if (self.form == "uuid5") != (self.namespace is not None):
            message = "uuid5 needs a namespace, and nothing else does"
            raise ValueError(message)
        return self


class Profile(Part):
    profile: Header
    base_url: str = Field(pattern=r"^(https?://[^\s?#]+|secret://env/[A-Z][A-Z0-9_]*)$")
    public_base: str = Field(default="", pattern=r"^(https?://\S+)?$")
    select: Predicate | None = None
    unit: Literal["per_language", "per_item"] = "per_language"
    key: Literal["{key}.{lang}", "{key}"] = "{key}.{lang}"
    ids: Ids | None = None
    languages: dict[str, str] = Field(min_length=1)
    map: dict[str, MapEntry] = Field(min_length=1)
    media: MediaPart | None = None
    lookups: dict[str, dict[str, str]] = Field(default_factory=dict)
    volatile: list[str] = Field(default_factory=list)
    # Sent, but not shown by the target: not compared at the read-back.
    write_only: list[str] = Field(default_factory=list)
    # The same on every request: what is accepted, which tenant, which version.
    headers: dict[HeaderName, Annotated[str, Field(pattern=r"^[ -~]{1,500}$")]] = Field(
        default_factory=dict
    )
    endpoints: AllEndpoints
    capabilities: Capabilities = Capabilities()
    classify: list[Rule] = Field(default_factory=list)
    auth: Auth = Auth()
    sign: Sign = Sign()
    limits: Limits = Limits()
    retry: Retry = Retry()
    guard: Guard = Guard()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        problem = next(iter(contradictions(self)), None)
        if problem:
            raise ValueError(problem)
        return self

    @property
    def per_item(self) -> bool:
        return self.unit == "per_item"

    @property
    def unseen(self) -> frozenset[str]:
        """Fields of which a read-back says nothing."""
        return frozenset({*self.volatile, *self.write_only})


# What the client, the signature or `auth` says.
OURS = frozenset(
    {"authorization", "connection", "content-length", "cookie", "host"}
    | {"accept-encoding", "transfer-encoding", "signature", "signature-input"}
    | {"content-digest", "webhook-id", "webhook-timestamp", "webhook-signature"}
)
# Base64 is made in memory, and one worker holds several objects.
MOST_BASE64_MB = 32


def contradictions(profile: Profile) -> list[str]:
    """What the blocks say against each other."""
    entries = _entries(list(profile.map.values()))
    found = [*_of_units(profile), *_of_media(profile, entries), *_of_tickets(profile)]
    for kind, endpoints in _endpoints(profile).items():
        found += _of_endpoints(profile, kind, endpoints)
    lookups = {
        step.lookup
        for entry in entries
        for step in entry.then
        if isinstance(step, Transform) and step.lookup
    }
    return found + [
        f"lookup {name!r} is not in lookups"
        for name in sorted(lookups - profile.lookups.keys())
    ]


def _of_units(profile: Profile) -> list[str]:
    found = []
    key = "{key}" if profile.per_item else "{key}.{lang}"
    if profile.key != key:
        found.append(f"unit {profile.unit} has the key {key!r}")
    return found + [
        f"headers: {name} is not a profile's to set"
        for name in profile.headers
        if name.lower() in OURS
    ]


def _endpoints(profile: Profile) -> dict[str, Endpoints]:
    found = {"items": profile.endpoints.items}
    if profile.endpoints.media is not None:
        found["media"] = profile.endpoints.media
    return found


def _of_endpoints(profile: Profile, kind: str, endpoints: Endpoints) -> list[str]:
    found = []
    by_own_id = profile.ids is not None
    if profile.capabilities.find_by_key and endpoints.find is None and not by_own_id:
        found.append(f"find_by_key needs endpoints.{kind}.find")
    if profile.capabilities.list_all and endpoints.list is None:
        found.append(f"list_all needs endpoints.{kind}.list")
    if not by_own_id and "{id}" in endpoints.create.template:
        found.append(f"{kind}: only with `ids` is an id known before the creation")
    for name, call in endpoints.calls().items():
        if call.pages is not None and name not in {"find", "list"}:
            found.append(f"endpoints.{kind}.{name}: only find and list have pages")
    return found


def _of_tickets(profile: Profile) -> list[str]:
    calls = [
        call
        for endpoints in _endpoints(profile).values()
        for call in endpoints.calls().values()
    ]
    if any(call.answers_later for call in calls) and not profile.endpoints.tickets:
        return ["a call that gives a ticket needs endpoints.tickets"]
    return []


def _of_media(profile: Profile, entries: list[MapEntry]) -> list[str]:
    found = []
    if (profile.media is None) != (profile.endpoints.media is None):
        found.append("media and endpoints.media go together")
    fields = {
        field
        for entry in entries
        if entry.media is not None
        for field in entry.media.fields.values()
    }
    if profile.media is None and fields & HELD_THERE:
        found.append("a mapped field shows media but there is no media block")
    if profile.media is not None:
        fields |= set(profile.media.form.values())
        if profile.media.mode == "base64" and (
            profile.limits.max_media_mb > MOST_BASE64_MB
        ):
            found.append(f"base64 needs max_media_mb of at most {MOST_BASE64_MB}")
        if profile.media.mode == "url":
            fields.add("public_url")
    if "public_url" in fields and not profile.public_base:
        found.append("public_url needs public_base")
    return found


def _entries(entries: list[MapEntry]) -> list[MapEntry]:
    found: list[MapEntry] = []
    for entry in entries:
        found += [entry, *_entries(entry.parts())]
    return found


def json_schema() -> dict[str, Any]:
    return Profile.model_json_schema(by_alias=True)
