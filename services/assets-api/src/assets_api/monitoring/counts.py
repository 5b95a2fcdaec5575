"""What one process of the API counts itself: an addition each."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from phohien.metrics import Figure, Inside, Row

PORT, PATIENCE = 3310, 1.0


@dataclass(slots=True)
class Counts:
    """Of uploads that come in over this process."""

    bytes_in: int = 0
    resumes: int = 0
    takeovers: int = 0
    checksum_failures: int = 0

    def figures(self) -> list[Inside]:
        return [
            _counter(
                "phohien_upload_bytes",
                "Bytes of files that came in.",
                lambda: self.bytes_in,
            ),
            _counter(
                "phohien_upload_resumes",
                "Senders that asked where to go on with a file they had begun.",
                lambda: self.resumes,
            ),
            _counter(
                "phohien_upload_takeovers",
                "Writers that lost an upload to a newer one.",
                lambda: self.takeovers,
            ),
            _counter(
                "phohien_upload_checksum_failures",
                "Pieces of files that had changed on their way.",
                lambda: self.checksum_failures,
            ),
        ]


def _counter(name: str, text: str, read: Callable[[], int]) -> Inside:
    return Inside(Figure(name, text, kind="counter"), lambda: [(read(),)])


def scanner(address: str) -> Inside:
    """Asked at the scrape; nothing is told where none is configured."""

    def rows() -> Iterator[Row]:
        if address:
            yield (1 if answers(address) else 0,)

    text = "1 when the virus scanner answers; told only where one is configured."
    return Inside(Figure("phohien_scanner_up", text), rows)


def answers(address: str) -> bool:
    where = urlsplit(address)
    try:
        if where.scheme == "unix":
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(PATIENCE)
            line.connect(where.path)
        else:
            line = socket.create_connection(
                (where.hostname or "", where.port or PORT), PATIENCE
            )
        with line:
            line.sendall(b"zPING\0")
            return line.recv(16).startswith(b"PONG")
    except OSError:
        return False
