"""One writer of one upload: from where it stands to the last byte that can be kept.

Order is what makes this safe: bytes to S3 first, then one commit that says so and is
refused when a newer writer has come. A crash between the two loses only what nobody
was told to be safe.
"""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterable
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

import structlog

from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError, StorageUnreachableError
from assets_api.streams.body import (
    AskedToStop,
    Beat,
    Cut,
    Event,
    Piece,
    Receive,
    events,
)
from assets_api.streams.flights import AT_ONCE, Flights
from assets_api.streams.spool import Spool
from assets_api.uploads import queries
from assets_api.uploads.desk import Desk
from assets_api.uploads.errors import (
    UploadChecksumMismatchError,
    UploadOffsetMismatchError,
    UploadPieceTooLargeError,
    UploadTakenOverError,
    UploadTooManyBytesError,
)
from assets_api.uploads.queue import defer_check
from assets_api.uploads.tables import Upload
from phohien import clock

WORTH_SAVING = 256 * 1024
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hashed:
    """The piece whose checksum was right: a part that is the same needs no second."""

    start: int
    length: int
    sha256: str

    def of(self, start: int, length: int) -> str:
        return self.sha256 if (start, length) == (self.start, self.length) else ""


class Writer:
    """Holds the fence `upload.fence`; `offset` is what this writer has committed."""

    def __init__(self, desk: Desk, upload: Upload, spool: Spool) -> None:
        self._desk = desk
        self._upload = upload
        self._spool = spool
        self._session_id = upload.s3_upload_id
        self._parts = (upload.received - upload.tail_bytes) // upload.part_size
        self._flights = Flights(desk.store.big)
        self._tail_key = upload.tail_key
        self._last_beat = asyncio.get_running_loop().time()
        self._hashed = Hashed(0, 0, "")
        self.offset = upload.received

    @property
    def _end(self) -> int:
        stored = self._parts * self._upload.part_size
        return stored + self._flights.length + len(self._spool)

    async def recover_tail(self) -> None:
        """What is less than a part waits in an object of its own."""
        if not self._tail_key:
            return
        try:
            async for chunk in self._desk.store.stream(self._tail_key):
                self._spool.add(chunk)
        except ObjectMissingError:
            await self._rewind()
        if len(self._spool) != self._upload.tail_bytes:
            await self._rewind()

    async def _rewind(self) -> None:
        """The store lost a tail: go back to the last whole part and say so."""
        whole = self._parts * self._upload.part_size
        log.error("tail_lost", upload_id=str(self._upload.id), back_to=whole)
        await self._commit(received=whole, tail_key="", tail_bytes=0)
        raise UploadOffsetMismatchError(whole)

    async def _start_over(self) -> NoReturn:
        """The store has given all parts up: nothing of the file is left there."""
        log.error("parts_lost", upload_id=str(self._upload.id))
        await self._commit(
            parts_lost=True, received=0, s3_upload_id="", tail_key="", tail_bytes=0
        )
        raise UploadOffsetMismatchError(0)

    async def receive(
        self, body: Receive, digest: bytes | None, *, stop: asyncio.Event
    ) -> None:
        """Until the body ends or the line is cut; what arrived whole is kept."""
        happening = events(body, pace=self._desk.limits.pace, stop=stop)
        try:
            if digest is None:
                await self._receive_plain(happening)
            else:
                await self._receive_checked(happening, digest)
            await self.save_tail(last=True)
        finally:
            await self._flights.abandon()
        if digest is None and stop.is_set() and self.offset < self._upload.size:
            raise UploadTakenOverError

    async def _receive_plain(self, happening: AsyncIterable[Event]) -> None:
        async for event in happening:
            if isinstance(event, Piece):
                await self.accept(event.data)
            if self._end == self._upload.size:
                return
            await self._beat(idle=not isinstance(event, Piece))

    async def _receive_checked(
        self, happening: AsyncIterable[Event], digest: bytes
    ) -> None:
        """A piece with a checksum counts as a whole or not at all."""
        most, running = self._desk.limits.checksum_piece, hashlib.sha256()
        with Spool(self._desk.room, self._desk.scratch) as waiting:
            async for event in happening:
                match event:
                    case Piece(data):
                        running.update(data)
                        waiting.add(data)
                        self._refuse_excess(len(waiting), most)
                    case AskedToStop():
                        raise UploadTakenOverError
                    case Cut():
                        return
                    case Beat():
                        pass
                await self._beat(idle=False)
            if not hmac.compare_digest(running.digest(), digest):
                self._desk.counts.checksum_failures += 1
                raise UploadChecksumMismatchError(self.offset)
            self._hashed = Hashed(self._end, len(waiting), digest.hex())
            for chunk in waiting.chunks():
                await self.accept(chunk)

    def _refuse_excess(self, more: int, most: int | None = None) -> None:
        if self._end + more > self._upload.size:
            raise UploadTooManyBytesError(self._upload.size)
        if most is not None and more > most:
            raise UploadPieceTooLargeError(most)

    async def accept(self, data: bytes) -> None:
        self._refuse_excess(len(data))
        self._desk.counts.bytes_in += len(data)
        self._spool.add(data)
        while len(self._spool) >= self._upload.part_size or (
            len(self._spool) and self._end == self._upload.size
        ):
            await self._send_part()

    async def _send_part(self) -> None:
        """The next part takes off as soon as there is room for it."""
        await self._begin()
        number = self._parts + len(self._flights) + 1
        await self._flights.take_off(self._load, partial(self._put, number))
        await self._land(AT_ONCE - 1)

    def _load(self) -> bytes:
        data = self._spool.peek(self._upload.part_size)
        self._spool.drop(len(data))
        return data

    async def _put(self, number: int, data: bytes) -> str:
        """The part's ETag."""
        upload = self._upload
        known = self._hashed.of((number - 1) * upload.part_size, len(data))
        part = await self._desk.store.put_part(
            keys.arriving(upload.id), self._session_id, number, data, sha256=known
        )
        return part.etag

    async def _land(self, most: int = 0) -> None:
        """Commit what S3 has, in order, until no more than so many are under way."""
        while self._flights.is_due(most):
            try:
                length, etag = await self._flights.first()
            except ObjectMissingError:
                await self._start_over()
            number, old_tail = self._parts + 1, self._tail_key
            received = self._parts * self._upload.part_size + length
            await self._commit(
                part=(number, etag), received=received, tail_key="", tail_bytes=0
            )
            self._flights.landed()
            self._parts = number
            await self._forget(old_tail)

    async def _begin(self) -> None:
        if self._session_id:
            return
        key = keys.arriving(self._upload.id)
        self._session_id = await self._desk.store.begin(key)
        await self._commit(s3_upload_id=self._session_id)

    async def save_tail(self, *, last: bool = False) -> None:
        """Acknowledge what is less than a part, under a key nobody else writes.

        The last time, this writer also gives its lease back.
        """
        await self._land()
        # The last part may be short: of a whole file no tail is left.
        if self.offset == self._upload.size or self._end <= self.offset:
            return
        key = keys.tail(self._upload.id, self._upload.fence, self._end)
        async with self._desk.store.big:
            data = self._spool.peek(len(self._spool))
            await self._desk.store.put(key, data)
        old_tail = self._tail_key
        try:
            lease: dict[str, Any] = {"lease_until": None} if last else {}
            await self._commit(
                received=self._end, tail_key=key, tail_bytes=len(data), **lease
            )
        except UploadTakenOverError:
            await self._forget(key)
            raise
        await self._forget(old_tail)

    async def _beat(self, *, idle: bool) -> None:
        """Every few seconds: keep the lease, and keep what a slow line has brought."""
        now = asyncio.get_running_loop().time()
        if now - self._last_beat < self._desk.limits.pace.beat and not idle:
            return
        self._last_beat = now
        fresh = self._end - self.offset
        if fresh >= WORTH_SAVING or (idle and fresh > 0):
            await self.save_tail()
        else:
            await self._commit()

    async def _commit(
        self,
        *,
        part: tuple[int, str] | None = None,
        parts_lost: bool = False,
        **values: Any,
    ) -> None:
        """Raises UploadTakenOverError when this writer is no longer the latest."""
        upload, at = self._upload, clock.now()
        received = values.get("received", self.offset)
        whole = received == upload.size
        values = {"updated_at": at, "lease_until": at + queries.LEASE} | values
        if received != self.offset:
            values["expires_at"] = at + self._desk.limits.lifetime
        if whole:
            values |= {"state": "received", "lease_until": None}
        async with self._desk.database.writing() as session:
            mine = session, upload.id, upload.fence
            if not (
                await queries.change_as_writer(*mine, **values)
                if part is None
                else await queries.add_part(*mine, part, **values)
            ):
                raise UploadTakenOverError
            if parts_lost:
                await queries.forget_parts(session, upload.id)
            if whole:
                await defer_check(session, upload.id)
        self.offset = received
        self._tail_key = values.get("tail_key", self._tail_key)

    async def _forget(self, key: str) -> None:
        if not key:
            return
        try:
            await self._desk.store.delete(key)
        except StorageUnreachableError:
            # The sweep after the upload's end removes everything under its prefix.
            log.info("tail_left_behind", upload_id=str(self._upload.id))
