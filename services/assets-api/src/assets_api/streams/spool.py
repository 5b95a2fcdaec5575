"""Bytes on their way to S3: a little of all in memory, the rest on disk, nameless.

Lines are slow and many, so what they hold must not count as memory; but a quick line
needs no disk for what leaves again at once.
"""

import errno
import tempfile
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from assets_api.streams.errors import UploadDiskFullError

CHUNK = 1 << 20
MEMORY = 32 * 1024 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Room:
    """Memory that all spools of a process share."""

    def __init__(self, size: int = MEMORY) -> None:
        self._free = size

    def take(self, size: int) -> bool:
        if size > self._free:
            return False
        self._free -= size
        return True

    def give_back(self, size: int) -> None:
        self._free += size


class Spool:
    """A queue of bytes: written at the end, taken from the front.

    What is in memory stands before what is on disk.
    """

    def __init__(self, room: Room, folder: Path | None = None) -> None:
        self._room = room
        self._quick: deque[bytes] = deque()
        self._held = 0
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 -- closed by __exit__
        self._start = 0
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._room.give_back(self._held)
        self._quick.clear()
        self._held = 0
        self._file.close()

    def __len__(self) -> int:
        return self._held + self._end - self._start

    def add(self, data: bytes) -> None:
        if self._start == self._end and self._room.take(len(data)):
            self._quick.append(data)
            self._held += len(data)
            return
        try:
            self._write(data)
        except OSError as error:
            if error.errno in FULL:
                raise UploadDiskFullError from error
            raise

    def _write(self, data: bytes) -> None:
        self._file.seek(self._end)
        view = memoryview(data)
        while view:
            written = self._file.write(view) or 0
            self._end += written
            view = view[written:]

    def peek(self, length: int) -> bytes:
        quick = self._front(length)
        left = min(length, len(self)) - len(quick)
        if not left:
            return quick
        self._file.seek(self._start)
        return quick + (self._file.read(left) or b"")

    def _front(self, length: int) -> bytes:
        wanted, size = 0, 0
        for data in self._quick:
            if size >= length:
                break
            wanted, size = wanted + 1, size + len(data)
        front = b"".join(islice(self._quick, wanted))
        return front if size <= length else front[:length]

    def drop(self, length: int) -> None:
        """Forget the front; an empty spool gives its space back."""
        length -= self._drop_quick(length)
        self._start += length
        if self._start == self._end and self._start:
            self._file.truncate(0)
            self._start = self._end = 0

    def _drop_quick(self, length: int) -> int:
        dropped = 0
        while self._quick and dropped < length:
            data = self._quick.popleft()
            gone = min(len(data), length - dropped)
            if gone < len(data):
                self._quick.appendleft(data[gone:])
            dropped += gone
        self._held -= dropped
        self._room.give_back(dropped)
        return dropped

    def chunks(self) -> Iterator[bytes]:
        """Everything, taken out piece by piece."""
        while len(self):
            data = self._quick[0] if self._quick else self.peek(CHUNK)
            self.drop(len(data))
            yield data
