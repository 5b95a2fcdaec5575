"""Bytes on their way to S3, on disk without a name: slow lines cost no memory."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

CHUNK = 1 << 20


class Spool:
    """A queue of bytes: written at the end, taken from the front."""

    def __init__(self, folder: Path | None = None) -> None:
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
        self._file.close()

    def __len__(self) -> int:
        return self._end - self._start

    def add(self, data: bytes) -> None:
        self._file.seek(self._end)
        view = memoryview(data)
        while view:
            written = self._file.write(view) or 0
            self._end += written
            view = view[written:]

    def peek(self, length: int) -> bytes:
        self._file.seek(self._start)
        return self._file.read(min(length, len(self))) or b""

    def drop(self, length: int) -> None:
        """Forget the front; an empty spool gives its space back."""
        self._start += length
        if self._start == self._end:
            self._file.truncate(0)
            self._start = self._end = 0

    def chunks(self) -> Iterator[bytes]:
        """Everything, taken out piece by piece."""
        while data := self.peek(CHUNK):
            self.drop(len(data))
            yield data
