"""An HTTP client that outlives a server: it asks again, and never writes blindly twice.

A lost answer says nothing about what was done. So a write is always a pair: a look at
whether it is done, and the attempt to do it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
from tests.e2e.stack import Stack

Found = TypeVar("Found")
Look = Callable[[], Awaitable[Found | None]]
Attempt = Callable[[], Awaitable[httpx.Response]]
PATIENCE = 300.0
PAUSE = 0.4
# The state moved under us, mostly by the very write whose answer was lost.
LOOK_AGAIN = (409, 412)
TIMES_REFUSED = 6


class Patient:
    """One caller at one service; the address is learnt anew whenever it is gone."""

    def __init__(self, stack: Stack, service: str, token: str | None = None) -> None:
        self.stack = stack
        self.service = service
        signed = {"authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.AsyncClient(
            headers={**signed, "accept-language": "vi"}, timeout=20, trust_env=False
        )

    async def aclose(self) -> None:
        await self.http.aclose()

    async def once(self, method: str, path: str, **options: Any) -> httpx.Response:
        base = await self.stack.url(self.service)
        return await self.http.request(method, base + path, **options)

    async def read(
        self, path: str, *, expect: tuple[int, ...] = (200,), **options: Any
    ) -> httpx.Response:
        """A GET that is repeated until the service answers for itself."""
        deadline = time.monotonic() + PATIENCE
        last = "no answer"
        while time.monotonic() < deadline:
            try:
                answer = await self.once("GET", path, **options)
            except httpx.TransportError as problem:
                last = repr(problem)
            else:
                if answer.status_code in expect:
                    return answer
                last = _said(answer)
                assert _may_pass(answer), f"GET {path}: {last}"
            await asyncio.sleep(PAUSE)
        message = f"GET {path}: {last}"
        raise TimeoutError(message)

    async def ensure(self, done: Look[Found], attempt: Attempt) -> Found:
        """Look, try, look again, until it is seen to be done."""
        deadline = time.monotonic() + PATIENCE
        last = "no answer"
        refused = 0
        while time.monotonic() < deadline:
            found = await done()
            if found is not None:
                return found
            try:
                answer = await attempt()
            except httpx.TransportError as problem:
                last = repr(problem)
            else:
                last = f"{answer.request.url}: {_said(answer)}"
                refused += answer.status_code in LOOK_AGAIN
                assert refused < TIMES_REFUSED, last
                assert (
                    answer.is_success
                    or answer.status_code in LOOK_AGAIN
                    or _may_pass(answer)
                ), last
                if answer.is_success:
                    continue
            await asyncio.sleep(PAUSE)
        raise TimeoutError(last)


def _may_pass(answer: httpx.Response) -> bool:
    return answer.status_code >= 500 or answer.status_code == 429


def _said(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.content[:1000].decode(errors='replace')}"
