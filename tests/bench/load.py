"""A closed loop of keep-alive connections on raw sockets: each waits, then asks again.

It reads only what it needs of an answer (status, length), so that on a machine where
it shares the processors with the server it takes as little of them as it can.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from time import perf_counter

CONNECTIONS = 32
END = b"\r\n\r\n"
LENGTH = b"content-length: "


@dataclass
class Counted:
    """What came back in one measurement."""

    seconds: float = 0.0
    statuses: dict[bytes, int] = field(default_factory=dict)
    bytes: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return len(self.waits)

    @property
    def rate(self) -> float:
        return self.answers / self.seconds

    def wait(self, share: float) -> float:
        """Milliseconds that this share of the answers took at most."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class Asker(asyncio.Protocol):
    """One connection. It counts into `counted` until told to stop."""

    def __init__(self, requests, counted: Counted) -> None:
        self._requests, self._counted = requests, counted
        self._buffer = bytearray()
        self._asked = 0.0
        self._transport: asyncio.Transport | None = None
        self.asking = True
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport) -> None:
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(END)
        if end < 0:
            return
        whole = end + len(END) + self._length(end)
        if len(self._buffer) < whole:
            return
        self._count(whole)
        if self.asking:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(exc)

    def _length(self, end: int) -> int:
        at = self._buffer.find(LENGTH, 0, end)
        if at < 0:
            at = self._buffer.find(LENGTH.title(), 0, end)
        if at < 0:
            return 0
        return int(self._buffer[at + len(LENGTH) : self._buffer.find(b"\r", at)])

    def _count(self, whole: int) -> None:
        status = bytes(self._buffer[9:12])
        counted = self._counted
        counted.statuses[status] = counted.statuses.get(status, 0) + 1
        counted.bytes += whole
        counted.waits.append(perf_counter() - self._asked)
        del self._buffer[:whole]

    def _ask(self) -> None:
        self._asked = perf_counter()
        self._transport.write(next(self._requests))


@dataclass(frozen=True)
class Request:
    """A GET, and its bytes on the wire."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def bytes(self, **more: str) -> bytes:
        headers = {"host": "bench", **self.headers}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"GET {self.path} HTTP/1.1\r\n{lines}\r\n".encode()


async def measure(
    ports: Sequence[int], requests: list[bytes], seconds: float
) -> Counted:
    """Every request in turn, over all connections, for so long."""
    loop = asyncio.get_running_loop()
    counted, askers, endless = Counted(), [], cycle(requests)
    began = perf_counter()
    for number in range(CONNECTIONS):
        port = ports[number % len(ports)]
        _, asker = await loop.create_connection(
            lambda: Asker(endless, counted), "127.0.0.1", port
        )
        askers.append(asker)
    await asyncio.sleep(seconds)
    for asker in askers:
        asker.asking = False
    counted.seconds = perf_counter() - began
    lost = [error for error in await asyncio.gather(*(a.done for a in askers)) if error]
    if lost:
        message = f"{len(lost)} connections broke: {lost[0]!r}"
        raise RuntimeError(message)
    return counted
