"""The index as one process reads it: mapped into memory, replaced when it moved."""

import os
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from tantivy import Index, Query, Schema, Searcher

from content_api.search.index import layout
from content_api.search.index.standing import Standing, standing_of

Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """One state of the index: it stays the same however the files go on."""

    searcher: Searcher
    schema: Schema
    standing: Standing
    # The first moment, in seconds, at which something in it expires.
    first_end: float | None

    @property
    def expires(self) -> bool:
        return self.first_end is not None


class Reader:
    """One a process; `opened` blocks for some milliseconds when the index moved."""

    def __init__(self, where: Path) -> None:
        self._folder = layout.folder_in(where)
        self._index: Index | None = None
        self._seen: Signature | None = None
        self._opened: Opened | None = None
        self._lock = Lock()

    def moved(self) -> bool:
        """Whether the files are others than those opened: one look at one file."""
        return self._signature() != self._seen

    def last(self) -> Opened | None:
        return self._opened

    def open(self) -> Opened | None:
        """The present state; None while there is none, or nobody can read it."""
        with self._lock:
            return self._open()

    def _open(self) -> Opened | None:
        seen = self._signature()
        if seen == self._seen:
            return self._opened
        try:
            self._opened = None if seen is None else self._look()
        except (ValueError, OSError):
            # Broken, or thrown away while it was being opened: as if there were none.
            self._index = self._opened = None
            self._seen = None
            return None
        self._seen = seen
        return self._opened

    def _look(self) -> Opened | None:
        if self._index is None:
            self._index = layout.opened(self._folder)
        try:
            self._index.reload()
        except ValueError:
            self._index = layout.opened(self._folder)
        searcher, schema = self._index.searcher(), self._index.schema
        standing = standing_of(searcher, schema)
        if standing is None:
            return None
        found = searcher.aggregate(
            Query.all_query(), {"first": {"min": {"field": "ends"}}}
        )
        return Opened(searcher, schema, standing, found["first"]["value"])

    def _signature(self) -> Signature | None:
        try:
            now = os.stat(self._folder / "meta.json")  # noqa: PTH116 -- asked at every search
        except OSError:
            return None
        return now.st_ino, now.st_mtime_ns, now.st_size
