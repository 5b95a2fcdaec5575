"""The body of a request as events: bytes, a beat, a cut, a wish to stop."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Message = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    data: bytes


@dataclass(frozen=True, slots=True)
class Beat:
    """Nothing arrived for a while."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The line went down, or stayed silent too long, before the body was whole."""


@dataclass(frozen=True, slots=True)
class AskedToStop:
    """A newer request wants to go on from here."""


Event = Piece | Beat | Cut | AskedToStop


@dataclass(frozen=True, slots=True)
class Pace:
    """A beat each `beat` seconds of silence; after `patience` the line is cut."""

    beat: float
    patience: float


async def events(
    receive: Receive, *, pace: Pace, stop: asyncio.Event
) -> AsyncGenerator[Event]:
    """Until the body ends, the line is cut, or `stop` is set."""
    loop = asyncio.get_running_loop()
    asked: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
    pending: asyncio.Future[Any] | None = None
    last = loop.time()
    try:
        while True:
            pending = pending or asyncio.ensure_future(receive())
            await asyncio.wait(
                {pending, asked}, timeout=pace.beat, return_when="FIRST_COMPLETED"
            )
            if pending.done():
                event, more = _read(pending.result())
                pending, last = None, loop.time()
            elif asked.done():
                event, more = AskedToStop(), False
            else:
                more = loop.time() - last < pace.patience
                event = Beat() if more else Cut()
            yield event
            if not more:
                return
    finally:
        asked.cancel()
        if pending is not None:
            pending.cancel()


def _read(message: Message) -> tuple[Event, bool]:
    """What a message brings, and whether more follows."""
    if message["type"] == "http.disconnect":
        return Cut(), False
    return Piece(message.get("body", b"")), bool(message.get("more_body", False))
