"""An exchange nobody here has met: it accepts, gives a ticket, and decides later.

One object for each language, lists go by Link header, files come as multipart with one
JSON part, and every request is signed by Standard Webhooks. It shares no code with the
sync nor with the other stand-ins.
"""

import hashlib
import hmac
import itertools
import json
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SKEW = 300


@dataclass
class Gateway:
    """What it holds. A ticket is decided `delay` seconds after it was given."""

    secret: str = "whsec_" + b64encode(b"hai-muoi-bon-byte-bi-mat").decode()
    delay: float = 0.4
    objects: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {"texts": {}, "files": {}}
    )
    contents: dict[str, bytes] = field(default_factory=dict)
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(100))
    seen_ids: list[str] = field(default_factory=list)
    bad_signatures: int = 0
    writes: list[tuple[str, str]] = field(default_factory=list)
    # Headlines with this word are turned down by the editors.
    unwanted: str = "CẤM"

    def settle(self) -> None:
        """Carry out whatever is due: what a queue would do in the background."""
        for ticket in self.tickets.values():
            if ticket["status"] == "queued" and time.monotonic() >= ticket["at"]:
                ticket["status"], ticket["ref"] = self._carry_out(ticket)

    def _carry_out(self, ticket: dict[str, Any]) -> tuple[str, str | None]:
        kind, op, body = ticket["kind"], ticket["op"], ticket["body"]
        held = self.objects[kind]
        if op == "delete":
            held.pop(ticket["ref"], None)
            return "published", ticket["ref"]
        if self.unwanted in json.dumps(body, ensure_ascii=False):
            return "turned-down", None
        ref = ticket["ref"] or f"R{next(self.numbers)}"
        if op == "replace" and ref not in held:
            return "turned-down", None
        held[ref] = {**body, "ref": ref}
        if kind == "files":
            self.contents[ref] = ticket["content"]
        return "published", ref


def create_app(gateway: Gateway) -> Starlette:
    app = Starlette(
        routes=[
            Route("/intake/{kind}", _listing, methods=["GET"]),
            Route("/intake/{kind}", _add, methods=["POST"]),
            Route("/intake/{kind}/{ref}", _one, methods=["GET", "PUT", "DELETE"]),
            Route("/tickets/{ticket}", _ticket, methods=["GET"]),
        ]
    )
    app.state.gateway = gateway
    return app


async def _signed(request: Request) -> Response | None:
    """Standard Webhooks 1.0.0, by its text."""
    gateway: Gateway = request.app.state.gateway
    gateway.settle()
    name = request.headers.get("webhook-id", "")
    moment = request.headers.get("webhook-timestamp", "0")
    body = await request.body()
    key = b64decode(gateway.secret.removeprefix("whsec_"))
    wanted = hmac.new(key, f"{name}.{moment}.".encode() + body, hashlib.sha256)
    expected = f"v1,{b64encode(wanted.digest()).decode()}"
    given = request.headers.get("webhook-signature", "").split(" ")
    if abs(time.time() - int(moment)) > SKEW or expected not in given or not name:
        gateway.bad_signatures += 1
        return JSONResponse({"problem": "signature"}, 401)
    gateway.seen_ids.append(name)
    return None


async def _listing(request: Request) -> Response:
    refused = await _signed(request)
    if refused:
        return refused
    gateway: Gateway = request.app.state.gateway
    kind = request.path_params["kind"]
    rows = list(gateway.objects[kind].values())
    ours = request.query_params.get("sender_ref")
    if ours is not None:
        rows = [row for row in rows if row["sender_ref"] == ours]
    start = int(request.query_params.get("from", "0"))
    size = 2
    headers = {}
    if len(rows) > start + size:
        query = f"from={start + size}" + (f"&sender_ref={ours}" if ours else "")
        path = f"/intake/{kind}?{query}"
        headers["link"] = f'</intake/{kind}>; rel="first", <{path}>; rel="next"'
    return JSONResponse(rows[start : start + size], headers=headers)


async def _add(request: Request) -> Response:
    refused = await _signed(request)
    if refused:
        return refused
    kind = request.path_params["kind"]
    if kind == "files":
        parts = _parts(request.headers["content-type"], await request.body())
        if set(parts) != {"about", "payload"}:
            return JSONResponse({"problem": f"parts {sorted(parts)}"}, 422)
        body, content = json.loads(parts["about"]), parts["payload"]
        if body.get("sha256") != hashlib.sha256(content).hexdigest():
            return JSONResponse({"problem": "sha256"}, 422)
        return _accept(request, "create", None, body, content)
    return _accept(request, "create", None, json.loads(await request.body()), b"")


async def _one(request: Request) -> Response:
    refused = await _signed(request)
    if refused:
        return refused
    gateway: Gateway = request.app.state.gateway
    kind, ref = request.path_params["kind"], request.path_params["ref"]
    if ref not in gateway.objects[kind]:
        return JSONResponse({"problem": "no such object"}, 404)
    if request.method == "PUT":
        return _accept(request, "replace", ref, json.loads(await request.body()), b"")
    if request.method == "DELETE":
        return _accept(request, "delete", ref, {}, b"")
    return JSONResponse({"object": gateway.objects[kind][ref]})


def _accept(
    request: Request, op: str, ref: str | None, body: dict[str, Any], content: bytes
) -> Response:
    gateway: Gateway = request.app.state.gateway
    if op != "delete" and not body.get("sender_ref"):
        return JSONResponse({"problem": "sender_ref is needed"}, 422)
    kind = request.path_params["kind"]
    name = f"T{next(gateway.numbers)}"
    gateway.writes.append((op, body.get("sender_ref") or str(ref)))
    gateway.tickets[name] = {
        "op": op,
        "ref": ref,
        "kind": kind,
        "body": body,
        "content": content,
        "status": "queued",
        "at": time.monotonic() + gateway.delay,
    }
    return Response(status_code=202, headers={"location": f"/tickets/{name}"})


async def _ticket(request: Request) -> Response:
    refused = await _signed(request)
    if refused:
        return refused
    gateway: Gateway = request.app.state.gateway
    ticket = gateway.tickets.get(request.path_params["ticket"])
    if ticket is None:
        return JSONResponse({"problem": "no such ticket"}, 404)
    if ticket["status"] == "queued" and int(request.path_params["ticket"][1:]) % 2:
        # Half of its machines answer by status alone.
        return Response(status_code=202, headers={"retry-after": "0"})
    told = {"state": ticket["status"], "result": {"ref": ticket["ref"]}}
    if ticket["status"] == "turned-down":
        told["remark"] = "Biên tập viên không nhận."
    return JSONResponse(told)


def _parts(content_type: str, body: bytes) -> dict[str, bytes]:
    """Read by the standard library's mail parser: not by the portal's reader."""
    head = f"content-type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    found = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        found[str(name)] = part.get_payload(decode=True)
    return found
