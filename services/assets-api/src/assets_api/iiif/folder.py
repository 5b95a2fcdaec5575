"""Sources on the disk of this machine, for they are read many times a page."""

import asyncio
from collections import OrderedDict
from pathlib import Path

from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError
from assets_api.storage.store import Store


class SourceFolder:
    """By hash; the one that was not used for longest goes when it is full."""

    def __init__(self, store: Store, folder: Path, most: int) -> None:
        self._store, self._folder, self._most = store, folder, most
        self._held: OrderedDict[str, int] = OrderedDict()
        self._coming: dict[str, asyncio.Task[Path]] = {}

    async def get(self, sha256: str) -> Path:
        """Raises ObjectMissingError."""
        if sha256 in self._held:
            self._held.move_to_end(sha256)
            return self._folder / sha256
        task = self._coming.get(sha256)
        if task is None:
            task = asyncio.create_task(self._fetch(sha256))
            self._coming[sha256] = task
            task.add_done_callback(lambda _: self._coming.pop(sha256, None))
        return await asyncio.shield(task)

    async def _fetch(self, sha256: str) -> Path:
        path, part = self._folder / sha256, self._folder / f"{sha256}.part"
        size = 0
        with part.open("wb") as file:
            async for chunk in self._store.stream(keys.blob(sha256)):
                size += file.write(chunk)
        if not size:
            raise ObjectMissingError(sha256)
        part.rename(path)
        self._held[sha256] = size
        while sum(self._held.values()) > self._most and len(self._held) > 1:
            oldest, _ = self._held.popitem(last=False)
            # Whoever works with it has a name of its own for it.
            (self._folder / oldest).unlink(missing_ok=True)
        return path
