"""The connections to one target, each in a pool of its own."""

import ssl
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

import httpx


class Lines:
    """Who sends takes a free one, the one used last, or else opens another.

    A pool of many looks through all of its connections before and after each request,
    which costs more than the request; a pool of one has nothing to look through.
    """

    def __init__(self, tls: ssl.SSLContext, stack: AsyncExitStack) -> None:
        self._tls = tls
        self._stack = stack
        self._free: list[httpx.AsyncHTTPTransport] = []

    @classmethod
    @asynccontextmanager
    async def open(cls, tls: ssl.SSLContext) -> AsyncGenerator[Self]:
        async with AsyncExitStack() as stack:
            yield cls(tls, stack)

    @asynccontextmanager
    async def taken(self) -> AsyncGenerator[httpx.AsyncHTTPTransport]:
        line = self._free.pop() if self._free else await self._another()
        try:
            yield line
        finally:
            self._free.append(line)

    async def _another(self) -> httpx.AsyncHTTPTransport:
        alone = httpx.Limits(max_connections=1)
        line = httpx.AsyncHTTPTransport(verify=self._tls, limits=alone, trust_env=False)
        return await self._stack.enter_async_context(line)
