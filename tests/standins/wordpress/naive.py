"""What many plugins and scripts do: on any trouble, send the same again.

It exists to show that the fault matrix bites at a real WordPress, too.
"""

import asyncio
from typing import Any

import httpx

TRIES = 4
POSTS, MEDIA = "/wp-json/wp/v2/posts", "/wp-json/wp/v2/media"


class NaiveClient:
    def __init__(self, url: str, user: str, password: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=url, auth=(user, password), timeout=httpx.Timeout(3, connect=1)
        )
        self.ids: dict[str, int] = {}

    async def aclose(self) -> None:
        await self._http.aclose()

    async def post(self, slug: str, title: str) -> None:
        document = {"slug": slug, "title": title, "status": "publish"}
        held = self.ids.get(slug)
        if held is not None:
            await self._send("PUT", f"{POSTS}/{held}", json=document)
            return
        self._remember(slug, await self._send("POST", POSTS, json=document))

    async def upload(self, slug: str, content: bytes) -> None:
        files = {"file": (f"{slug}.pdf", content, "application/pdf")}
        made = await self._send("POST", MEDIA, data={"slug": slug}, files=files)
        self._remember(slug, made)

    async def delete(self, slug: str, path: str = POSTS) -> None:
        held = self.ids.pop(slug, None)
        if held is not None:
            await self._send("DELETE", f"{path}/{held}?force=true")

    def _remember(self, slug: str, made: dict[str, Any] | None) -> None:
        if made is not None:
            self.ids[slug] = made["id"]

    async def _send(self, method: str, path: str, **body: Any) -> dict[str, Any] | None:
        """Whatever the reason of a failure, try again; a 2xx is a success."""
        for _ in range(TRIES):
            try:
                answer = await self._http.request(method, path, **body)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if answer.is_success and "json" in answer.headers["content-type"]:
                return answer.json()
            if not answer.is_client_error or answer.status_code == 429:
                await asyncio.sleep(float(answer.headers.get("retry-after", "0.1")))
                continue
            return None
        return None
