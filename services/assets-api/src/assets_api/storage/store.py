"""The awaitable half: the same calls in threads of their own, bounded."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Self, TypeVar
from uuid import uuid4

from assets_api.storage.abilities.probing import Probe, set_backstop
from assets_api.storage.direct import DirectParts, JoinedPart, SentPart
from assets_api.storage.listing import Listed, Listing, Unfinished
from assets_api.storage.locks import Lock, Locks
from assets_api.storage.objects import Head, Objects, StoredPart
from phohien.settings import S3Settings

T = TypeVar("T")
THREADS = 24
READ = 256 * 1024
BIG_AT_ONCE = 4
"""Parts held in memory at the same moment, each of 8 MiB."""


class Store:
    """Blocking S3 calls never touch the event loop, nor FastAPI's own threads."""

    def __init__(self, objects: Objects, threads: ThreadPoolExecutor) -> None:
        self._objects = objects
        self._direct = DirectParts(objects)
        self._listing = Listing(objects)
        self._threads = threads
        self.big = asyncio.Semaphore(BIG_AT_ONCE)
        # Until `probe` has looked, bytes are promoted by writing what was hashed.
        self.copies_safely = False

    @classmethod
    @asynccontextmanager
    async def connect(cls, settings: S3Settings) -> AsyncGenerator[Self]:
        objects = Objects(settings)
        threads = ThreadPoolExecutor(THREADS, thread_name_prefix="s3")
        try:
            yield cls(objects, threads)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            objects.close()

    async def _run(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def ensure_bucket(self) -> None:
        await self._run(self._objects.ensure_bucket)

    async def probe(self) -> None:
        """Asked once at the start of a worker: what this S3 can be trusted with."""
        key = f"probe/{uuid4()}"
        self.copies_safely = await self._run(
            partial(self._objects.copies_only_the_same, key)
        )

    async def capabilities(self) -> dict[str, bool]:
        """Everything that stores differ in, tried; a moment's work."""
        probe = Probe(self._objects, f"probe/{uuid4()}")
        return await self._run(probe.results)

    async def set_backstop(self, *, days: int) -> bool:
        return await self._run(partial(set_backstop, self._objects, days=days))

    async def locks_possible(self) -> bool:
        """Whether this store refuses to delete what it is told to keep."""
        return await self._run(Locks(self._objects).is_possible)

    async def lock(self, key: str, lock: Lock) -> None:
        await self._run(partial(Locks(self._objects).put, key, lock))

    async def unlock(self, key: str) -> None:
        await self._run(partial(Locks(self._objects).drop, key))

    async def begin(self, key: str) -> str:
        return await self._run(partial(self._objects.begin, key))

    async def put_part(
        self, key: str, upload: str, number: int, data: bytes, *, sha256: str = ""
    ) -> StoredPart:
        call = partial(self._objects.put_part, key, upload, number, data, sha256=sha256)
        return await self._run(call)

    async def complete(
        self, key: str, upload: str, parts: Sequence[StoredPart]
    ) -> None:
        await self._run(partial(self._objects.complete, key, upload, parts))

    async def abort(self, key: str, upload: str) -> None:
        await self._run(partial(self._objects.abort, key, upload))

    async def put(self, key: str, data: bytes) -> None:
        await self._run(partial(self._objects.put, key, data))

    async def put_file(self, key: str, path: Path) -> None:
        await self._run(partial(self._objects.put_file, key, path))

    async def head(self, key: str) -> Head | None:
        return await self._run(partial(self._objects.head, key))

    async def copy_if_same(self, source: str, etag: str, target: str) -> None:
        await self._run(partial(self._objects.copy_if_same, source, etag, target))

    async def delete(self, key: str) -> None:
        await self._run(partial(self._objects.delete, key))

    async def delete_all(self, prefix: str) -> int:
        return await self._run(partial(self._objects.delete_all, prefix))

    async def page(self, prefix: str, after: str) -> list[Listed]:
        return await self._run(partial(self._listing.page, prefix, after))

    async def whole(self, prefix: str) -> list[Listed]:
        return await self._run(partial(self._listing.whole, prefix))

    async def tops(self) -> list[str]:
        return await self._run(self._listing.tops)

    async def unfinished(self, after: Unfinished | None) -> list[Unfinished]:
        return await self._run(partial(self._listing.unfinished, after))

    async def parts(self, key: str, upload: str) -> dict[int, str]:
        return await self._run(partial(self._listing.parts, key, upload))

    async def begin_direct(self, key: str) -> str:
        return await self._run(partial(self._direct.begin, key))

    async def sent(self, key: str, upload: str) -> dict[int, SentPart]:
        return await self._run(partial(self._direct.sent, key, upload))

    async def join(
        self, key: str, upload: str, parts: Mapping[int, JoinedPart]
    ) -> None:
        await self._run(partial(self._direct.join, key, upload, parts))

    async def stream(
        self, key: str, *, offset: int = 0, length: int = 0
    ) -> AsyncGenerator[bytes]:
        """The bytes in pieces; the connection is given back however this ends."""
        response = await self._run(partial(self._objects.open, key, offset, length))
        whole = False
        try:
            while chunk := await self._run(partial(self._objects.read, response, READ)):
                yield chunk
            whole = True
        finally:
            # Not awaited: an abandoned generator may no longer wait for anything.
            self._threads.submit(self._objects.release, response, whole=whole)

    async def read(self, key: str) -> bytes:
        """A small object, whole, in one go."""
        return await self._run(partial(self._objects.whole, key))
