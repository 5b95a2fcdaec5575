"""Where the payloads of a plan lie until somebody looks at one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import Any
from weakref import finalize

from typing_extensions import override

from asean_sync.planning.wishes import Wish

# Beyond so many bytes they lie in a file without a name, not in memory.
IN_MEMORY = 32 << 20


class Shelf:
    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- see below
        # The last plan that has it closes it.
        finalize(self, self._file.close)
        self._end = 0
        self._last: tuple[int, dict[str, Any]] = (-1, {})

    def laid(self, wish: Wish) -> Wish:
        text = json.dumps(dict(wish.payload), ensure_ascii=False).encode()
        place, self._end = self._end, self._end + len(text)
        self._file.seek(place)
        self._file.write(text)
        return replace(wish, payload=Laid(self, place, len(text)))

    def text(self, place: int, length: int) -> bytes:
        self._file.seek(place)
        return self._file.read(length)

    def opened(self, place: int, length: int) -> dict[str, Any]:
        """The last one is at hand: who looks at it takes one field after another."""
        if self._last[0] != place:
            self._last = (place, json.loads(self.text(place, length)))
        return self._last[1]


class Laid(Mapping[str, Any]):
    """A payload on the shelf."""

    __slots__ = ("_length", "_place", "_shelf")

    def __init__(self, shelf: Shelf, place: int, length: int) -> None:
        self._shelf = shelf
        self._place = place
        self._length = length

    @override
    def __getitem__(self, name: str) -> Any:
        return self._shelf.opened(self._place, self._length)[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf.opened(self._place, self._length))

    @override
    def __len__(self) -> int:
        return len(self._shelf.opened(self._place, self._length))
