"""The one place that calls a webhook."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Self

import httpx

from content_api.webhooks.calls import guard
from content_api.webhooks.errors import ForbiddenAddressError
from phohien.tls import trusted

PATIENCE = 15.0
_CONNECT = 5.0
_LONGEST_PAUSE = 86_400
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back; `status` is None when nothing did, and `error` says why."""

    status: int | None
    error: str
    milliseconds: int
    retry_after: int = 0

    @property
    def is_success(self) -> bool:
        return self.status is not None and httpx.codes.is_success(self.status)

    @property
    def is_gone(self) -> bool:
        return self.status == httpx.codes.GONE


class Caller:
    """Posts to webhooks: no redirects, no proxies, and not for ever."""

    def __init__(
        self, http: httpx.AsyncClient, inside: frozenset[str], patience: float
    ) -> None:
        self._http = http
        self._patience = patience
        self.inside = inside

    @classmethod
    @asynccontextmanager
    async def connect(
        cls, inside: frozenset[str], *, patience: float = PATIENCE
    ) -> AsyncGenerator[Self]:
        async with httpx.AsyncClient(
            verify=trusted(),
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(patience, connect=_CONNECT),
            limits=httpx.Limits(max_keepalive_connections=0),
        ) as http:
            yield cls(http, inside, patience)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        started = perf_counter()
        status, error, pause = None, "", 0
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._post(url, body, headers)
            status, pause = answer.status_code, _pause(answer)
        except ForbiddenAddressError:
            error = "forbidden_address"
        except TimeoutError:
            error = "timeout"
        except (httpx.HTTPError, OSError, UnicodeError) as exc:
            error = type(exc).__name__
        spent = round((perf_counter() - started) * 1000)
        return Outcome(status, error, spent, pause)

    async def _post(
        self, url: str, body: bytes, headers: Mapping[str, str]
    ) -> httpx.Response:
        wanted = guard.destination(url, self.inside)
        address = await guard.resolve(wanted)
        literal = f"[{address}]" if ":" in address else address
        request = self._http.build_request(
            "POST",
            f"{wanted.scheme}://{literal}:{wanted.port}{wanted.target}",
            content=body,
            headers={**headers, "host": wanted.netloc},
            # The certificate has to be that of the name, not of the address.
            extensions={"sni_hostname": wanted.host},
        )
        answer = await self._http.send(request, stream=True)
        # What it says beside its status concerns nobody.
        await answer.aclose()
        return answer


def _pause(answer: httpx.Response) -> int:
    """Seconds of Retry-After; a date there is not worth a parser."""
    given = answer.headers.get("retry-after", "")
    if not (given.isascii() and given.isdecimal()):
        return 0
    # Python refuses to read a number of thousands of digits.
    return min(int(given[:_DIGITS]), _LONGEST_PAUSE)
