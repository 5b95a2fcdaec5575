"""One call of the portal's API, and what it does when nothing goes wrong."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.standins.portal.multipart import BadForm, parse
from tests.standins.portal.store import Store

PATH = re.compile(r"/api/(?P<kind>items|media)(?:/(?P<id>\d+)(?P<content>/content)?)?")
PER_PAGE = 50
PER_PAGE_MAX = 200


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        if self.content_type.startswith(("application/json", "text/")):
            return self.body.decode(errors="replace")[:2000]
        return f"{len(self.body)} bytes of {self.content_type}"


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    query: dict[str, str]
    content_type: str
    body: bytes
    external_id: str | None = None

    @property
    def target(self) -> str:
        query = "&".join(f"{key}={value}" for key, value in self.query.items())
        return f"{self.path}?{query}" if query else self.path


def answer_json(status: int, body: Any, **headers: str) -> Answer:
    return Answer(
        status, json.dumps(body, ensure_ascii=False).encode(), headers=headers
    )


def refusal(status: int, code: str, message: str, **headers: str) -> Answer:
    return answer_json(status, {"code": code, "message": message}, **headers)


def perform(call: Call, store: Store) -> Answer:
    """The effect and the answer of a call; the effect is committed on return."""
    at = PATH.fullmatch(call.path)
    if at is None:
        return refusal(404, "no-such-path", "There is nothing at this path.")
    kind, held_id = at["kind"], at["id"]
    if held_id is None and call.method == "GET":
        return _listing(call, store, kind)
    if held_id is None and call.method == "POST":
        return _add_item(call, store) if kind == "items" else _add_media(call, store)
    if held_id is None:
        return refusal(405, "method", "This method is not offered here.")
    return _one(call, store, kind, int(held_id), content=bool(at["content"]))


def _one(call: Call, store: Store, kind: str, held_id: int, *, content: bool) -> Answer:
    missing = refusal(404, "not-found", "The portal holds no such object.")
    if call.method == "GET" and content:
        held = store.content(held_id) if kind == "media" else None
        return missing if held is None else Answer(200, held[0], held[1])
    if call.method == "GET":
        found = store.item(held_id) if kind == "items" else store.medium(held_id)
        return missing if found is None else answer_json(200, found)
    if call.method == "DELETE":
        return Answer(204) if store.remove(kind, held_id) else missing
    if call.method == "PUT" and kind == "items":
        return _replace(call, store, held_id) or missing
    return refusal(405, "method", "This method is not offered here.")


def _listing(call: Call, store: Store, kind: str) -> Answer:
    held = store.items if kind == "items" else store.media
    if "externalId" in call.query:
        return answer_json(200, {"data": held(call.query["externalId"])})
    try:
        page = max(int(call.query.get("page", "1")), 1)
        size = min(max(int(call.query.get("per_page", PER_PAGE)), 1), PER_PAGE_MAX)
    except ValueError:
        return refusal(400, "bad-page", "page and per_page are whole numbers.")
    rows = held()
    shown = rows[(page - 1) * size : page * size]
    return answer_json(200, {"data": shown, "total": len(rows)})


def _document(call: Call) -> dict[str, Any] | Answer:
    try:
        doc = json.loads(call.body)
    except ValueError:
        return refusal(400, "bad-json", "The body is not JSON.")
    if not isinstance(doc, dict):
        return refusal(422, "bad-body", "The body is a JSON object.")
    return doc


def _add_item(call: Call, store: Store) -> Answer:
    doc = _document(call)
    if isinstance(doc, Answer):
        return doc
    if not isinstance(doc.get("externalId"), str) or not doc["externalId"]:
        return refusal(422, "no-external-id", "externalId is required.")
    return answer_json(201, store.add_item(doc))


def _replace(call: Call, store: Store, item_id: int) -> Answer | None:
    doc = _document(call)
    if isinstance(doc, Answer):
        return doc
    held = store.replace_item(item_id, doc)
    return None if held is None else answer_json(200, held)


def _add_media(call: Call, store: Store) -> Answer:
    try:
        fields, file = parse(call.content_type, call.body)
    except BadForm as problem:
        return refusal(422, "bad-form", str(problem))
    if file is None or not fields.get("externalId"):
        return refusal(422, "bad-form", "file and externalId are required.")
    held = store.add_media(fields, file)
    if fields.get("sha256") and fields["sha256"].lower() != held["sha256"]:
        store.remove("media", held["id"])
        return refusal(422, "sha256-differs", "The bytes differ from their sha256.")
    return answer_json(201, held)


def external_id_of(call: Call, store: Store) -> str | None:
    """Which object a call is about, for the log and for faults bound to a key."""
    at = PATH.fullmatch(call.path)
    if at is None:
        return None
    if at["id"] is not None:
        return store.external_id(at["kind"], int(at["id"]))
    if call.method == "GET":
        return call.query.get("externalId")
    return _named_in_body(call, at["kind"])


def _named_in_body(call: Call, kind: str) -> str | None:
    try:
        if kind == "media":
            return parse(call.content_type, call.body)[0].get("externalId")
        return json.loads(call.body).get("externalId")
    except (BadForm, ValueError, AttributeError):
        return None
