"""The body of a request as events: bytes, a beat of the clock, the end, a cut."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Piece:
    data: bytes


@dataclass(frozen=True, slots=True)
class Beat:
    """Nothing arrived for a while; `idle` says for how many seconds."""

    idle: float


@dataclass(frozen=True, slots=True)
class Cut:
    """The line went down, or stayed silent too long, before the body was whole."""


Event = Piece | Beat | Cut


async def events(
    receive: Receive, *, beat: float, patience: float
) -> AsyncGenerator[Event]:
    """Until the body ends. A half-open connection is given up after `patience`."""
    loop = asyncio.get_running_loop()
    pending: asyncio.Future[MutableMapping[str, Any]] | None = None
    last = loop.time()
    try:
        while True:
            pending = pending or asyncio.ensure_future(receive())
            done, _ = await asyncio.wait({pending}, timeout=beat)
            if not done:
                idle = loop.time() - last
                yield Cut() if idle >= patience else Beat(idle)
                if idle >= patience:
                    return
                continue
            message, pending, last = pending.result(), None, loop.time()
            if message["type"] == "http.disconnect":
                yield Cut()
                return
            if data := message.get("body", b""):
                yield Piece(data)
            if not message.get("more_body", False):
                return
    finally:
        if pending is not None:
            pending.cancel()
