"""The body of a request as events: bytes, a beat, a cut, a wish to stop."""

import asyncio
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Iterator,
    MutableMapping,
)
from contextlib import contextmanager
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
    last, more = loop.time(), True
    with _hurried(stop) as hurry:
        while not stop.is_set():
            message = await hurry.next(receive, pace.beat)
            if message is not None:
                last = loop.time()
                event, more = _read(message)
                yield event
            elif not stop.is_set():
                more = loop.time() - last < pace.patience
                yield Beat() if more else Cut()
            if not more:
                return
        yield AskedToStop()


class _Hurry:
    """A wait that a wish to stop ends at once."""

    def __init__(self) -> None:
        self._limit: asyncio.Timeout | None = None

    async def next(self, receive: Receive, seconds: float) -> Message | None:
        """None: nothing came. A `receive` that is interrupted has taken nothing.

        No task and no future for each of thousands of pieces.
        """
        try:
            async with asyncio.timeout(seconds) as self._limit:
                return await receive()
        except TimeoutError:
            return None
        finally:
            self._limit = None

    def end(self, _: object) -> None:
        if self._limit is not None:
            self._limit.reschedule(asyncio.get_running_loop().time())


@contextmanager
def _hurried(stop: asyncio.Event) -> Iterator[_Hurry]:
    hurry = _Hurry()
    asked = asyncio.ensure_future(stop.wait())
    asked.add_done_callback(hurry.end)
    try:
        yield hurry
    finally:
        asked.remove_done_callback(hurry.end)
        asked.cancel()


def _read(message: Message) -> tuple[Event, bool]:
    """What a message brings, and whether more follows."""
    if message["type"] == "http.disconnect":
        return Cut(), False
    return Piece(message.get("body", b"")), bool(message.get("more_body", False))
