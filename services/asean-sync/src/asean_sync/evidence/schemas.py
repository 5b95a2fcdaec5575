"""Receipts as they are shown."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from phohien.schemas import Out

# `destroyed`: it was taken down; `locked`: this process has not the secret.
Fate = Literal["kept", "not_kept", "destroyed", "locked", "altered"]


class ReceiptOut(Out):
    """One attempt: what was sent, what came back, what was read there afterwards."""

    id: UUID
    target_code: str
    object_key: str
    op: str
    generation: int
    fence: int
    idempotency_key: str
    method: str
    path: str
    request_sha256: str
    payload_sha256: str | None
    verifies: UUID | None
    run_id: UUID | None
    worker: str
    started_at: datetime
    finished_at: datetime | None
    verdict: str | None
    why: str | None
    http_status: int | None
    response_headers: dict[str, Any] | None
    response_body: str | None
    remote_id: str | None
    remote_url: str | None
    read_back_hash: str | None
    differing: list[str] | None
    chain_seq: int
    hash: str
    # Whether the words of the answer can be read.
    answer: Fate


class ReceiptDetail(ReceiptOut):
    """With the bytes that went out, unless their key ended with a takedown."""

    request_body: str | None
    request: Fate


class ReceiptList(Out):
    """Receipts by target, newest first."""

    data: list[ReceiptOut]
    next_cursor: str | None
