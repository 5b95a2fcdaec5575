"""Pictures of pages, made when the first reader asks: once, a few at the same time.

One process draws a group of pages, by a lease in its row; whoever else wants one of
them waits for the rows it writes.
"""

import asyncio
from pathlib import Path
from typing import Literal
from uuid import UUID

import structlog

from assets_api.formats.errors import RefusedError
from assets_api.inspection import sandbox
from assets_api.inspection.report import Renditions
from assets_api.inspection.sandbox import NoVerdictError, Subject
from assets_api.keeping import lock as keeping
from assets_api.pages import queries
from assets_api.pages.errors import PageNotDrawnError, PagesBusyError
from assets_api.pages.queries import Picture
from assets_api.produce.files import measured
from assets_api.renditions.papers import FORMATS, SHEET, group_of
from assets_api.renditions.presets import EPOCH
from assets_api.scratch import working_folder
from assets_api.storage import keys
from assets_api.uploads.desk import Desk
from phohien import clock

AT_ONCE, MOST_WAITING = 2, 32
PATIENCE, LOOK_AGAIN = 20.0, 0.15
Group = tuple[UUID, int]
Result = Literal["drawn", "in part", "failed"]
log = structlog.get_logger()


class Drawer:
    """One a process: no more children than slots, no more readers waiting than fit."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._running: dict[Group, asyncio.Task[None]] = {}
        self._waiting = 0

    async def picture(self, version_id: UUID, number: int, size: str) -> Picture:
        """The caller has made sure that the version is public and has the page.

        Raises PagesBusyError, PageNotDrawnError.
        """
        found = await self._find(version_id, number, size)
        if found is None:
            await self._drawn(version_id, number)
            found = await self._find(version_id, number, size)
        if found is None:
            raise PageNotDrawnError
        return found

    async def _find(self, version_id: UUID, number: int, size: str) -> Picture | None:
        async with self._desk.database.reading() as session:
            return await queries.find_picture(
                session, version_id, f"{size}{number}", FORMATS[size]
            )

    async def _drawn(self, version_id: UUID, number: int) -> None:
        if self._waiting >= MOST_WAITING:
            raise PagesBusyError
        group = (version_id, group_of(number)[0])
        task = self._running.get(group)
        if task is None:
            task = asyncio.create_task(self._draw(*group, number))
            self._running[group] = task
            task.add_done_callback(lambda _: self._running.pop(group, None))
        self._waiting += 1
        try:
            # A reader who goes away takes nothing from those who stay.
            await asyncio.wait_for(asyncio.shield(task), PATIENCE)
        except TimeoutError as error:
            raise PagesBusyError from error
        finally:
            self._waiting -= 1

    async def _draw(self, version_id: UUID, first: int, number: int) -> None:
        while not await self._claimed(version_id, first):
            if await self._find(version_id, number, SHEET) is not None:
                return
            at = clock.now()
            async with self._desk.database.reading() as session:
                if await queries.is_hopeless(session, version_id, first, at=at):
                    return
            await asyncio.sleep(LOOK_AGAIN)
        async with self._slots:
            # Another process may have drawn them before the claim was free.
            if await self._find(version_id, number, SHEET) is None:
                await self._work(version_id, first)
            else:
                await self._end(version_id, first, "drawn")

    async def _claimed(self, version_id: UUID, first: int) -> bool:
        async with self._desk.database.writing() as session:
            return await queries.claim(session, version_id, first, at=clock.now())

    async def _work(self, version_id: UUID, first: int) -> None:
        result: Result = "failed"
        try:
            with working_folder(self._desk.scratch) as folder:
                result = await self._make(version_id, first, folder)
        except (RefusedError, NoVerdictError):
            log.warning("pages_not_drawn", version_id=str(version_id), first=first)
        finally:
            await self._end(version_id, first, result)

    async def _make(self, version_id: UUID, first: int, folder: Path) -> Result:
        async with self._desk.database.reading() as session:
            source = await queries.source_of(session, version_id)
        if source is None:
            raise RefusedError("inspection-limit", "source")
        sha256, pages = source
        subject = Subject(folder / "file", folder / "out")
        subject.folder.mkdir()
        with subject.path.open("xb") as file:
            async for chunk in self._desk.store.stream(keys.blob(sha256)):
                file.write(chunk)
        report = await sandbox.draw(subject, *group_of(first))
        if report.verdict != "accepted" or not report.made:
            raise RefusedError("inspection-limit", "pages")
        await self._keep(version_id, report, subject.folder)
        wanted = min(group_of(first)[1], pages) - first + 1
        sheets = sum(made.preset.startswith(SHEET) for made in report.made)
        return "drawn" if sheets == wanted else "in part"

    async def _keep(self, version_id: UUID, report: Renditions, folder: Path) -> None:
        rows, sizes = [], {}
        for made in report.made:
            path = folder / f"{made.preset}.{made.format}"
            size, sha256 = await asyncio.to_thread(measured, path)
            await self._desk.store.put_file(keys.blob(sha256), path)
            sizes[sha256] = size
            rows.append(made.model_dump() | {"epoch": EPOCH, "sha256": sha256})
        async with self._desk.database.writing() as session:
            await keeping.together(session)
            # What ended while it was being drawn is not written down again.
            if not await queries.is_public(session, version_id):
                return
            stored = [await self._desk.store.head(keys.blob(one)) for one in sizes]
            if None in stored:
                # Collected a moment ago, for nobody named it: once more.
                raise NoVerdictError
            await queries.insert_pictures(
                session, version_id, rows, sizes, at=clock.now()
            )

    async def _end(self, version_id: UUID, first: int, result: Result) -> None:
        async with self._desk.database.writing() as session:
            if result == "drawn":
                await queries.end_claim(session, version_id, first)
            else:
                # A page that the child left out would be left out again.
                hopeless = result == "in part"
                await queries.give_back(session, version_id, first, hopeless=hopeless)
