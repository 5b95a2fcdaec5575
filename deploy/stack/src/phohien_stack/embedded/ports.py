"""Free ports on 127.0.0.1, below those the kernel lends to outgoing connections."""

import random
import socket
from collections.abc import Iterable

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


def free_port(taken: set[int], *, preferred: Iterable[int] = (), span: int = 0) -> int:
    """A free port; with `span` the one that far above is free as well."""
    candidates = [port for port in preferred if port]
    while True:
        port = (
            candidates.pop(0) if candidates else random.randint(LOWEST, HIGHEST)  # noqa: S311 -- not a secret
        )
        both = {port, port + span}
        if both.isdisjoint(taken) and all(is_free(each) for each in both):
            taken |= both
            return port
