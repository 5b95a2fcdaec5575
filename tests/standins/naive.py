"""A client that does what many do: on any trouble, send the same again.

It exists to show that the fault matrix bites: it must fail where the sync does not.
"""

import asyncio
import hashlib
from typing import Any

import httpx

TRIES = 4


class NaiveClient:
    def __init__(self, url: str, token: str, *, timeout: float = 1.0) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"authorization": f"Bearer {token}"},
            timeout=timeout,
        )
        self.items: dict[str, int] = {}
        self.media: dict[str, int] = {}

    async def aclose(self) -> None:
        await self._http.aclose()

    async def create(self, doc: dict[str, Any]) -> None:
        made = await self._send("POST", "/api/items", json=doc)
        if made is not None:
            self.items[doc["externalId"]] = made["id"]

    async def update(self, doc: dict[str, Any]) -> None:
        held = self.items.get(doc["externalId"])
        if held is not None:
            await self._send("PUT", f"/api/items/{held}", json=doc)

    async def withdraw(self, external_id: str) -> None:
        held = self.items.pop(external_id, None)
        if held is not None:
            await self._send("DELETE", f"/api/items/{held}")

    async def add_media(self, external_id: str, content: bytes) -> None:
        made = await self._send(
            "POST",
            "/api/media",
            data={
                "externalId": external_id,
                "sha256": hashlib.sha256(content).hexdigest(),
            },
            files={"file": ("tep.pdf", content, "application/pdf")},
        )
        if made is not None:
            self.media[external_id] = made["id"]

    async def withdraw_media(self, external_id: str) -> None:
        held = self.media.pop(external_id, None)
        if held is not None:
            await self._send("DELETE", f"/api/media/{held}")

    async def _send(self, method: str, path: str, **body: Any) -> dict[str, Any] | None:
        """Whatever the reason of a failure, try again; a 2xx is a success."""
        for _ in range(TRIES):
            try:
                answer = await self._http.request(method, path, **body)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or (
                answer.status_code == httpx.codes.TOO_MANY_REQUESTS
            ):
                await asyncio.sleep(float(answer.headers.get("retry-after", "0.1")))
                continue
            if not answer.is_success or not answer.content:
                return None
            try:
                return answer.json()
            except ValueError:
                continue
        return None
