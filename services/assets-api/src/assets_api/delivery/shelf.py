"""The bytes of small renditions that were asked for lately, kept in the process."""

from collections import OrderedDict

MOST_OF_ONE = 1 << 20


class Shelf:
    """By hash, so that nothing on it can be out of date; no more than so many bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._held = most, 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, sha256: str) -> bytes | None:
        data = self._kept.get(sha256)
        if data is not None:
            self._kept.move_to_end(sha256)
        return data

    def keep(self, sha256: str, data: bytes) -> None:
        if sha256 in self._kept or len(data) > min(MOST_OF_ONE, self._most):
            return
        self._kept[sha256] = data
        self._held += len(data)
        while self._held > self._most:
            _, dropped = self._kept.popitem(last=False)
            self._held -= len(dropped)
