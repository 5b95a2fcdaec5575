"""The profile as typed data. Its JSON Schema is what files and forms are checked by."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from asean_sync.profiles.access import Auth, HeaderName, Sign
from asean_sync.profiles.mapping import MapEntry, MediaPart, Part, Predicate
from asean_sync.profiles.wire import AllEndpoints, Capabilities, Limits, Retry, Rule

# Where in a profile, and what is wrong there.
Problem = tuple[tuple[str | int, ...], str]


class Header(Part):
    target: str = Field(pattern=r"^[a-z][a-z0-9-]{1,62}$")
    version: int = Field(ge=1)
    # One of `kinds.names()`; the schema lists those there are.
    connector: str = Field(pattern=r"^[a-z][a-z0-9_]{1,62}$")
    note: str = ""


class MaxWithdraw(Part):
    count: int = Field(default=10, ge=0)
    percent: int = Field(default=5, ge=0, le=100)


class Guard(Part):
    max_withdraw: MaxWithdraw = MaxWithdraw()
    # With more changed objects in one run than this all of them wait for a person.
    max_update_percent: int | None = Field(default=None, ge=0, le=100)
    # What waits for a person: what these guards held; every plan; every plan, and for
    # another person than the one who asked for it. What was held always waits for
    # another person; what was ordered to go waits for nobody.
    approval: Literal["guarded", "always", "two_person"] = "guarded"


class Takedown(Part):
    """By when something is gone after the word was given, and who sees to it.

    The person is told where the target cannot delete, and when time is up.
    """

    hours: float = Field(default=24, gt=0, le=24 * 365)
    person: str = Field(default="", max_length=300)


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
    base_url: str = Field(
        default="", pattern=r"^(https?://[^\s?#@]+|secret://env/[A-Z][A-Z0-9_]*)$"
    )
    public_base: str = Field(default="", pattern=r"^(https?://\S+)?$")
    select: Predicate | None = None
    unit: Literal["per_language", "per_item"] = "per_language"
    key: Literal["{key}.{lang}", "{key}"] = "{key}.{lang}"
    ids: Ids | None = None
    languages: dict[str, str] = Field(min_length=1)
    # A standard payload of one language; fields of the map are added, or replace.
    format: Literal["ninjs", "schema_org", "oai_dc"] | None = None
    map: dict[str, MapEntry] = Field(default_factory=dict)
    media: MediaPart | None = None
    lookups: dict[str, dict[str, str]] = Field(default_factory=dict)
    volatile: list[str] = Field(default_factory=list)
    # Sent, but not shown by the target: not compared at the read-back.
    write_only: list[str] = Field(default_factory=list)
    # The same on every request: what is accepted, which tenant, which version.
    headers: dict[HeaderName, Annotated[str, Field(pattern=r"^[ -~]{1,500}$")]] = Field(
        default_factory=dict
    )
    # What one kind of connector alone reads; its `spec()` says what may stand here.
    options: dict[str, Any] = Field(default_factory=dict)
    # The calls of a target spoken to in JSON over HTTP.
    endpoints: AllEndpoints | None = None
    capabilities: Capabilities = Capabilities()
    classify: list[Rule] = Field(default_factory=list)
    auth: Auth = Auth()
    sign: Sign = Sign()
    limits: Limits = Limits()
    retry: Retry = Retry()
    guard: Guard = Guard()
    # What follows when the target shows something else: a person is told, or it is
    # made again as it was sent.
    drift: Literal["report", "reassert"] = "report"
    takedown: Takedown = Takedown()

    @property
    def per_item(self) -> bool:
        return self.unit == "per_item"

    @property
    def calls(self) -> AllEndpoints:
        """Only asked of a profile whose connector needs them."""
        assert self.endpoints is not None  # noqa: S101 -- its spec says so
        return self.endpoints

    @property
    def sent_headers(self) -> dict[str, str]:
        """In small letters, so that what a connector sends itself is there once."""
        return {name.lower(): value for name, value in self.headers.items()}

    @property
    def files_change(self) -> bool:
        """Whether what is told of a file at the target can be told anew."""
        if self.endpoints is None:
            return True
        media = self.endpoints.media
        return media is not None and media.update is not None

    @property
    def unseen(self) -> frozenset[str]:
        """Fields of which a read-back says nothing."""
        return frozenset({*self.volatile, *self.write_only})
