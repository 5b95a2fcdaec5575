"""What one exchange with a target can mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    APPLIED = "applied"
    ACCEPTED = "accepted"
    ALREADY_ABSENT = "already_absent"
    ABSENT = "absent"
    NOT_APPLIED = "transient"
    IN_DOUBT = "in_doubt"
    REJECTED = "rejected"
    AUTH_FAILED = "auth_failed"


class Op(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    WITHDRAW = "withdraw"
    FIND = "find"
    FETCH = "fetch"
    POLL = "poll"
    PROVIDE = "provide"

    @property
    def writes(self) -> bool:
        return self in {Op.CREATE, Op.UPDATE, Op.WITHDRAW, Op.PROVIDE}


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whom the line was to: the digest of what they showed, and its last day."""

    sha256: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came, cut off at the size limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    complete: bool = True
    certificate: Certificate | None = None

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Silence:
    """No usable answer. `sent` is False only when nothing can have arrived there."""

    why: str
    sent: bool
    # We were refused where we show who we are, before the target was asked.
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    verdict: Verdict
    why: str = ""
    remote_id: str | None = None
    remote_url: str | None = None
    retry_after: float | None = None
    reply: Reply | None = None
    # Of a request that was accepted, and not decided on yet.
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class RemoteRef:
    """One object at the target, by its id there and our key."""

    id: str
    key: str
    url: str | None = None

    @property
    def order(self) -> tuple[int, int, str]:
        """The oldest first, as far as ids can tell."""
        if self.id.isdigit():
            return (0, int(self.id), "")
        return (1, 0, self.id)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What looking showed; unless `seen`, nothing may be concluded from it."""

    outcome: Outcome
    refs: tuple[RemoteRef, ...] = ()
    state: Any = None
    # Our key, as the object itself tells it; None: it does not.
    key: str | None = None

    @property
    def seen(self) -> bool:
        return self.outcome.verdict in {Verdict.APPLIED, Verdict.ABSENT}


@dataclass(frozen=True, slots=True)
class FilePart:
    """Bytes to be uploaded, already on this machine and checked."""

    name: str
    filename: str
    mime: str
    sha256: str
    content: Any


@dataclass(frozen=True, slots=True)
class Prepared:
    """One request, complete but for credentials; `sha256` is of its content."""

    op: Op
    method: str
    path: str
    sha256: str
    body: bytes | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    file: FilePart | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    # multipart: whole objects as JSON parts, by the name of the part.
    json_parts: Mapping[str, str] = field(default_factory=dict)
    # The same for every try of one request.
    message_id: str = ""
    # The id the answer is about, when it is known before.
    remote_id: str | None = None
    # Files that travel inside the object, where they are not uploads of their own.
    files: tuple[FilePart, ...] = ()
    # An address the target gave us, in place of base_url and path.
    url: str | None = None
