"""One evening of the province: a park is entered, released, delivered, corrected, gone.

Each step first looks whether it is done, so the story goes on after any server died.
"""

import asyncio
import time
from dataclasses import dataclass

import httpx
from tests.e2e.office import TARGET, Office, People
from tests.e2e.reader import Reader
from tests.e2e.stack import Stack
from tests.e2e.telling import RELEASED, Telling
from tests.standins.portal.checker import Checker

DELIVERED_WITHIN = 300.0
RUN_AGAIN_AFTER = 15.0


@dataclass
class Story:
    people: People
    stack: Stack
    telling: Telling

    @property
    def office(self) -> Office:
        return Office(self.people, self.telling)

    @property
    def reader(self) -> Reader:
        return Reader(self.people.portal, self.people.public_media, self.telling)

    async def tell(self, *, withdrawn: bool = True) -> None:
        """All of it; the change log must say each thing once, and nothing else."""
        before = await self.reader.last_change()
        await self.is_entered()
        await self.is_delivered()
        await self.is_corrected()
        kinds = ["released", "corrected"]
        if withdrawn:
            await self.is_withdrawn()
            kinds.append("withdrawn")
        said = await self.reader.changes(before)
        assert sorted(said) == sorted(
            f"{kind} {lang}" for kind in kinds for lang in RELEASED
        )

    async def is_entered(self) -> None:
        """A park and its brochure, cleared and released in three languages."""
        await self.office.enter_park()
        await self.office.upload_brochure()
        await self.office.write()
        await self.office.through_the_gate()
        await self.reader.sees_it()

    async def is_delivered(self) -> None:
        await self.office.offer()
        await self.pushed()

    async def is_corrected(self) -> None:
        self.telling.corrected = True
        await self.office.write()
        await self.office.through_the_gate()
        await self.reader.sees_it()
        # This target's policy: the old version stays until the new one is approved.
        await self.pushed()
        await self.office.offer()
        await self.pushed()

    async def is_withdrawn(self) -> None:
        await self.office.withdraw()
        self.telling.withdrawn = True
        await self.reader.is_gone()
        await self.pushed()

    async def pushed(self) -> None:
        """Start a run, and again if need be, until the target is as it should be."""
        deadline = time.monotonic() + DELIVERED_WITHIN
        due = 0.0
        found = ["nothing was looked at"]
        while time.monotonic() < deadline:
            if time.monotonic() > due and await self._run():
                due = time.monotonic() + RUN_AGAIN_AFTER
            await asyncio.sleep(0.5)
            try:
                found = await self.violations()
            except httpx.TransportError as problem:
                found = [repr(problem)]
            if not found:
                return
        raise TimeoutError("; ".join(found))

    async def _run(self) -> bool:
        try:
            answer = await self.people.operator.once(
                "POST", "/staff/v1/sync/runs", json={"target": TARGET}
            )
        except httpx.TransportError:
            return False
        # A run that is under way already is as good as a new one.
        assert answer.is_success or answer.status_code in (409, 500, 503), answer.text
        return answer.is_success

    async def violations(self) -> list[str]:
        """What the target holds of this telling against what was approved for it."""
        items, media = self.telling.expected_at_target()
        url = await self.stack.url("standin")
        token = await self.stack.token("standin")

        def check() -> list[str]:
            with Checker(url, token) as checker:
                return checker.violations(items, media, prefix=f"{self.telling.key}.")

        return await asyncio.to_thread(check)
