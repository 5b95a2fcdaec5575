"""The container of XLS, and of workbooks with a password: an OLE compound file."""

import struct
from pathlib import Path

from content_api.spreadsheets.reading.errors import UnreadableError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above are marks, not sectors
_ENTRY = 128


class Compound:
    """Streams by name. Raises UnreadableError for what does not fit together."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        try:
            self._open()
        except (struct.error, IndexError) as exc:
            raise UnreadableError("damaged") from exc

    def _open(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self._data, 30)
        if shift not in {9, 12} or mini_shift != 6:  # noqa: PLR2004 -- the two sizes there are
            raise UnreadableError("damaged")
        self._size: int = 1 << shift
        directory, self._cutoff, mini, _, difat, count = struct.unpack_from(
            "<I4xIIIII", self._data, 48
        )
        tables = list(struct.unpack_from("<109I", self._data, 76))
        per = self._size // 4
        while difat < _END and count > 0:
            block = struct.unpack_from(f"<{per}I", self._data, self._at(difat))
            tables += block[:-1]
            difat, count = block[-1], count - 1
        self._fat: list[int] = []
        for sector in tables:
            if sector < _END:
                self._fat += struct.unpack_from(
                    f"<{per}I", self._data, self._at(sector)
                )
        self._entries = self._directory(self._chain(directory))
        root = next(iter(self._entries.values()))
        self._small = self._chain(root[0])[: root[1]]
        table = self._chain(mini) if mini < _END else b""
        self._mini_fat = struct.unpack(f"<{len(table) // 4}I", table)

    def _at(self, sector: int) -> int:
        return (sector + 1) * self._size

    def _chain(self, sector: int) -> bytes:
        pieces, left = [], len(self._fat) + 1
        while sector < _END and left:
            pieces.append(self._data[self._at(sector) : self._at(sector + 1)])
            sector, left = self._fat[sector], left - 1
        return b"".join(pieces)

    @staticmethod
    def _directory(data: bytes) -> dict[str, tuple[int, int]]:
        entries = {}
        for at in range(0, len(data), _ENTRY):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind == 0:
                continue
            name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le")
            start, size = struct.unpack_from("<II", data, at + 116)
            entries[name] = (start, size)
        if not entries:
            raise UnreadableError("damaged")
        return entries

    @property
    def names(self) -> set[str]:
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces, left = [], len(self._mini_fat) + 1
        while start < _END and left:
            pieces.append(self._small[start * 64 : start * 64 + 64])
            start, left = self._mini_fat[start], left - 1
        return b"".join(pieces)[:size]
