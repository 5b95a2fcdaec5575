"""A proxy before a real target: it spoils answers as a stand-in spoils its own.

Which object a request is about is read from the request itself and from the ids that
came back earlier, so that a fault can be bound to one object.
"""

import asyncio
import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from tests.standins.portal.bad_answers import Cut, bad_answer, response
from tests.standins.portal.calls import Answer, Call
from tests.standins.portal.faults import AFTER, Faults
from tests.standins.portal.wire import CuttableProtocol
from tests.standins.served import listening

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
# Of one line only, or put anew by the server that answers.
OWN = {"connection", "content-length", "content-type", "date", "keep-alive", "server"}
OWN |= {"transfer-encoding"}
IN_FORM = re.compile(rb'name="slug"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]+)\r\n')
GIVES_UP = 0.2


@dataclass
class SpoilingProxy:
    """Before `target`; `faults` says which requests go wrong, `seen` what came."""

    target: str
    url: str = ""
    faults: Faults = field(default_factory=Faults)
    seen: list[tuple[str, str, str | None]] = field(default_factory=list)
    """Method, address and slug of the object of each request that passed."""
    _slugs: dict[str, str] = field(default_factory=dict)
    _late: set["asyncio.Task[None]"] = field(default_factory=set)

    @asynccontextmanager
    async def running(self, **tls: Any) -> AsyncGenerator["SpoilingProxy"]:
        """`tls`: what uvicorn takes for certificates."""
        app = Starlette(routes=[Route("/{rest:path}", self._serve, methods=METHODS)])
        async with httpx.AsyncClient(
            base_url=self.target, timeout=60, follow_redirects=False
        ) as self._http:
            async with listening(app, http=CuttableProtocol, **tls) as self.url:
                yield self
            await asyncio.gather(*self._late)

    async def _serve(self, request: Request) -> Response:
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response(status_code=400)
        call = Call(
            method=request.method,
            path=request.url.path,
            query=dict(request.query_params),
            content_type=request.headers.get("content-type", ""),
            body=body,
            external_id=self._about(request.url.path, request.query_params, body),
        )
        self.seen.append((call.method, str(request.url), call.external_id))
        rule = self.faults.take(call)
        if rule is None:
            return response(await self._pass_on(request, body))
        if rule.mode == "late":
            later = asyncio.create_task(self._later(request, body, rule.delay))
            self._late.add(later)
            later.add_done_callback(self._late.discard)
            return Cut(wait=GIVES_UP)
        if rule.mode == "replayed":
            await self._pass_on(request, body)
        done = await self._pass_on(request, body) if rule.mode in AFTER else None
        return bad_answer(rule, done)[0]

    async def _later(self, request: Request, body: bytes, delay: float) -> None:
        await asyncio.sleep(delay)
        await self._pass_on(request, body)

    async def _pass_on(self, request: Request, body: bytes) -> Answer:
        answer = await self._http.request(
            request.method,
            request.url.path,
            params=request.url.query,
            headers=[
                (name, value)
                for name, value in request.headers.items()
                if name not in OWN - {"content-type"}
            ],
            content=body,
        )
        self._learn(answer)
        headers = {
            name: value for name, value in answer.headers.items() if name not in OWN
        }
        kind = answer.headers.get("content-type", "application/octet-stream")
        return Answer(answer.status_code, answer.content, kind, headers)

    def _learn(self, answer: httpx.Response) -> None:
        if not answer.headers.get("content-type", "").startswith("application/json"):
            return
        shown = answer.json()
        for one in shown if isinstance(shown, list) else [shown]:
            if isinstance(one, dict) and {"id", "slug"} <= one.keys():
                self._slugs[str(one["id"])] = one["slug"]

    def _about(self, path: str, query: QueryParams, body: bytes) -> str | None:
        """The slug of the object, as the request names it or its id stood for."""
        named = re.search(r"/(\d+)$", path)
        if named is not None:
            return self._slugs.get(named[1])
        slug = query.get("slug")
        if slug is not None:
            return slug.partition(",")[0]
        form = IN_FORM.search(body)
        if form is not None:
            return form[1].decode()
        try:
            document = json.loads(body)
        except ValueError:
            return None
        return document.get("slug") if isinstance(document, dict) else None
