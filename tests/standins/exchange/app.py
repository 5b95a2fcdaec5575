"""Plays a security server of X-Road and the service behind it, in one.

No target publishes such an interface; this one has the envelope of the message protocol
4.0 and elements of its own. It shares no code with the sync: its XML is read by another
library. Creating twice makes two, as anywhere.
"""

import hashlib
import itertools
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XROAD = "http://x-road.eu/xsd/xroad.xsd"
IDS = "http://x-road.eu/xsd/identifiers"
OURS = "urn:vn:fi:exchange"
LOOKS = {"traCuu", "danhSach", "docLai"}
CLIENT = ("VN", "GOV", "H33", "phohien")


@dataclass
class Exchange:
    """What it holds. With a `token` it lets nobody in without."""

    token: str = ""
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: itertools.count(1))
    # Answers instead of the right one, one after another, once the work is done or not.
    before: list[Callable[[], Response]] = field(default_factory=list)
    after: list[Callable[[str], Response]] = field(default_factory=list)

    def answer(self, content: bytes) -> Response:
        envelope = ET.fromstring(content)
        header, body = envelope[0], envelope[1]
        message = _text(header, XROAD, "id")
        client = header.find(f"{{{XROAD}}}client")
        service = header.find(f"{{{XROAD}}}service")
        asked = body[0]
        operation = asked.tag.removeprefix(f"{{{OURS}}}")
        self.calls.append((operation, message))
        if client is None or tuple(one.text for one in client) != CLIENT:
            return fault("Server.ServerProxy.AccessDenied", "Request is not allowed")
        if service is None or _text(service, IDS, "serviceCode") != operation:
            return fault("Server.ServerProxy.UnknownService", "No such service")
        assert _text(header, XROAD, "protocolVersion") == "4.0"
        if self.before and operation not in LOOKS:
            return self.before.pop(0)()
        inside = getattr(self, operation)(asked)
        if self.after and operation not in LOOKS:
            return self.after.pop(0)(message)
        return replied(operation, message, inside)

    def ghiMoi(self, asked: ET.Element) -> str:  # noqa: N802 -- its service code
        named = str(next(self.numbers))
        self.objects[named] = self._taken(asked)
        return f"<o:id>{named}</o:id><o:url>https://hub.example/{named}</o:url>"

    def ghiSua(self, asked: ET.Element) -> str:  # noqa: N802 -- as above
        named = _text(asked, OURS, "id")
        self.objects[named] = self._taken(asked)
        return f"<o:id>{named}</o:id>"

    def ghiGo(self, asked: ET.Element) -> str:  # noqa: N802 -- as above
        self.objects.pop(_text(asked, OURS, "id"), None)
        return "<o:done>true</o:done>"

    def docLai(self, asked: ET.Element) -> str:  # noqa: N802 -- as above
        named = _text(asked, OURS, "id")
        found = self.objects.get(named)
        if found is None:
            return "<o:found>false</o:found>"
        payload = found["raw"]
        return f"<o:id>{named}</o:id><o:key>{found['key']}</o:key>{payload}"

    def traCuu(self, asked: ET.Element) -> str:  # noqa: N802 -- as above
        return self._listed(_text(asked, OURS, "key"))

    def danhSach(self, asked: ET.Element) -> str:  # noqa: N802 -- as above
        del asked
        return self._listed(None)

    def _listed(self, key: str | None) -> str:
        return "".join(
            f"<o:object><o:id>{named}</o:id><o:key>{one['key']}</o:key></o:object>"
            for named, one in self.objects.items()
            if key in {None, one["key"]}
        )

    def _taken(self, asked: ET.Element) -> dict[str, Any]:
        payload = asked.find(f"{{{OURS}}}payload")
        assert payload is not None
        files = {}
        for one in asked.findall(f"{{{OURS}}}file"):
            content = b64decode(one.text or "")
            assert hashlib.sha256(content).hexdigest() == one.get("sha256")
            files[one.get("filename")] = content
        return {
            "key": _text(asked, OURS, "key"),
            "fields": {one.tag.rpartition("}")[2]: one for one in payload},
            "text": payload.text,
            "raw": ET.tostring(payload, encoding="unicode"),
            "files": files,
        }


def _text(parent: ET.Element, space: str, name: str) -> str:
    found = parent.find(f"{{{space}}}{name}")
    assert found is not None, name
    return found.text or ""


def replied(operation: str, message: str, inside: str) -> Response:
    body = f'<o:{operation}Response xmlns:o="{OURS}">{inside}</o:{operation}Response>'
    header = f'<x:id xmlns:x="{XROAD}">{message}</x:id>'
    return wrapped(f"<s:Header>{header}</s:Header><s:Body>{body}</s:Body>")


def fault(code: str, text: str, status: int = 500) -> Response:
    inside = f"<faultcode>s:{code}</faultcode><faultstring>{escape(text)}</faultstring>"
    return wrapped(f"<s:Body><s:Fault>{inside}</s:Fault></s:Body>", status)


def wrapped(inside: str, status: int = 200, before: str = "") -> Response:
    text = f'{before}<s:Envelope xmlns:s="{SOAP}">{inside}</s:Envelope>'
    return Response(text, status, media_type="text/xml; charset=utf-8")


def create_app(held: Exchange) -> Starlette:
    async def call(request: Request) -> Response:
        shown = request.headers.get("authorization", "")
        if held.token and shown != f"Bearer {held.token}":
            return Response("who are you?", 401, media_type="text/plain")
        return held.answer(await request.body())

    # One address for all, or one for each operation, as gateways have it.
    paths = ("/", "/{operation}")
    return Starlette(routes=[Route(path, call, methods=["POST"]) for path in paths])
