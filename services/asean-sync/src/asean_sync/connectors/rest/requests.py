"""Builds the requests of `rest_json`. Pure: the same wish gives the same request."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

from asean_sync.connectors.answers import at
from asean_sync.connectors.interface import Wanted
from asean_sync.connectors.outcomes import Op, Prepared
from asean_sync.profiles.mapping import MediaPart
from asean_sync.profiles.wire import Call
from phohien.canonical import canonical_json, sha256_hex


def path_of(call: Call, **values: str) -> str:
    path = call.template
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


def prepare(
    wanted: Wanted,
    call: Call,
    media: MediaPart | None,
    own_id: str | None,
    headers: Mapping[str, str],
) -> Prepared:
    """Complete but for credentials. `own_id` is the id we chose, where we do."""
    known = wanted.remote_id or own_id
    path = path_of(call, id=known or "", key=wanted.key)
    bare = Prepared(
        wanted.op,
        call.method,
        path,
        sha256_hex(f"{call.method} {path}".encode()),
        headers=headers,
        message_id=wanted.idempotency_key,
        remote_id=known,
    )
    if wanted.op is Op.WITHDRAW:
        return bare if call.send is None else _with_json(bare, call.send)
    if wanted.file is None or media is None or media.mode == "url":
        if wanted.payload is None:
            return bare
        return _with_json(bare, _body(call, wanted.payload))
    if media.mode == "base64":
        payload = {**(wanted.payload or {}), **_inline(wanted, media)}
        return _with_json(bare, _body(call, payload))
    return _with_form(bare, wanted, media)


def _body(call: Call, payload: dict[str, Any]) -> Any:
    return payload if call.body is None else at(call.body, payload)


def _with_json(bare: Prepared, payload: Any) -> Prepared:
    body = wire_json(payload)
    headers = {"content-type": "application/json", **bare.headers}
    return replace(bare, body=body, sha256=sha256_hex(body), headers=headers)


def _inline(wanted: Wanted, media: MediaPart) -> dict[str, str]:
    assert wanted.file is not None  # noqa: S101 -- asked by the caller
    wanted.file.content.seek(0)
    content = b64encode(wanted.file.content.read()).decode("ascii")
    return {media.file_field: content}


def _with_form(bare: Prepared, wanted: Wanted, media: MediaPart) -> Prepared:
    """The boundary of a multipart body is random, so its parts are what is hashed."""
    assert wanted.file is not None  # noqa: S101 -- asked by the caller
    payload = wanted.payload or {}
    form, parts = {name: _text(value) for name, value in payload.items()}, {}
    if media.json_field is not None:
        form, parts = {}, {media.json_field: wire_json(payload).decode()}
    told: dict[str, Any] = {"form": form, "file": wanted.file.sha256}
    digest = sha256_hex(canonical_json({**told, "json": parts} if parts else told))
    return replace(bare, form=form, json_parts=parts, file=wanted.file, sha256=digest)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def wire_json(payload: Any) -> bytes:
    """Keys sorted, text in NFC; decimal figures as numbers, where a profile says so."""
    return json.dumps(
        _composed(payload),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    ).encode()


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(one) for one in value]
    if isinstance(value, dict):
        return {normalize("NFC", key): _composed(one) for key, one in value.items()}
    return value
