"""The half of a profile that says how it is sent: calls, verdicts, limits."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from asean_sync.profiles.access import HeaderName
from asean_sync.profiles.mapping import Part, Path

Seconds = Annotated[float, Field(ge=0, le=86_400)]
Days = Annotated[float, Field(ge=0, le=30 * 86_400)]


class Pages(Part):
    """How a list goes on. Paths may use {page}, {offset}, {cursor} and {per_page}.

    `page` and `offset` count: to `total` where the answer tells it, else to a page that
    is shorter than the first, or empty. `cursor` sends back what `next` finds in the
    answer, `next_url` follows the address found there, `link` follows the answer's Link
    header (RFC 8288).
    """

    kind: Literal["page", "offset", "cursor", "link", "next_url"] = "page"
    size: int = Field(default=100, ge=1, le=10_000)
    start: int = Field(default=1, ge=0, le=1)
    next: Path | None = None
    total: Path | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.kind in {"cursor", "next_url"} and self.next is None:
            message = f"{self.kind} needs `next`: where an answer tells how it goes on"
            raise ValueError(message)
        return self


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
    # Where one object is in an answer that wraps it.
    object: Path | None = None
    pages: Pages | None = None
    # What of the payload is the body, where it is not all: `[@]` is a list of one.
    body: Path | None = None
    # A fixed JSON body: how some targets take things down.
    send: dict[str, Any] | None = None
    # Where an answer that only accepts names its ticket, or the header that does.
    ticket: Path | None = None
    ticket_header: HeaderName | None = None

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

    @property
    def answers_later(self) -> bool:
        return self.ticket is not None or self.ticket_header is not None


class Endpoints(Part):
    create: Call
    update: Call | None = None
    # Missing only where `capabilities` say that the target cannot delete.
    withdraw: Call | None = None
    fetch: Call
    find: Call | None = None
    list: Call | None = None
    # True of an object that is still shown to us but no longer to the public.
    gone: Path | None = None

    def calls(self) -> "dict[str, Call]":
        names = ("create", "update", "withdraw", "fetch", "find", "list")
        found = {name: getattr(self, name) for name in names}
        return {name: call for name, call in found.items() if call is not None}


class Tickets(Part):
    """How to ask what became of a request that was only accepted."""

    ask: Call
    status: Path = "status"
    done: list[str] = Field(min_length=1)
    refused: list[str] = Field(default_factory=list)
    # Where the answer says why it was refused.
    reason: Path | None = None
    every: Annotated[float, Field(gt=0, le=86_400)] = 30
    # After this long a person is told; the ticket is kept.
    patience: Days = 3 * 86_400


class AllEndpoints(Part):
    items: Endpoints
    media: Endpoints | None = None
    tickets: Tickets | None = None
    # Where the target tells its own interface; another answer holds what is sent.
    contract: Call | None = None


class IdempotencyKey(Part):
    header: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")


class Capabilities(Part):
    find_by_key: bool = False
    read_back: bool = True
    list_all: bool = False
    # False: only the person in `takedown` can take something down there.
    withdraw: bool = True
    idempotency_key: IdempotencyKey | None = None


Verdict = Literal[
    "applied",
    "accepted",
    "already_absent",
    "absent",
    "rejected",
    "transient",
    "in_doubt",
    "auth_failed",
]
Operation = Literal["create", "update", "withdraw", "upsert", "find", "fetch", "poll"]
Status = Annotated[int, Field(ge=100, le=599)]
StatusClass = Literal["2xx", "3xx", "4xx", "5xx"]


class HeaderSays(Part):
    name: HeaderName
    contains: str = Field(min_length=1)


class Rule(Part):
    """The first rule that matches an answer decides; then come safe defaults."""

    status: Status | StatusClass | list[Status] | None = None
    op: Operation | None = None
    role: Literal["item", "media"] | None = None
    body: Path | None = None
    header: HeaderSays | None = None
    content_type: str | None = None
    not_content_type: str | None = None
    verdict: Verdict = Field(alias="as")
    # What the operator is told, in place of the bare status.
    note: str = Field(default="", max_length=300)


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
