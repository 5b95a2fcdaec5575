"""One rendition, made once: whoever asks for it meanwhile waits for the same.

In a process they share one flight; between processes a lock of PostgreSQL lets one
paint, and the others find what it has stored. Nothing is decoded here.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import structlog
from sqlalchemy.exc import OperationalError

from assets_api.keeping import lock as keeping
from assets_api.looks import service as looks
from assets_api.metadata.statement import Statement
from assets_api.renditions import framing
from assets_api.renditions.presets import BY_NAME, MEZZANINE, PROOF
from assets_api.rights import service as rights
from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError
from assets_api.storage.store import Store
from assets_api.studio import queries, restoring
from assets_api.studio.errors import (
    RenditionNotReadyError,
    RenditionsBusyError,
    SourceLostError,
)
from assets_api.studio.painters.crew import (
    AT_ONCE,
    Order,
    Painter,
    PainterLostError,
    Painters,
    SourceUnreadableError,
)
from assets_api.studio.queries import Bytes, Source
from assets_api.studio.wanted import Wanted
from phohien import clock
from phohien.db import Database, ReadSession, WriteSession

MOST_WAITING = 32
log = structlog.get_logger()


class RenditionUnknownError(Exception):
    """There is no such rendition of this version, and there cannot be."""


class VersionGoneError(Exception):
    """It was withdrawn while it was being painted."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to paint, and what it can be painted from, the smallest first."""

    wanted: Wanted
    focal: framing.Focal
    mezzanine: Source
    sources: list[Source]
    said: Statement | None

    def order(self, source: Source) -> Order:
        return Order(
            preset=self.wanted.preset,
            format=self.wanted.form,
            focal=self.focal,
            source=source.format,
            width=self.mezzanine.width,
            height=self.mezzanine.height,
        )


class Studio:
    """Makes what is asked for; two at once, and no more than a number in waiting."""

    def __init__(self, database: Database, store: Store, painters: Painters) -> None:
        self._database, self._store, self._painters = database, store, painters
        self._flights: dict[Wanted, asyncio.Task[bytes]] = {}
        self.painted = 0
        self.cpu_ms = 0
        self.by_format: dict[str, int] = {}

    @classmethod
    @asynccontextmanager
    async def opened(
        cls,
        database: Database,
        store: Store,
        scratch: Path | None,
        *,
        at_once: int = AT_ONCE,
    ) -> AsyncGenerator[Self]:
        async with Painters.hired(scratch, at_once=at_once) as painters:
            yield cls(database, store, painters)

    @property
    def waiting(self) -> int:
        return len(self._flights)

    async def make(self, wanted: Wanted) -> bytes:
        """The bytes; they are stored, and there is a row that tells of them.

        Raises RenditionUnknownError, VersionGoneError, RenditionsBusyError,
        RenditionNotReadyError.
        """
        flight = self._flights.get(wanted)
        if flight is None:
            if len(self._flights) >= AT_ONCE + MOST_WAITING:
                raise RenditionsBusyError
            flight = asyncio.create_task(self._fly(wanted))
            self._flights[wanted] = flight
            flight.add_done_callback(lambda _: self._flights.pop(wanted, None))
        # Who goes away takes nothing from those who wait for the same.
        return await asyncio.shield(flight)

    async def _fly(self, wanted: Wanted) -> bytes:
        async with self._painters.free() as painter:
            try:
                async with self._database.writing() as session:
                    await queries.lock(session, wanted)
                    return await self._painted(session, painter, wanted)
            except SourceLostError as error:
                await restoring.ask(self._database, wanted.version_id, at=clock.now())
                raise RenditionNotReadyError from error
            except (PainterLostError, OperationalError) as error:
                raise RenditionsBusyError from error

    async def _painted(
        self, session: WriteSession, painter: Painter, wanted: Wanted
    ) -> bytes:
        sha256 = await queries.find(session, wanted)
        if sha256 is not None:
            data = await self.read(sha256)
            if data is not None:
                return data
            if await queries.is_promised(session, sha256):
                # The same bytes come from the original alone.
                raise SourceLostError
        plan = await _plan(session, wanted)
        data, size = await self._paint(painter, plan)
        if not await queries.hold_asset(session, wanted.version_id):
            raise VersionGoneError
        # What is put from here on is named by a row before anybody collects.
        await keeping.together(session)
        sha256 = hashlib.sha256(data).hexdigest()
        await self._store.put(keys.blob(sha256), data)
        made = Bytes(sha256, len(data), *size)
        await queries.replace(session, wanted, made, at=clock.now())
        return data

    async def read(self, sha256: str) -> bytes | None:
        """None when the bytes are not there, or are not those of this name."""
        try:
            data = await self._store.read(keys.blob(sha256))
        except ObjectMissingError:
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None

    async def _paint(
        self, painter: Painter, plan: Plan
    ) -> tuple[bytes, tuple[int, int]]:
        """From the smallest source that is sound. Raises SourceLostError."""
        for source in plan.sources:
            try:
                await self._fetch(source, painter.source)
                painted = await painter.paint(plan.order(source), plan.said)
            except (ObjectMissingError, SourceUnreadableError) as error:
                log.warning(
                    "source_lost",
                    version_id=str(plan.wanted.version_id),
                    source=source.preset,
                    error=type(error).__name__,
                )
                await restoring.ask(
                    self._database, plan.wanted.version_id, at=clock.now()
                )
                continue
            self._count(plan.wanted.form, painted.cpu_ms)
            data = await asyncio.to_thread(painter.target.read_bytes)
            return data, (painted.width, painted.height)
        raise SourceLostError

    async def _fetch(self, source: Source, path: Path) -> None:
        """Raises ObjectMissingError, also for bytes that are not the ones stored."""
        data = await self.read(source.sha256)
        if data is None:
            raise ObjectMissingError(source.sha256)
        await asyncio.to_thread(path.write_bytes, data)

    def _count(self, form: str, cpu_ms: int) -> None:
        self.painted += 1
        self.by_format[form] = self.by_format.get(form, 0) + cpu_ms


async def _plan(session: ReadSession, wanted: Wanted) -> Plan:
    """Raises RenditionUnknownError; SourceLostError when there is no source at all."""
    preset = BY_NAME.get(wanted.preset)
    face = await looks.face_at(session, wanted.version_id, wanted.epoch)
    if preset is None or face is None:
        raise RenditionUnknownError
    sources = await queries.sources_of(session, wanted.version_id)
    mezzanine = sources.get(MEZZANINE)
    if mezzanine is None:
        raise RenditionUnknownError
    usable = [mezzanine]
    proof = sources.get(PROOF)
    if proof and framing.from_proof(mezzanine.width, mezzanine.height, preset):
        usable.insert(0, proof)
    said = await rights.statement_at(session, wanted.version_id, wanted.epoch)
    return Plan(wanted, face.centre, mezzanine, usable, said)
