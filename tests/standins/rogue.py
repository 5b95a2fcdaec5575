"""A portal that behaves badly in as many ways as a title names.

Its API is that of the stand-in portal. What it does with a creation is decided by the
first word of the title; everything else it does right.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

HTML = "<!doctype html><title>Bảo trì</title><p>Hệ thống đang được nâng cấp."
FOREIGN = 7
PIECE = b" " * 65_536
FIVE_GB = 5 * 1024**3


@dataclass
class Rogue:
    """`sent` counts the bytes of endless answers that somebody took."""

    items: dict[int, dict[str, Any]] = field(
        default_factory=lambda: {
            FOREIGN: {"externalId": "cua-nguoi-khac", "title": "Của người khác"}
        }
    )
    numbers: Any = field(default_factory=lambda: itertools.count(100))
    sent: int = 0
    creations: dict[str, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    first: int | None = None

    def store(self, doc: dict[str, Any]) -> int:
        number = next(self.numbers)
        self.items[number] = doc
        return number


def create_app(rogue: Rogue) -> Starlette:
    app = Starlette(
        routes=[
            Route("/api/items", _add, methods=["POST"]),
            Route("/api/items", _listing, methods=["GET"]),
            Route("/api/media", _listing, methods=["GET"]),
            Route("/api/items/{id:int}", _one, methods=["GET", "PUT", "DELETE"]),
        ]
    )
    app.state.rogue = rogue
    return app


async def _listing(request: Request) -> Response:
    rogue: Rogue = request.app.state.rogue
    rows = [{**doc, "id": number} for number, doc in sorted(rogue.items.items())]
    if request.url.path == "/api/media":
        rows = []
    wanted = request.query_params.get("externalId")
    if wanted is not None:
        rows = [row for row in rows if row["externalId"] == wanted]
    page = int(request.query_params.get("page", "1"))
    return JSONResponse({"data": rows if page == 1 else [], "total": len(rows)})


async def _one(request: Request) -> Response:
    rogue: Rogue = request.app.state.rogue
    number = request.path_params["id"]
    if number in rogue.moved:
        # It was renumbered meanwhile.
        rogue.moved.discard(number)
        rogue.items[number + 5000] = rogue.items.pop(number)
    if number not in rogue.items:
        return JSONResponse({"code": "not-found"}, 404)
    if request.method == "DELETE":
        del rogue.items[number]
        return Response(status_code=204)
    if request.method == "PUT":
        rogue.items[number] = json.loads(await request.body())
    return JSONResponse({**rogue.items[number], "id": number})


async def _add(request: Request) -> Response:
    rogue: Rogue = request.app.state.rogue
    doc = json.loads(await request.body())
    way = doc["title"].split(" ")[0]
    rogue.creations[way] = rogue.creations.get(way, 0) + 1
    if way in STORES_NOTHING:
        return STORES_NOTHING[way]()
    number = rogue.store(doc)
    if way == "good":
        rogue.first = number
    if way == "twice":
        rogue.store(dict(doc))
    if way == "moves":
        rogue.moved.add(number)
    told = {"ours": rogue.first, "foreign": FOREIGN}.get(way, number)
    answer = STORES.get(way)
    if answer is not None:
        return answer(request, number)
    return JSONResponse({**doc, "id": told}, 201)


def _endless(request: Request, _number: int) -> Response:
    rogue: Rogue = request.app.state.rogue

    async def pieces() -> AsyncGenerator[bytes]:
        yield b'{"id": 1, "pad": "'
        while rogue.sent < FIVE_GB and not await request.is_disconnected():
            rogue.sent += len(PIECE)
            yield PIECE

    return StreamingResponse(pieces(), 201, media_type="application/json")


def _drip(_request: Request, number: int) -> Response:
    async def drops() -> AsyncGenerator[bytes]:
        for drop in f'{{"id": {number}, "pad": "{"." * 500}"}}':
            yield drop.encode()
            await asyncio.sleep(0.1)

    return StreamingResponse(drops(), 201, media_type="application/json")


def _raw(body: bytes) -> Any:
    return lambda _request, number: Response(
        body.replace(b"NUMBER", str(number).encode()),
        201,
        media_type="application/json",
    )


STORES_NOTHING = {
    "redirect": lambda: Response(
        status_code=302, headers={"location": "http://169.254.169.254/latest"}
    ),
    "html": lambda: Response(HTML, 200, media_type="text/html; charset=utf-8"),
    "refused": lambda: JSONResponse({"code": "bad", "id": "\x00"}, 422),
}
STORES = {
    "hidden": lambda _request, _number: Response(HTML, 200, media_type="text/html"),
    "huge": _endless,
    "drip": _drip,
    "utf8": _raw(b'{"id": NUMBER, "title": "Ph\xe1\xbb"}'),
    "half": _raw(b'{"id": NUMBER, "title": "\\ud800"}'),
    "nul": _raw(b'{"id": "NUMBER\\u0000"}'),
    "deep": _raw(b'{"id": NUMBER, "a": ' + b"[" * 900 + b"]" * 900 + b"}"),
    "nan": _raw(b'{"id": NUMBER, "a": NaN}'),
}
