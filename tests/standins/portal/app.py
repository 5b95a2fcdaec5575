"""The stand-in as an ASGI application: calls, faults, control and its page."""

import asyncio
import hmac
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.standins.portal.bad_answers import Cut, bad_answer, response
from tests.standins.portal.calls import (
    Call,
    external_id_of,
    perform,
    refusal,
)
from tests.standins.portal.faults import AFTER, MODES, Faults, Rule
from tests.standins.portal.page import SECURITY, page
from tests.standins.portal.store import Store

# A front server that gives up on a slow portal cuts the line about so early.
GIVES_UP = 0.2


@dataclass(frozen=True)
class Options:
    data: Path
    token: str = "stand-in"
    latency: float = 0.0


def create_app(options: Options) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        app.state.store = Store(options.data)
        app.state.faults = Faults()
        app.state.late = set()
        app.state.dropped = []
        try:
            yield
            await asyncio.gather(*app.state.late)
        finally:
            app.state.store.close()

    app = Starlette(
        lifespan=lifespan,
        routes=[
            Route("/", _page),
            Route("/api/schema", _schema),
            Route("/api/{rest:path}", _api, methods=["GET", "POST", "PUT", "DELETE"]),
            Route("/_control/faults", _faults, methods=["GET", "POST", "DELETE"]),
            Route("/_control/schema", _change_schema, methods=["POST"]),
            Route("/_control/log", _log),
            Route("/_control/state", _state),
        ],
    )
    app.state.options = options
    return app


async def _api(request: Request) -> Response:
    state = request.app.state
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
    )
    call = replace(call, external_id=external_id_of(call, state.store))
    await asyncio.sleep(state.options.latency)
    if not _allowed(request):
        answer = refusal(401, "unauthenticated", "A bearer token is needed.")
        state.store.record(call, fault=None, applied=False, answer=answer)
        return response(answer)
    rule = state.faults.take(call)
    if rule is None:
        answer = perform(call, state.store)
        state.store.record(call, fault=None, applied=True, answer=answer)
        return response(answer)
    return _spoil(request, call, rule)


def _allowed(request: Request) -> bool:
    given = request.headers.get("authorization", "")
    wanted = f"Bearer {request.app.state.options.token}"
    return hmac.compare_digest(given.encode(), wanted.encode())


def _spoil(request: Request, call: Call, rule: Rule) -> Response:
    """The one place where a fault decides what is done and what is said."""
    state = request.app.state
    if rule.mode == "late":
        later = asyncio.create_task(_commit_late(state.store, call, rule.delay))
        state.late.add(later)
        later.add_done_callback(state.late.discard)
        return Cut(wait=min(GIVES_UP, rule.delay / 2))
    if rule.mode == "replayed":
        perform(call, state.store)
    done = perform(call, state.store) if rule.mode in AFTER else None
    answer, said = bad_answer(rule, done)
    state.store.record(call, fault=rule.mode, applied=bool(done), answer=said)
    return answer


async def _commit_late(store: Store, call: Call, delay: float) -> None:
    await asyncio.sleep(delay)
    perform(call, store)
    store.record(call, fault="late", applied=True, answer=None)


async def _faults(request: Request) -> Response:
    faults: Faults = request.app.state.faults
    if request.method == "DELETE":
        faults.clear()
        return Response(status_code=204)
    if request.method == "GET":
        return JSONResponse({"data": faults.listing()})
    try:
        given = json.loads(await request.body())
        for one in given if isinstance(given, list) else [given]:
            faults.add(one)
    except (TypeError, ValueError) as problem:
        return JSONResponse(
            {"message": f"not a fault rule: {problem}", "modes": sorted(MODES)}, 422
        )
    return JSONResponse({"data": faults.listing()}, 201)


async def _schema(request: Request) -> Response:
    """What the portal says it takes; control can drop fields from it."""
    if not _allowed(request):
        return response(refusal(401, "unauthenticated", "A bearer token is needed."))
    fields = {"externalId": "string", "title": "string", "summary": "string"}
    dropped = request.app.state.dropped
    kept = {name: kind for name, kind in fields.items() if name not in dropped}
    return JSONResponse({"version": 3, "item": kept, "languages": ["vi-VN", "en-US"]})


async def _change_schema(request: Request) -> Response:
    request.app.state.dropped = json.loads(await request.body()).get("drop", [])
    return Response(status_code=204)


async def _log(request: Request) -> Response:
    since = int(request.query_params.get("since", "0"))
    return JSONResponse({"data": request.app.state.store.requests(since)})


async def _state(request: Request) -> Response:
    store: Store = request.app.state.store
    return JSONResponse({"items": store.items(), "media": store.media()})


async def _page(request: Request) -> Response:
    store: Store = request.app.state.store
    return Response(
        page(store.items(), store.media()),
        media_type="text/html; charset=utf-8",
        headers=SECURITY,
    )
