"""The one writer of an index. Everything here blocks: call it in a thread."""

import fcntl
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tantivy import Index, IndexWriter

from content_api.search.index import layout
from content_api.search.index.documents import Row, document, name_of
from content_api.search.index.places import Gazetteer
from content_api.search.index.standing import Standing, standing_of

MEBIBYTE = 1024 * 1024
# What is not yet on disk. One thread: a machine that serves has other work.
HEAP = 64 * MEBIBYTE


class Writing:
    """Holds the lock of the folder as long as it lives."""

    def __init__(self, folder: Path) -> None:
        """Raises BlockingIOError when another process writes there."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._lock = (folder.parent / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._begin(folder)
        except BaseException:
            self._lock.close()
            raise

    def _begin(self, folder: Path) -> None:
        self._index = _index_in(folder)
        self._schema = self._index.schema
        self._writer: IndexWriter = self._index.writer(HEAP, 1)

    def standing(self) -> Standing | None:
        self._index.reload()
        return standing_of(self._index.searcher(), self._schema)

    def clear(self) -> None:
        """Readers see what was there until the next commit."""
        self._writer.delete_all_documents()

    def remove(self, names: Iterable[tuple[str, str]]) -> None:
        for key, lang in names:
            self._writer.delete_documents_by_term("name", name_of(key, lang))

    def add(self, rows: Iterable[Row], gazetteer: Gazetteer) -> None:
        for row in rows:
            self._writer.add_document(document(row, gazetteer))

    def save(self, standing: Standing) -> None:
        """All or nothing, together with where the index now stands."""
        self._writer.delete_documents_by_term(layout.PLACE, layout.PLACE_KEY)
        self._writer.add_document(standing.document())
        # No transaction of a database: those end in db.py and nowhere else.
        end = self._writer.commit
        end()

    def close(self) -> None:
        """The lock goes last, so that somebody else may write."""
        try:
            with suppress(ValueError):
                self._writer.wait_merging_threads()
        finally:
            self._lock.close()


def _index_in(folder: Path) -> Index:
    """As it is; anew when there is none or nobody can read it."""
    if layout.exists(folder):
        try:
            index = layout.opened(folder)
            standing_of(index.searcher(), index.schema)
        except ValueError:
            pass
        else:
            return index
    return layout.create(folder)
