"""A tus 1.0 client as a browser has one: it asks how far it got and goes on."""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

COLLECTION = "/staff/v1/uploads"
PIECE = 5 * 1024 * 1024
PATIENCE = 300.0
VERSION = {"tus-resumable": "1.0.0"}


@dataclass(frozen=True)
class Upload:
    path: str
    interruptions: int


def metadata(**values: str) -> str:
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in values.items()
    )


async def send(
    http: httpx.AsyncClient,
    content: bytes,
    described: str,
    find_again: Callable[[], Awaitable[None]],
) -> Upload:
    """Until the server has every byte, over whatever the line does meanwhile."""
    path = ""
    interruptions = 0
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if not path:
                path = await _create(http, len(content), described)
            offset = await _offset(http, path)
            if offset == len(content):
                return Upload(path, interruptions)
            await _patch(http, path, content, offset)
        except (httpx.TransportError, _AgainError):
            interruptions += 1
            await asyncio.sleep(0.3)
            await find_again()
    message = f"{path}: not uploaded in {PATIENCE:g} s"
    raise TimeoutError(message)


class _AgainError(Exception):
    """The server could not; the same may work in a moment."""


async def _create(http: httpx.AsyncClient, size: int, described: str) -> str:
    answer = await http.post(
        COLLECTION,
        headers={**VERSION, "upload-length": str(size), "upload-metadata": described},
    )
    _check(answer, 201, 200)
    return httpx.URL(answer.headers["location"]).path


async def _offset(http: httpx.AsyncClient, path: str) -> int:
    answer = await http.head(path, headers=VERSION)
    _check(answer, 200)
    return int(answer.headers["upload-offset"])


async def _patch(
    http: httpx.AsyncClient, path: str, content: bytes, offset: int
) -> None:
    answer = await http.patch(
        path,
        content=content[offset : offset + PIECE],
        headers={
            **VERSION,
            "upload-offset": str(offset),
            "content-type": "application/offset+octet-stream",
        },
    )
    _check(answer, 204)


def _check(answer: httpx.Response, *wanted: int) -> None:
    # 409: the offset moved on, 423: a request cut off before still holds the lease.
    if answer.status_code >= 500 or answer.status_code in (409, 423, 429):
        raise _AgainError(answer.text)
    assert answer.status_code in wanted, f"{answer.status_code} {answer.text}"
