"""Whole answers, the least recently used first to go."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable

from content_api.lane.kept.entries import Entry


class Shelf:
    """At most so many bytes; every answer stands under what it is about."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._by_subject: dict[str, set[Hashable]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> Entry | None:
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def put(self, key: Hashable, entry: Entry) -> None:
        before = self._entries.get(key)
        if entry.weight > self.most_bytes:
            if before is not None:
                self.remove(key)
            return
        if before is not None and before.about == entry.about:
            # It stands where it belongs already.
            self.bytes -= before.weight
        else:
            if before is not None:
                self.remove(key)
            for subject in entry.about:
                self._by_subject.setdefault(subject, set()).add(key)
        self._entries[key] = entry
        self._entries.move_to_end(key)
        self.bytes += entry.weight
        self._make_room()

    def weigh_again(self, key: Hashable, entry: Entry, before: int) -> None:
        """It has its compressed body now."""
        if self._entries.get(key) is entry:
            self.bytes += entry.weight - before
            self._make_room()

    def drop(self, subjects: Iterable[str]) -> None:
        for subject in subjects:
            for key in list(self._by_subject.get(subject, ())):
                self.remove(key)

    def remove(self, key: Hashable) -> None:
        entry = self._entries.pop(key)
        self.bytes -= entry.weight
        for subject in entry.about:
            keys = self._by_subject[subject]
            keys.discard(key)
            if not keys:
                del self._by_subject[subject]

    def clear(self) -> None:
        self._entries.clear()
        self._by_subject.clear()
        self.bytes = 0

    def _make_room(self) -> None:
        while self.bytes > self.most_bytes:
            self.remove(next(iter(self._entries)))
