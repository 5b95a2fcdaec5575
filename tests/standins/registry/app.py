"""A ministry's register nobody here has met: one record holds all languages.

Clients choose the UUIDs, lists go by cursor, files travel as base64 inside JSON, and
tokens by OAuth 2.0 client credentials last a few seconds. It shares no code with the
sync nor with the other stand-ins.
"""

import base64
import binascii
import hashlib
import json
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LARGEST = 2_000_000


@dataclass
class Registry:
    """What it holds. `lifetime` is how long a token lasts, in seconds."""

    client: str = "tinh-hung-yen"
    word: str = "mat-khau-kho-doan"
    lifetime: float = 300.0
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, float] = field(default_factory=dict)
    issued: int = 0
    log: list[tuple[str, str, int]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    # The next so many writes are carried out, and their answers are lost.
    lose: int = 0

    def held(self, kind: str) -> dict[str, dict[str, Any]]:
        return {"records": self.records, "files": self.files}[kind]


def create_app(registry: Registry) -> Starlette:
    app = Starlette(
        routes=[
            Route("/oauth/token", _token, methods=["POST"]),
            Route("/v2/{kind}", _listing, methods=["GET"]),
            Route("/v2/{kind}/{uuid}", _one, methods=["GET", "PUT", "DELETE"]),
        ]
    )
    app.state.registry = registry
    return app


async def _token(request: Request) -> Response:
    registry: Registry = request.app.state.registry
    form = dict(
        pair.split("=", 1) for pair in (await request.body()).decode().split("&")
    )
    given = request.headers.get("authorization", "").removeprefix("Basic ")
    wanted = base64.b64encode(f"{registry.client}:{registry.word}".encode()).decode()
    if given != wanted:
        return JSONResponse({"error": "invalid_client"}, 401)
    if form != {"grant_type": "client_credentials", "scope": "write"}:
        return JSONResponse({"error": "invalid_request"}, 400)
    token = secrets.token_urlsafe(24)
    registry.tokens[token] = time.monotonic() + registry.lifetime
    registry.issued += 1
    return JSONResponse(
        {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
    )


def _allowed(request: Request) -> bool:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    until = request.app.state.registry.tokens.get(given, 0.0)
    return time.monotonic() < until


def _answer(request: Request, status: int, body: Any = None) -> Response:
    registry: Registry = request.app.state.registry
    registry.log.append((request.method, request.url.path, status))
    return Response(status_code=204) if body is None else JSONResponse(body, status)


async def _listing(request: Request) -> Response:
    if not _allowed(request):
        return _answer(request, 401, {"fault": {"code": "TOKEN"}})
    kind = request.path_params["kind"]
    held = sorted(request.app.state.registry.held(kind).values(), key=_by_id)
    limit = min(int(request.query_params.get("limit", "2")), 3)
    after = request.query_params.get("after")
    if after == "":
        return _answer(request, 400, {"fault": {"code": "EMPTY_CURSOR"}})
    if after is not None:
        place = json.loads(base64.urlsafe_b64decode(after))
        held = [one for one in held if _by_id(one) > place]
    shown, more = held[:limit], len(held) > limit
    cursor = None
    if more:
        text = json.dumps(_by_id(shown[-1])).encode()
        cursor = base64.urlsafe_b64encode(text).decode()
    return _answer(
        request, 200, {"hits": [{"entity": one} for one in shown], "next": cursor}
    )


def _by_id(one: dict[str, Any]) -> str:
    return str(one["meta"]["uuid"])


async def _one(request: Request) -> Response:
    kind, name = request.path_params["kind"], request.path_params["uuid"]
    body = await request.body()
    if not _allowed(request):
        return _answer(request, 401, {"fault": {"code": "TOKEN"}})
    if not UUID_FORM.fullmatch(name):
        return _answer(request, 422, {"fault": {"code": "UUID", "detail": name}})
    return _on_one(request, kind, name, body)


def _on_one(request: Request, kind: str, name: str, body: bytes) -> Response:
    registry: Registry = request.app.state.registry
    held = registry.held(kind)
    if request.method == "PUT":
        return _put(request, kind, name, body)
    if name not in held:
        return _answer(request, 404, {"fault": {"code": "GONE"}})
    if request.method == "DELETE":
        del held[name]
        return _lost(registry) or _answer(request, 204)
    return _answer(request, 200, {"entity": held[name]})


def _put(request: Request, kind: str, name: str, body: bytes) -> Response:
    registry: Registry = request.app.state.registry
    registry.bodies.append(body)
    try:
        # Records are wrapped, files are not: two habits of one house.
        given = json.loads(body)
        entity = _file(given) if kind == "files" else _record(given["entity"])
    except (KeyError, TypeError, ValueError, binascii.Error) as problem:
        return _answer(
            request, 422, {"fault": {"code": "SHAPE", "detail": str(problem)}}
        )
    held = registry.held(kind)
    version = held.get(name, {}).get("meta", {}).get("version", 0) + 1
    held[name] = {**entity, "meta": {"uuid": name, "version": version}}
    return _lost(registry) or _answer(
        request, 201 if version == 1 else 200, {"meta": held[name]["meta"]}
    )


def _lost(registry: Registry) -> Response | None:
    """Carried out, and a page of the server before it says otherwise."""
    if registry.lose <= 0:
        return None
    registry.lose -= 1
    return Response("<p>Bad gateway", 502, media_type="text/html")


def _record(given: dict[str, Any]) -> dict[str, Any]:
    if not given["translations"] or not isinstance(given["code"], str):
        message = "code and at least one translation are needed"
        raise ValueError(message)
    for lang, texts in given["translations"].items():
        if not texts["heading"]["text"]:
            message = f"{lang} has no heading"
            raise ValueError(message)
    if "hectares" in given and not isinstance(given["hectares"], int | float):
        message = "hectares is a number"
        raise ValueError(message)
    return given


def _file(given: dict[str, Any]) -> dict[str, Any]:
    content = base64.b64decode(given["base64"], validate=True)
    if len(content) > LARGEST:
        message = "the file is too large"
        raise ValueError(message)
    digest = hashlib.sha256(content).hexdigest()
    if given.get("sha256") != digest:
        message = "the bytes differ from their sha256"
        raise ValueError(message)
    kept = {name: value for name, value in given.items() if name != "base64"}
    return {**kept, "sha256": digest, "size": len(content)}
