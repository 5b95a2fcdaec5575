"""What a portal outside reads, with nothing but its API key."""

import asyncio
import re
from dataclasses import dataclass

import httpx
from tests.e2e.brochure import sha256
from tests.e2e.patient import PATIENCE, PAUSE, Patient
from tests.e2e.telling import Telling

# The smaller of the two in the page's <source>.
PICTURE = re.compile(r'<source type="image/webp" srcset="([^ "]+) ')


def _picture_in(html: str) -> str:
    found = PICTURE.search(html)
    assert found is not None, html
    return httpx.URL(found[1]).path


@dataclass
class Reader:
    portal: Patient
    public_media: Patient
    telling: Telling

    async def sees_it(self) -> None:
        titles = self.telling.titles()
        await self._is_listed(titles)
        for query, lang in (
            (f"pho noi {self.telling.mark}", "vi"),
            (f"Phố Nối {self.telling.mark}", "vi"),
            (f"工业园 {self.telling.mark}", "zh-Hans"),
        ):
            await self._is_found(query, lang)
        await self._is_fetched_once(titles)
        await self._brochure_is_public()
        await self._brochure_is_turned()
        await self._uncleared_is_nowhere(titles["ja"])

    async def _is_listed(self, titles: dict[str, str]) -> None:
        listed = await self.portal.read(
            "/v1/items", params={"type": "industrial_park", "locale": "en", "limit": 5}
        )
        cards = {card["key"]: card["title"] for card in listed.json()["data"]}
        assert cards.get(self.telling.key) == titles["en"], cards

    async def _is_found(self, query: str, lang: str) -> None:
        """The index follows the release; its writer may just have been killed."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while self.telling.key not in (keys := await self._found(query, lang)):
            assert asyncio.get_running_loop().time() < end, f"{query}: {keys}"
            await asyncio.sleep(PAUSE)

    async def _found(self, query: str, lang: str) -> list[str]:
        asked = {"q": query, "locale": lang}
        found = await self.portal.read("/v1/search", params=asked)
        return [card["key"] for card in found.json()["data"]]

    async def _is_fetched_once(self, titles: dict[str, str]) -> None:
        path = f"/v1/items/{self.telling.key}"
        first = await self.portal.read(path, params={"locale": "vi"})
        assert first.json()["title"] == titles["vi"]
        again = await self.portal.read(
            path,
            params={"locale": "vi"},
            headers={"if-none-match": first.headers["etag"]},
            expect=(200, 304),
        )
        assert (again.status_code, again.content) == (304, b"")
        (self.telling.medium,) = first.json()["media"]

    async def _uncleared_is_nowhere(self, title: str) -> None:
        assert self.telling.key not in await self._found(title, "ja")
        shown = await self.portal.read(
            f"/v1/items/{self.telling.key}", params={"locale": "ja"}
        )
        assert title not in shown.text

    async def _brochure_is_public(self) -> None:
        url = httpx.URL(self.telling.medium["url"]).path
        got = await self.public_media.read(url)
        assert sha256(got.content) == self.telling.medium["sha256"]
        part = await self.public_media.read(
            url, headers={"range": "bytes=100-199"}, expect=(206,)
        )
        assert part.content == got.content[100:200]

    async def _brochure_is_turned(self) -> None:
        """Page by page, by whoever has no program for PDF; each has its picture."""
        first = await self._leaf(1)
        assert f"Pho Noi {self.telling.mark}" in first
        self.telling.pictures = [_picture_in(first), _picture_in(await self._leaf(2))]
        assert len(set(self.telling.pictures)) == 2
        for path in self.telling.pictures:
            picture = await self.public_media.read(path)
            assert picture.headers["content-type"] == "image/webp"

    async def _leaf(self, number: int) -> str:
        path = f"/b/{self.telling.medium['asset_id']}/{number}"
        return (await self.public_media.read(path, params={"lang": "vi"})).text

    async def changes(self, since: int) -> list[str]:
        """What the change log says about this item after `since`, in order."""
        kinds = []
        while True:
            page = await self.portal.read(
                "/v1/changes", params={"since": since, "limit": 200}
            )
            lines = page.json()["data"]
            for line in lines:
                assert line["seq"] == since + 1, "a gap in the change log"
                since = line["seq"]
                if line["key"] == self.telling.key:
                    kinds.append(f"{line['kind']} {line['locale']}")
            if not lines:
                return kinds

    async def is_gone(self) -> None:
        path = f"/v1/items/{self.telling.key}"
        await self.portal.read(path, params={"locale": "vi"}, expect=(410,))
        listed = await self.portal.read(
            "/v1/items", params={"type": "industrial_park", "locale": "vi"}
        )
        assert self.telling.key not in [card["key"] for card in listed.json()["data"]]
        # assets-api trusts what it saw for a second.
        await asyncio.sleep(1.1)
        asset_id = self.telling.medium["asset_id"]
        for path in (
            httpx.URL(self.telling.medium["url"]).path,
            f"/a/{asset_id}/download",
            f"/b/{asset_id}/1",
            *self.telling.pictures,
        ):
            await self.public_media.read(path, expect=(410,))

    async def last_change(self) -> int:
        """Where the change log ends now."""
        since = 0
        while True:
            page = await self.portal.read(
                "/v1/changes", params={"since": since, "limit": 200}
            )
            lines = page.json()["data"]
            if not lines:
                return since
            since = lines[-1]["seq"]
