"""Files of a bundle on their way to assets-api, in the name of who uploads them.

There each is inspected before it becomes an asset; a file the agency has already is
the same asset again, so that sending a bundle twice makes nothing twice.
"""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from content_api.imports.bundles.naming import Enclosed
from phohien.errors import Text
from phohien.tls import trusted

UPLOADS = "/staff/v1/uploads"
AT_ONCE = 4
CHUNK = 1 << 18
LOOK_EVERY = 0.4
PATIENCE = 100.0
REFUSED = {"rejected", "held", "expired"}
TUS = {"tus-resumable": "1.0.0"}
# What a person proves who they are with; assets-api asks as this service does.
CREDENTIALS = ("authorization", "cookie", "x-csrf-token", "accept-language")
LATE = Text(
    vi="Tệp đang được kiểm tra. Vài phút nữa tải gói lên lại; tệp đã gửi thì không gửi"
    " lại.",
    en="The file is still being inspected. Upload the bundle again in some minutes;"
    " what was sent is not sent again.",
)
AWAY = Text(
    vi="Kho tệp chưa trả lời; hãy tải gói lên lại sau ít phút.",
    en="The store of files did not answer; upload the bundle again in some minutes.",
)


@dataclass(frozen=True, slots=True)
class Post:
    """Where files go, and as whom."""

    url: str
    credentials: Mapping[str, str]
    patience: float = PATIENCE


async def send(
    files: Sequence[Enclosed], folder: Path, post: Post
) -> dict[str, str | Text]:
    """By name: the id of the asset, or why there is none. Never raises for a file."""
    if not files:
        return {}
    slots = asyncio.Semaphore(AT_ONCE)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(
            httpx.AsyncClient(
                base_url=post.url,
                headers={**post.credentials, **TUS},
                verify=trusted(),
                timeout=30,
                trust_env=False,
            )
        )
        courier = _Courier(client, slots, post.patience)
        tasks = [courier.send(one, folder / one.stored) for one in files]
        found = await asyncio.gather(*tasks)
    return {one.name: answer for one, answer in zip(files, found, strict=True)}


@dataclass(frozen=True, slots=True)
class _Courier:
    client: httpx.AsyncClient
    slots: asyncio.Semaphore
    patience: float

    async def send(self, one: Enclosed, path: Path) -> str | Text:
        try:
            async with asyncio.timeout(self.patience):
                async with self.slots:
                    answer = await self._post(one, path)
                    if not answer.is_success:
                        return _said(answer)
                    return await self._settled(answer)
        except TimeoutError:
            return LATE
        except httpx.HTTPError:
            return AWAY

    async def _post(self, one: Enclosed, path: Path) -> httpx.Response:
        name = one.name.rpartition("/")[2]
        told = {"filename": name, "sha256": one.sha256}
        pairs = [f"{key} {b64encode(v.encode()).decode()}" for key, v in told.items()]
        return await self.client.post(
            UPLOADS,
            headers={
                "upload-length": str(one.bytes),
                "upload-metadata": ",".join(pairs),
                "content-type": "application/offset+octet-stream",
                "content-length": str(one.bytes),
            },
            content=_chunks(path),
        )

    async def _settled(self, answer: httpx.Response) -> str | Text:
        upload: dict[str, Any] = answer.json()
        where = f"{UPLOADS}/{upload['id']}/status"
        while upload["asset_id"] is None and upload["state"] not in REFUSED:
            await asyncio.sleep(LOOK_EVERY)
            seen = await self.client.get(where)
            if not seen.is_success:
                return _said(seen)
            upload = seen.json()
        if upload["asset_id"] is not None:
            return str(upload["asset_id"])
        detail = upload["detail"] or upload["state"]
        return Text(
            vi=f"Kho tệp không nhận: {detail}", en=f"The file was refused: {detail}"
        )


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk


def _said(answer: httpx.Response) -> Text:
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return AWAY
    told = answer.reason_phrase
    if "json" in answer.headers.get("content-type", ""):
        told = str(answer.json().get("detail", told))
    return Text(vi=f"Kho tệp không nhận: {told}", en=f"The file was refused: {told}")
