"""What people inside the province do, each step tolerant of a server that dies."""

from dataclasses import dataclass
from typing import Any

import httpx
from tests.e2e import tus
from tests.e2e.brochure import brochure, sha256
from tests.e2e.patient import Patient
from tests.e2e.telling import OFFERED, RELEASED, Telling
from tests.standins.cutting_proxy import CuttingProxy

TARGET = "asean-portal"
ORDER = ["draft", "submitted", "cleared", "released"]


@dataclass(frozen=True)
class People:
    """Those who act, each signed in at content-api."""

    officer: Patient
    leader: Patient
    coordinator: Patient
    approver: Patient
    operator: Patient
    """At asean-sync: starts a run without waiting for the night."""
    portal: Patient
    uploader: Patient
    """The officer again, at assets-api."""
    public_media: Patient


@dataclass
class Office:
    people: People
    telling: Telling

    async def enter_park(self) -> None:
        async def entered() -> str | None:
            held = await self.people.officer.read(
                "/staff/v1/items", params={"q": self.telling.mark}
            )
            keys = [
                line["key"]
                for line in held.json()["data"]
                if self.telling.mark in line["title"]
            ]
            return keys[0] if keys else None

        async def enter() -> httpx.Response:
            return await self.people.officer.once(
                "POST", "/staff/v1/items", json=self.telling.draft()
            )

        self.telling.key = await self.people.officer.ensure(entered, enter)

    async def upload_brochure(self) -> None:
        """Over a line that is cut; then the rights and words a release asks for."""
        self.telling.content = brochure(self.telling.megabytes, self.telling.mark)
        assets = await self.people.uploader.stack.url("assets")
        proxy = CuttingProxy(
            int(assets.rpartition(":")[2]),
            after=len(self.telling.content) // (self.telling.cuts + 1),
            cuts=self.telling.cuts,
        )
        described = tus.metadata(
            filename=f"to-gap-{self.telling.mark}.pdf",
            filetype="application/pdf",
            sha256=sha256(self.telling.content),
        )
        async with (
            proxy.running(),
            httpx.AsyncClient(
                base_url=proxy.url,
                headers=self.people.uploader.http.headers,
                timeout=30,
                trust_env=False,
            ) as over_proxy,
        ):

            async def find_again() -> None:
                address = await self.people.uploader.stack.url("assets")
                proxy.target_port = int(address.rpartition(":")[2])

            sent = await tus.send(
                over_proxy, self.telling.content, described, find_again
            )
        assert len(proxy.cut_at) == self.telling.cuts
        assert sent.interruptions >= self.telling.cuts
        self.telling.asset_id = await self._checked(sent.path)
        await self._describe_asset()

    async def _checked(self, path: str) -> str:
        """The upload is taken in only after it was looked into."""

        async def ready() -> str | None:
            status = (await self.people.uploader.read(f"{path}/status")).json()
            assert status["state"] not in ("rejected", "held", "expired"), status
            return status["asset_id"] if status["state"] == "ready" else None

        async def wait() -> httpx.Response:
            return await self.people.uploader.once("GET", f"{path}/status")

        return await self.people.uploader.ensure(ready, wait)

    async def _describe_asset(self) -> None:
        path = f"/staff/v1/assets/{self.telling.asset_id}"
        words = {
            "vi": {"alt": f"Tờ gấp {self.telling.mark}", "caption": "Giới thiệu khu"},
            "en": {"alt": f"Brochure {self.telling.mark}", "caption": "The park"},
            "zh-Hans": {"alt": f"手册 {self.telling.mark}", "caption": "园区"},
        }

        async def described() -> bool | None:
            held = await self.people.uploader.read(path)
            assert held.json()["sha256"] == sha256(self.telling.content)
            return True if held.json()["texts"] == words else None

        async def describe() -> httpx.Response:
            held = await self.people.uploader.read(path)
            return await self.people.uploader.once(
                "PATCH",
                path,
                headers={"if-match": held.headers.get("etag", "*")},
                json={
                    "creator": "Ban Quản lý các khu công nghiệp",
                    "rights_holder": "Ban Quản lý các khu công nghiệp",
                    "licence": "CC-BY-4.0",
                    "credit": "BQL các KCN Hưng Yên",
                    "source_type": "digitalCreation",
                    "texts": words,
                },
            )

        await self.people.uploader.ensure(described, describe)

    async def write(self) -> None:
        """The whole item again: with its brochure, or corrected."""
        path = f"/staff/v1/items/{self.telling.key}"
        title = self.telling.titles()["vi"]

        async def written() -> bool | None:
            held = (await self.people.officer.read(path)).json()
            same = held["texts"]["vi"]["title"] == title and held["media"]
            return True if same else None

        async def put() -> httpx.Response:
            held = await self.people.officer.read(path)
            return await self.people.officer.once(
                "PUT",
                path,
                headers={"if-match": held.headers["etag"]},
                json=self.telling.draft(),
            )

        await self.people.officer.ensure(written, put)

    async def through_the_gate(self) -> None:
        """Submit, clear, release: nobody skips a step, nobody repeats one."""
        await self._move(self.people.officer, "submit", "submitted")
        await self._move(self.people.leader, "clear", "cleared", declaration=True)
        await self._move(self.people.leader, "release", "released")

    async def _move(self, who: Patient, action: str, goal: str, **extra: Any) -> None:
        path = f"/staff/v1/items/{self.telling.key}"
        after = ORDER[ORDER.index(goal) :]

        async def behind() -> dict[str, str]:
            held = (await who.read(path)).json()["languages"]
            return {
                lang: held[lang]["closure_hash"]
                for lang in RELEASED
                if held[lang]["status"] not in after
            }

        async def there() -> bool | None:
            return None if await behind() else True

        async def act() -> httpx.Response:
            wanted = await behind()
            return await who.once(
                "POST",
                f"{path}/{action}",
                json={"languages": list(wanted), "if_hash": wanted, **extra},
            )

        await who.ensure(there, act)

    async def withdraw(self) -> None:
        path = f"/staff/v1/items/{self.telling.key}"

        async def left() -> list[str]:
            held = (await self.people.leader.read(path)).json()["languages"]
            return [lang for lang in RELEASED if held[lang]["status"] == "released"]

        async def gone() -> bool | None:
            return None if await left() else True

        async def take_down() -> httpx.Response:
            return await self.people.leader.once(
                "POST",
                f"{path}/withdraw",
                json={"languages": await left(), "reason_class": "outdated"},
            )

        await self.people.leader.ensure(gone, take_down)

    async def offer(self) -> None:
        """A coordinator nominates what is released now, an approver approves it."""
        path = f"/staff/v1/items/{self.telling.key}"
        held = (await self.people.coordinator.read(path)).json()["languages"]
        hashes = {lang: held[lang]["released_hash"] for lang in OFFERED}

        async def nominations() -> dict[str, dict[str, Any]]:
            page = await self.people.coordinator.read(
                "/staff/v1/nominations", params={"target": TARGET, "limit": 200}
            )
            return {
                one["lang"]: one
                for one in page.json()["data"]
                if one["key"] == self.telling.key
                and one["closure_hash"] == hashes.get(one["lang"])
                and one["state"] != "rejected"
            }

        async def nominated() -> dict[str, dict[str, Any]] | None:
            found = await nominations()
            return found if found.keys() == hashes.keys() else None

        async def nominate() -> httpx.Response:
            missing = hashes.keys() - (await nominations()).keys()
            order = {"key": self.telling.key, "target": TARGET}
            return await self.people.coordinator.once(
                "POST",
                "/staff/v1/nominations",
                json={**order, "languages": sorted(missing)},
            )

        found = await self.people.coordinator.ensure(nominated, nominate)
        for lang in OFFERED:
            await self._approve(found[lang]["id"], nominations, lang)
        self.telling.offered = self.telling.titles()

    async def _approve(self, nomination: str, nominations: Any, lang: str) -> None:
        async def approved() -> bool | None:
            found = await nominations()
            return True if found[lang]["state"] == "approved" else None

        async def approve() -> httpx.Response:
            return await self.people.approver.once(
                "POST", f"/staff/v1/nominations/{nomination}/approve"
            )

        await self.people.approver.ensure(approved, approve)
