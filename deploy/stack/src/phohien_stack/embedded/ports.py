"""Free ports on 127.0.0.1, below those the kernel lends to outgoing connections."""

import fcntl
import os
import random
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

LOWEST, HIGHEST = 12_000, 21_999
GRPC_OFFSET = 10_000


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # A port whose last connections are in TIME_WAIT can be listened on.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Ports:
    """Hands out ports, and keeps other stacks of this user off them until closed.

    Between the choice and the moment a server listens there are seconds in which a
    second stack would see the same port free.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.gettempdir()) / f"phohien-ports-{os.geteuid()}"
        self._held: dict[int, IO[str]] = {}

    def free(self, *, preferred: Iterable[int] = (), span: int = 0) -> int:
        """A free port; with `span` the one that far above is free as well."""
        candidates = [port for port in preferred if port]
        while True:
            port = (
                candidates.pop(0) if candidates else random.randint(LOWEST, HIGHEST)  # noqa: S311 -- not a secret
            )
            if all(self._take(each) for each in sorted({port, port + span})):
                return port

    def close(self) -> None:
        for file in self._held.values():
            file.close()
        self._held.clear()

    def _take(self, port: int) -> bool:
        if port in self._held:
            return False
        self._folder.mkdir(mode=0o700, exist_ok=True)
        file = (self._folder / str(port)).open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        if not is_free(port):
            file.close()
            return False
        self._held[port] = file
        return True
