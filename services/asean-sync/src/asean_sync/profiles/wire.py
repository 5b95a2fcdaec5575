"""The half of a profile that says how it is sent: calls, verdicts, limits."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from asean_sync.profiles.mapping import Part, Path

Secret = Annotated[str, Field(pattern=r"^secret://env/[A-Z][A-Z0-9_]*$")]
Seconds = Annotated[float, Field(ge=0, le=86_400)]


class Call(Part):
    """One request: exactly one verb with a path below base_url."""

    get: str | None = None
    post: str | None = None
    put: str | None = None
    patch: str | None = None
    delete: str | None = None
    list: Path | None = None
    id: Path = "id"
    key: Path = "externalId"
    url: Path = "url"

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        given = [
            verb
            for verb in ("get", "post", "put", "patch", "delete")
            if self.verb_path(verb)
        ]
        if len(given) != 1:
            message = "give exactly one of get, post, put, patch, delete"
            raise ValueError(message)
        if not str(self.verb_path(given[0])).startswith("/"):
            message = "the path starts with / and stays below base_url"
            raise ValueError(message)
        return self

    def verb_path(self, verb: str) -> str | None:
        path: str | None = getattr(self, verb)
        return path

    @property
    def method(self) -> str:
        verbs = ("get", "post", "put", "patch", "delete")
        return next(verb for verb in verbs if self.verb_path(verb)).upper()

    @property
    def template(self) -> str:
        return str(self.verb_path(self.method.lower()))


class Endpoints(Part):
    create: Call
    update: Call | None = None
    withdraw: Call
    fetch: Call
    find: Call | None = None
    list: Call | None = None


class AllEndpoints(Part):
    items: Endpoints
    media: Endpoints | None = None


class IdempotencyKey(Part):
    header: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")


class Capabilities(Part):
    find_by_key: bool = False
    read_back: bool = True
    list_all: bool = False
    idempotency_key: IdempotencyKey | None = None


Verdict = Literal[
    "applied",
    "already_absent",
    "absent",
    "rejected",
    "transient",
    "in_doubt",
    "auth_failed",
]
Operation = Literal["create", "update", "withdraw", "upsert", "find", "fetch"]


class Rule(Part):
    """The first rule that matches an answer decides; then come safe defaults."""

    status: int | None = Field(default=None, ge=100, le=599)
    op: Operation | None = None
    body: Path | None = None
    content_type: str | None = None
    not_content_type: str | None = None
    verdict: Verdict = Field(alias="as")


class Auth(Part):
    bearer: Secret | None = None


class Timeouts(Part):
    connect: float = Field(default=5, gt=0, le=60)
    read: float = Field(default=30, gt=0, le=300)
    media: float = Field(default=120, gt=0, le=3600)


class Limits(Part):
    concurrency: int = Field(default=4, ge=1, le=64)
    per_minute: int = Field(default=60, ge=1, le=100_000)
    timeout: Timeouts = Timeouts()
    cool_down: Seconds = 120
    max_media_mb: int = Field(default=200, ge=1, le=2000)
    max_reply_kb: int = Field(default=1024, ge=1, le=65_536)


class Retry(Part):
    schedule: Literal["standard_webhooks"] | list[Seconds] = "standard_webhooks"
    jitter: Literal["full", "none"] = "full"
    budget: int = Field(default=10, ge=1, le=100)
