"""The bytes of released media, fetched from assets-api and compared."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import IO
from urllib.parse import urljoin

import httpx

from phohien.tls import trusted

IN_MEMORY = 8 * 1024 * 1024


class WrongBytesError(Exception):
    """What came is not what was released: another digest, too large, or not there."""


@asynccontextmanager
async def released_bytes(
    base_url: str, path: str, *, sha256: str, most_bytes: int, seconds: float
) -> AsyncGenerator[IO[bytes]]:
    """What assets-api serves at `path`, in that time, if it is what was released.

    Raises WrongBytesError; the bytes are gone when the block ends.
    """
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        digest = hashlib.sha256()
        try:
            async with (
                asyncio.timeout(seconds),
                httpx.AsyncClient(
                    verify=trusted(),
                    timeout=seconds,
                    follow_redirects=False,
                    trust_env=False,
                ) as http,
                http.stream("GET", urljoin(base_url, path)) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    raise WrongBytesError(f"assets answered {response.status_code}")
                async for piece in response.aiter_bytes():
                    digest.update(piece)
                    file.write(piece)
                    if file.tell() > most_bytes:
                        raise WrongBytesError("more bytes than the release names")
        except (httpx.HTTPError, TimeoutError) as error:
            raise WrongBytesError(f"assets: {type(error).__name__}") from error
        if digest.hexdigest() != sha256:
            raise WrongBytesError(
                "the bytes have another digest than the release names"
            )
        file.seek(0)
        yield file
