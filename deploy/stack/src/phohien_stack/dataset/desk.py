"""A signed-in person with both services within reach."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from phohien_stack.embedded.errors import StackError

ATTEMPTS = 6
LONGEST_WAIT = 5.0
BUSY = {429, 503}


class SeedError(StackError):
    """The dataset could not go in; what went in stays, and a new run goes on."""


@dataclass(frozen=True)
class Desk:
    """`services` are clients by name: content, assets, sync."""

    services: Mapping[str, httpx.AsyncClient]
    username: str = ""
    token: str = ""

    async def ask(
        self, method: str, path: str, *, at: str = "content", **request: Any
    ) -> httpx.Response:
        """Waits while the service is busy. Raises SeedError when it refuses."""
        headers = {"accept-language": "en", **request.pop("headers", {})}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        attempts = 0
        while True:
            attempts += 1
            answer = await self._sent(at, method, path, headers, request)
            if answer.is_success:
                return answer
            if answer.status_code not in BUSY or attempts == ATTEMPTS:
                raise SeedError(_said(method, path, self.username, answer))
            wait = answer.headers.get("retry-after", "")
            seconds = float(wait) if wait.isdigit() else 1.0
            await asyncio.sleep(min(seconds, LONGEST_WAIT))

    async def listed(self, path: str, **params: Any) -> AsyncIterator[dict[str, Any]]:
        """Every line of a list, page after page."""
        cursor: str | None = None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = (await self.ask("GET", path, params={**params, **more})).json()
            for line in page["data"]:
                yield line
            cursor = page["next_cursor"]
            if cursor is None:
                return

    async def _sent(
        self,
        at: str,
        method: str,
        path: str,
        headers: dict[str, str],
        request: dict[str, Any],
    ) -> httpx.Response:
        try:
            return await self.services[at].request(
                method, path, headers=headers, **request
            )
        except httpx.HTTPError as error:
            raise SeedError(f"{method} {path} at {at}: {error!r}") from error


def _said(method: str, path: str, username: str, answer: httpx.Response) -> str:
    problem = {}
    if "json" in answer.headers.get("content-type", ""):
        problem = answer.json()
    told = "; ".join(
        f"{error['pointer']}: {error['detail']}" for error in problem.get("errors", [])
    )
    title = problem.get("title", answer.reason_phrase)
    where = f"{method} {path} as {username or 'nobody'}"
    detail = problem.get("detail", "")
    return f"{where}: {answer.status_code} {title}. {detail} {told}".strip()
