"""Parts of pictures, drawn by children of the studio: each once, a few at a time."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Self

from assets_api.cuts.order import Cut
from assets_api.delivery.shelf import Shelf
from assets_api.iiif.asking import Asked
from assets_api.iiif.folder import SourceFolder
from assets_api.iiif.service import Shown
from assets_api.scratch import working_folder
from assets_api.storage.errors import ObjectMissingError
from assets_api.studio.errors import RenditionNotReadyError, RenditionsBusyError
from assets_api.studio.painters.crew import (
    PainterLostError,
    Painters,
    SourceUnreadableError,
)
from assets_api.uploads.desk import Desk

MIB = 1 << 20
SHELF, DISK = 32 * MIB, 512 * MIB
AT_ONCE, MOST_WAITING = 2, 32


class Easel:
    """Remembers what it drew lately; who asks for the same meanwhile waits for it."""

    def __init__(self, painters: Painters, sources: SourceFolder) -> None:
        self._painters, self._sources = painters, sources
        self._shelf = Shelf(SHELF)
        self._flights: dict[str, asyncio.Task[bytes]] = {}
        self.drawn = 0

    @classmethod
    @asynccontextmanager
    async def opened(cls, desk: Desk) -> AsyncGenerator[Self]:
        with working_folder(desk.scratch) as folder:
            async with Painters.hired(desk.scratch, at_once=AT_ONCE) as painters:
                yield cls(painters, SourceFolder(desk.store, folder, DISK))

    async def draw(self, shown: Shown, asked: Asked) -> bytes:
        """Raises RenditionsBusyError, RenditionNotReadyError."""
        source, said = shown
        whole = (source.width, source.height)
        digest = said.digest if said else ""
        name = f"{source.sha256}/{digest}/{asked.canonical(whole)}"
        kept = self._shelf.get(name)
        if kept is not None:
            return kept
        flight = self._flights.get(name)
        if flight is None:
            if len(self._flights) >= AT_ONCE + MOST_WAITING:
                raise RenditionsBusyError
            flight = asyncio.create_task(self._fly(shown, asked))
            self._flights[name] = flight
            flight.add_done_callback(lambda _: self._flights.pop(name, None))
        # Who goes away takes nothing from those who wait for the same.
        data = await asyncio.shield(flight)
        self._shelf.keep(name, data)
        return data

    async def _fly(self, shown: Shown, asked: Asked) -> bytes:
        source = shown.source
        order = Cut(
            source=source.format,
            width=source.width,
            height=source.height,
            region=asked.region,
            size=(asked.width, asked.height),
            mirrored=asked.mirrored,
            rotation=asked.rotation,
            quality=asked.quality,
            format=asked.format,
        )
        async with self._painters.free() as painter:
            try:
                path = await self._sources.get(source.sha256)
                painter.source.unlink(missing_ok=True)
                painter.source.hardlink_to(path)
                await painter.paint(order, shown.said)
            except (ObjectMissingError, SourceUnreadableError) as error:
                raise RenditionNotReadyError from error
            except PainterLostError as error:
                raise RenditionsBusyError from error
            self.drawn += 1
            return await asyncio.to_thread(painter.target.read_bytes)
