"""Which bytes an address names, and whether they may be handed out right now."""

import hashlib
from collections import OrderedDict
from datetime import datetime
from time import monotonic
from typing import Generic, NoReturn, TypeVar
from uuid import UUID

from assets_api.delivery import queries
from assets_api.delivery.errors import MediaNotFoundError, MediaWithdrawnError
from assets_api.delivery.queries import Stored
from assets_api.delivery.shelf import Shelf
from assets_api.renditions.presets import AVIF, BY_NAME, FORMATS, WEBP, is_public
from assets_api.studio import restoring
from assets_api.studio.errors import RenditionNotReadyError
from assets_api.studio.service import RenditionUnknownError, Studio, VersionGoneError
from assets_api.studio.uses import Uses
from assets_api.studio.wanted import Wanted
from phohien import clock
from phohien.db import Database, ReadSession

LIVE_SECONDS = 1.0
MOST_REMEMBERED = 20_000
PAINTED = (*FORMATS, AVIF)
K = TypeVar("K")
V = TypeVar("V")


class Remembered(OrderedDict[K, V], Generic[K, V]):
    """The most recent entries, no more than a fixed number."""

    def keep(self, key: K, value: V) -> None:
        self[key] = value
        self.move_to_end(key)
        if len(self) > MOST_REMEMBERED:
            self.popitem(last=False)


class Counter:
    """Hands out renditions; remembers what cannot change, and for a second what can."""

    def __init__(self, database: Database, studio: Studio, shelf: Shelf) -> None:
        self._database, self._studio = database, studio
        self.shelf, self.uses = shelf, Uses(database)
        self._stored: Remembered[tuple[UUID, str, int, str], Stored] = Remembered()
        self._live: Remembered[UUID, float] = Remembered()
        self._heard = 0

    def look_again(self) -> None:
        """Something may have been withdrawn: nothing counts as live any more.

        Only the quickest way. Nobody is believed for longer than a second anyway.
        """
        self._heard += 1
        self._live.clear()

    def is_live(self, version_id: UUID) -> bool:
        """By what was seen within the last second."""
        return self._live.get(version_id, 0.0) >= monotonic()

    async def find(
        self,
        version_id: UUID,
        *,
        preset: str,
        epoch: int,
        form: str,
        by_link: bool = False,
    ) -> Stored:
        """Raises MediaNotFoundError; MediaWithdrawnError for what was public once.

        What is not made yet is made now; AVIF, which takes too long, is stood in for.
        """
        key = (version_id, preset, epoch, form)
        stored = self._stored.get(key) or await self._look_up(*key)
        if by_link:
            await self._check_here(version_id)
        elif not self.is_live(version_id):
            await self._check_live(version_id)
        if stored is None:
            if form == AVIF:
                return await self.find(
                    version_id, preset=preset, epoch=epoch, form=WEBP, by_link=by_link
                )
            stored, _ = await self._made(Wanted(*key))
        self._stored.keep(key, stored)
        if preset in BY_NAME:
            self.uses.note(version_id, preset, epoch)
        return stored

    async def whole(self, wanted: Wanted, stored: Stored) -> tuple[Stored, bytes]:
        """A small rendition; when its bytes are lost or damaged they are made again.

        Raises what `find` raises, and RenditionNotReadyError.
        """
        data = self.shelf.get(stored.sha256)
        if data is None:
            data = await self._studio.read(stored.sha256)
            if data is None:
                self._stored.pop((*wanted.key,), None)
                stored, data = await self._made(wanted)
            self.shelf.keep(stored.sha256, data)
        return stored, data

    async def miss(self, version_id: UUID) -> NoReturn:
        """Bytes that cannot be made from a source: the worker makes them again."""
        await restoring.ask(self._database, version_id, at=clock.now())
        raise RenditionNotReadyError

    async def _made(self, wanted: Wanted) -> tuple[Stored, bytes]:
        try:
            data = await self._studio.make(wanted)
        except RenditionUnknownError as error:
            raise MediaNotFoundError from error
        except VersionGoneError as error:
            raise MediaWithdrawnError from error
        sha256 = hashlib.sha256(data).hexdigest()
        # What is painted is handed out without a name of its own.
        stored = Stored(
            wanted.version_id, sha256, len(data), wanted.form, filename="", kind="image"
        )
        self.shelf.keep(sha256, data)
        return stored, data

    async def _look_up(
        self, version_id: UUID, preset: str, epoch: int, form: str
    ) -> Stored | None:
        """None for what can be made. Raises for what cannot."""
        if not is_public(preset):
            raise MediaNotFoundError
        async with self._database.reading() as session:
            stored = await queries.find_rendition(
                session, version_id, preset=preset, epoch=epoch, form=form
            )
            if stored is not None or (preset in BY_NAME and form in PAINTED):
                return stored
            if await queries.is_withdrawn(session, version_id):
                raise MediaWithdrawnError
        raise MediaNotFoundError

    async def _check_here(self, version_id: UUID) -> None:
        async with self._database.reading() as session:
            if await queries.is_withdrawn(session, version_id):
                raise MediaWithdrawnError

    async def _check_live(self, version_id: UUID) -> None:
        self._live.pop(version_id, None)
        heard = self._heard
        async with self._database.reading() as session:
            standing = await queries.standing_of(session, version_id)
        if standing is None:
            raise MediaNotFoundError
        if not standing.live:
            raise MediaWithdrawnError if standing.known else MediaNotFoundError
        if not standing.known:
            async with self._database.writing() as session:
                await queries.note_version_public(session, version_id, at=clock.now())
        if heard == self._heard:
            self._live.keep(version_id, monotonic() + LIVE_SECONDS)


async def find_original(session: ReadSession, version_id: UUID) -> Stored:
    """What was sent; the caller has made sure that the asker may have it."""
    return await queries.original_of(session, version_id)


async def note_public(database: Database, *, at: datetime) -> None:
    """What is shown now is remembered as public, even if nobody fetches it."""
    async with database.writing() as session:
        await queries.note_public(session, at=at)
