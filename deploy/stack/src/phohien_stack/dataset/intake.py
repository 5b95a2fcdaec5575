"""All items on their way at once: each waits for its own files and relations alone.

What a run that was killed left behind is found by agency, type and title, and goes on.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from phohien_stack.dataset import items, uploads
from phohien_stack.dataset.entries import Asset, Entry, all_assets, all_entries
from phohien_stack.dataset.office import Office

TOLD_EVERY = 18


@dataclass
class Intake:
    office: Office
    known: dict[tuple[str, str, str], items.Line]
    files: dict[tuple[str, str], asyncio.Task[str]] = field(default_factory=dict)
    keys: dict[str, asyncio.Future[str]] = field(default_factory=dict)
    out: int = 0

    async def upload(self, agency: str, asset: Asset) -> str:
        """Beside the other work: the inspection has a process of its own."""
        return await uploads.bring(self.office.of("officer", agency), asset)

    async def take(self, entry: Entry) -> None:
        """Entered, unless it is there; then cleared and released, unless it is out."""
        place = (entry.agency, entry.type, entry.title)
        officer = self.office.of("officer", entry.agency)
        line = self.known.get(place)
        if line is not None:
            self.keys[entry.id].set_result(line["key"])
            if not items.is_out(line):
                async with self.office.slots:
                    await self._release(entry, await items.held(officer, line["key"]))
        else:
            ids = {
                asset.file: await self.files[entry.agency, asset.file]
                for asset in _assets_of(entry)
            }
            keys = {each.to: await self.keys[each.to] for each in entry.relations}
            async with self.office.slots:
                item = await items.enter(officer, entry, keys, ids)
                self.keys[entry.id].set_result(item["key"])
                await self._release(entry, item)
        self._tell()

    async def _release(self, entry: Entry, item: items.Line) -> None:
        officer = self.office.of("officer", entry.agency)
        await items.release(officer, self.office.of("leader", entry.agency), item)

    def _tell(self) -> None:
        self.out += 1
        total = len(all_entries())
        if self.out % TOLD_EVERY == 0 or self.out == total:
            self.office.say("items", f"{self.out} of {total} entered and released")


async def take_in(office: Office) -> dict[str, str]:
    """The key of every entry, once all of them are public."""
    intake = Intake(office, await _known(office))
    loop = asyncio.get_running_loop()
    intake.keys = {entry.id: loop.create_future() for entry in all_entries()}
    async with asyncio.TaskGroup() as group:
        for agency, asset in _wanted(intake):
            task = group.create_task(intake.upload(agency, asset))
            intake.files[agency, asset.file] = task
        # Those that wait for no file first: they fill the time of the inspection.
        for entry in sorted(all_entries(), key=lambda each: bool(each.media)):
            group.create_task(intake.take(entry))
    return {name: key.result() for name, key in intake.keys.items()}


async def _known(office: Office) -> dict[tuple[str, str, str], items.Line]:
    found: dict[tuple[str, str, str], items.Line] = {}
    for agency in sorted({entry.agency for entry in all_entries()}):
        lines = await items.known_items(office.of("officer", agency))
        found |= {(agency, *place): line for place, line in lines.items()}
    return found


def _wanted(intake: Intake) -> Iterable[tuple[str, Asset]]:
    """Files of items that are still to be entered, once for each agency."""
    return {
        (entry.agency, asset.file): (entry.agency, asset)
        for entry in all_entries()
        if (entry.agency, entry.type, entry.title) not in intake.known
        for asset in _assets_of(entry)
    }.values()


def _assets_of(entry: Entry) -> Iterable[Asset]:
    return (asset for name in entry.media for asset in all_assets()[name])
