from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from phohien.schemas import In, Out

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Url = Annotated[str, StringConstraints(min_length=8, max_length=2000)]
Word = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,40}$")]
Seq = Annotated[int, Field(ge=1, le=2**63 - 1)]


class WebhookState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class DeliveryState(StrEnum):
    """`dead`: every try failed; it can be replayed."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class WebhookDraft(In):
    """Where to call, and what about; empty lists mean everything."""

    name: Name
    url: Url = Field(description="An https address; it gets a POST for every line.")
    types: list[Word] = Field(default=[], max_length=50)
    locales: list[Word] = Field(default=[], max_length=50)


class WebhookOut(Out):
    """One webhook. `told_seq` is the last line of the log that was looked at for it."""

    id: UUID
    name: str
    url: str
    types: list[str]
    locales: list[str]
    state: WebhookState
    note: str = Field(description="Why it is paused, when no person paused it.")
    told_seq: int
    failing_since: datetime | None
    former_until: datetime | None = Field(
        description="Until then what is sent is signed with the former secret too."
    )
    created_at: datetime


class WebhookMade(WebhookOut):
    """`secret` is shown this once; the receiver checks signatures with it."""

    secret: str = Field(repr=False)


class WebhookList(Out):
    data: list[WebhookOut]
    next_cursor: str | None


class SecretOrder(In):
    """A new secret. For `overlap_hours` both sign; 0 ends every former one at once."""

    overlap_hours: int = Field(24, ge=0, le=168)


class AttemptOut(Out):
    """One try: what came back, or why nothing did."""

    at: datetime
    status: int | None
    milliseconds: int
    error: str


class DeliveryOut(Out):
    """One line of the log for one webhook, and every try at it."""

    id: UUID
    seq: int
    state: DeliveryState
    next_at: datetime
    created_at: datetime
    done_at: datetime | None
    attempts: list[AttemptOut]


class DeliveryList(Out):
    data: list[DeliveryOut]
    next_cursor: UUID | None


class DeliveryFilter(In):
    """Which deliveries to list, the latest first."""

    state: DeliveryState | None = None
    limit: int = Field(50, ge=1, le=200)
    cursor: UUID | None = Field(None, description="`next_cursor` of the page before.")


class ReplayOrder(In):
    """Lines of the log to be told again; without `until_seq` up to the last."""

    since_seq: Seq
    until_seq: Seq | None = None


class ReplayOut(Out):
    """How many deliveries wait to be sent because of this."""

    deliveries: int
