"""Any target that speaks JSON over HTTP: a profile, and no code."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import quote

import jmespath
from typing_extensions import override

from asean_sync.connectors.classify import NOT_JSON, classify, parsed
from asean_sync.connectors.client import Client
from asean_sync.connectors.interface import (
    Capabilities,
    Connector,
    ListingError,
    Role,
    Wanted,
)
from asean_sync.connectors.outcomes import (
    Op,
    Outcome,
    Prepared,
    RemoteRef,
    Reply,
    Sighting,
    Verdict,
)
from asean_sync.profiles.document import Profile
from asean_sync.profiles.wire import Call, Endpoints
from phohien import clock
from phohien.canonical import canonical_json, sha256_hex

PER_PAGE = 100
LONGEST_ID = 500
MOST_PAGES = 10_000


class RestJson(Connector):
    kind: ClassVar[str] = "rest_json"

    def __init__(self, profile: Profile, client: Client) -> None:
        self._profile = profile
        self._client = client

    @override
    def capabilities(self) -> Capabilities:
        given = self._profile.capabilities
        return Capabilities(given.find_by_key, given.read_back, given.list_all)

    @override
    def can_update(self, role: Role) -> bool:
        return self._endpoints(role).update is not None

    @override
    def prepare(self, wanted: Wanted) -> Prepared:
        endpoints = self._endpoints(wanted.role)
        call = _call(endpoints, wanted.op)
        path = _path(call, id=wanted.remote_id or "", key=wanted.key)
        headers = self._headers(wanted)
        if wanted.file is not None:
            return _upload(wanted, call, path, headers)
        if wanted.payload is None:
            return Prepared(
                wanted.op,
                call.method,
                path,
                sha256_hex(f"{call.method} {path}".encode()),
                headers=headers,
            )
        body = canonical_json(wanted.payload)
        headers["content-type"] = "application/json"
        return Prepared(
            wanted.op, call.method, path, sha256_hex(body), body=body, headers=headers
        )

    @override
    async def send(self, prepared: Prepared, role: Role) -> Outcome:
        answer = await self._client.exchange(prepared)
        rules = self._profile.classify
        outcome = classify(prepared.op, answer, rules, at=clock.now())
        if outcome.verdict is not Verdict.APPLIED or prepared.op is Op.WITHDRAW:
            return outcome
        assert outcome.reply is not None  # noqa: S101 -- only an answer is `applied`
        call = _call(self._endpoints(role), prepared.op)
        return _with_id(outcome, call, parsed(outcome.reply))

    @override
    async def find(self, role: Role, key: str) -> Sighting:
        call = self._endpoints(role).find
        assert call is not None  # noqa: S101 -- the profile promises find_by_key
        outcome = await self._look(Op.FIND, _path(call, key=key))
        if outcome.verdict is not Verdict.APPLIED:
            return Sighting(outcome)
        refs = _refs(call, outcome.reply)
        if refs is None:
            return Sighting(_unreadable(outcome, "no list of objects with id and key"))
        # A target that ignores the filter would show everything as ours.
        same = [ref for ref in refs if ref.key == key]
        return Sighting(outcome, tuple(sorted(same, key=lambda ref: ref.order)))

    @override
    async def fetch(self, role: Role, remote_id: str) -> Sighting:
        call = self._endpoints(role).fetch
        outcome = await self._look(Op.FETCH, _path(call, id=remote_id))
        if outcome.verdict is not Verdict.APPLIED or outcome.reply is None:
            return Sighting(outcome)
        state = parsed(outcome.reply)
        if not isinstance(state, dict):
            return Sighting(_unreadable(outcome, "not a JSON object"))
        return Sighting(outcome, state=state)

    @override
    async def list_remote(self, role: Role) -> AsyncIterator[RemoteRef]:
        call = self._endpoints(role).list
        assert call is not None  # noqa: S101 -- the profile promises list_all
        for page in range(1, MOST_PAGES):
            path = _path(call, page=str(page), per_page=str(PER_PAGE))
            outcome = await self._look(Op.FIND, path)
            refs = _refs(call, outcome.reply)
            if outcome.verdict is not Verdict.APPLIED or refs is None:
                raise ListingError(outcome.why or "the list has another shape")
            for ref in refs:
                yield ref
            if len(refs) < PER_PAGE:
                return
        raise ListingError("the list does not end")

    async def _look(self, op: Op, path: str) -> Outcome:
        prepared = Prepared(op, "GET", path, sha256_hex(f"GET {path}".encode()))
        answer = await self._client.exchange(prepared)
        return classify(op, answer, self._profile.classify, at=clock.now())

    def _endpoints(self, role: Role) -> Endpoints:
        endpoints = self._profile.endpoints
        if role is Role.ITEM:
            return endpoints.items
        assert endpoints.media is not None  # noqa: S101 -- checked with the profile
        return endpoints.media

    def _headers(self, wanted: Wanted) -> dict[str, str]:
        named = self._profile.capabilities.idempotency_key
        return {named.header: wanted.idempotency_key} if named else {}


def _call(endpoints: Endpoints, op: Op) -> Call:
    if op is Op.WITHDRAW:
        return endpoints.withdraw
    if op is Op.UPDATE:
        assert endpoints.update is not None  # noqa: S101 -- can_update() is asked first
        return endpoints.update
    return endpoints.create


def _path(call: Call, **values: str) -> str:
    path = call.template
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


def _upload(
    wanted: Wanted, call: Call, path: str, headers: Mapping[str, str]
) -> Prepared:
    """The boundary of a multipart body is random, so its parts are what is hashed."""
    assert wanted.file is not None  # noqa: S101 -- asked by the caller
    form = {name: _text(value) for name, value in (wanted.payload or {}).items()}
    digest = sha256_hex(canonical_json({"form": form, "file": wanted.file.sha256}))
    return Prepared(
        wanted.op,
        call.method,
        path,
        digest,
        form=form,
        file=wanted.file,
        headers=headers,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _identity(found: Any) -> str | None:
    """An id that can stand in a path; anything else is no id."""
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    text = str(found)
    return text if 0 < len(text) <= LONGEST_ID and text not in {".", ".."} else None


def _with_id(outcome: Outcome, call: Call, document: Any) -> Outcome:
    """An acceptance that names no id cannot be believed yet."""
    identity = _identity(jmespath.search(call.id, document))
    if identity is None:
        return replace(
            outcome, verdict=Verdict.IN_DOUBT, why="the answer names no remote id"
        )
    return replace(outcome, remote_id=identity, remote_url=_link(call, document))


def _link(call: Call, document: Any) -> str | None:
    link = jmespath.search(call.url, document)
    return link[:2000] if isinstance(link, str) else None


def _unreadable(outcome: Outcome, why: str) -> Outcome:
    return replace(outcome, verdict=Verdict.NOT_APPLIED, why=why)


def _refs(call: Call, reply: Reply | None) -> list[RemoteRef] | None:
    """None: the answer is no list of objects that carry an id and a key."""
    document = NOT_JSON if reply is None else parsed(reply)
    if document is NOT_JSON:
        return None
    listed = jmespath.search(call.list or "@", document)
    if not isinstance(listed, list):
        return None
    refs = []
    for one in listed:
        identity = _identity(jmespath.search(call.id, one))
        key = jmespath.search(call.key, one)
        if identity is None or not isinstance(key, str):
            return None
        refs.append(RemoteRef(identity, key, _link(call, one)))
    return refs
