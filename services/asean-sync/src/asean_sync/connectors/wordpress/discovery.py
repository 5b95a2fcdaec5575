"""What a site tells of the interface we rely on; anything beyond that may change."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from asean_sync.connectors.answers import at, document_of
from asean_sync.connectors.interface import ASKED, Contract, ListingError, Role
from asean_sync.connectors.outcomes import Op, Outcome, Prepared, Verdict
from asean_sync.connectors.wordpress.options import Options
from asean_sync.connectors.wordpress.reading import granted
from asean_sync.connectors.wordpress.requests import Requests
from asean_sync.profiles.document import Profile
from asean_sync.profiles.mapping import MapEntry

Look = Callable[[Prepared], Awaitable[Outcome]]
# Told in the time of the site, whichever that is.
LOCAL = frozenset({"date", "modified"})


@dataclass(frozen=True, slots=True)
class Sent:
    """One field that is sent: its value if that never changes, and what is in it."""

    const: Any = None
    parts: Mapping[str, "Sent"] | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    """Asks one site, with harmless requests only."""

    profile: Profile
    options: Options
    requests: Requests
    look: Look

    async def contract(self) -> Contract:
        """Raises ListingError when the site does not describe itself."""
        body: dict[str, Any] = {"takes_new": {}, "needs": {}}
        asked: set[str] = set()
        roles = [Role.ITEM] + ([Role.MEDIA] if self.profile.media else [])
        for role in roles:
            sent = self._sent(role)
            described = await self._described(self.requests.collection(role))
            body[role.value] = dict(_fields(at("schema.properties", described), sent))
            body["takes_new"][role.value] = _takes_new(described)
            needed = _needed(described) - sent.keys() - {"file"}
            body["needs"][role.value] = dict.fromkeys(sorted(needed), True)
            asked |= {f"{role.value}.{path}" for path in _paths(sent)}
            asked |= {f"needs.{role.value}.{name}" for name in sent}
        for name, terms in self.options.terms.items():
            body["takes_new"][name] = await self._terms(name, create=terms.create)
            asked.add(f"takes_new.{name}")
        body["account"] = await self._account()
        asked |= {f"account.{name}" for name in body["account"]}
        if LOCAL & self.profile.map.keys():
            body["time"] = await self._time()
            asked.add("time")
        return Contract({**body, ASKED: sorted(asked)})

    def _sent(self, role: Role) -> dict[str, Sent]:
        sent = {"slug": Sent()}
        if role is Role.ITEM:
            return sent | {
                name: _of_entry(entry) for name, entry in self.profile.map.items()
            }
        media = self.profile.media
        assert media is not None  # noqa: S101 -- asked by the caller
        named = {name: Sent() for name in media.form}
        return sent | named | {name: Sent(one) for name, one in media.const.items()}

    async def _described(self, collection: str) -> Any:
        """None: the site says that it has no such address."""
        path = self.requests.path(collection)
        asked = replace(self.requests.get(Op.FETCH, path), method="OPTIONS")
        outcome = await self.look(asked)
        document = document_of(outcome)
        if _has_no_route(outcome, document):
            return None
        known = isinstance(at("schema.properties", document), dict)
        if outcome.verdict is not Verdict.APPLIED or not known:
            raise ListingError(outcome.why or "the site describes no fields")
        return document

    async def _terms(self, name: str, *, create: bool) -> bool:
        """Whether terms can be looked up there, and made if the profile makes them."""
        described = await self._described(name)
        return described is not None and (not create or _takes_new(described))

    async def _account(self) -> dict[str, bool]:
        """What we are let do of what we do; empty where a site keeps that to itself."""
        outcome = await self.look(self.requests.get(Op.FETCH, self.requests.account()))
        if outcome.reply is None or outcome.verdict is Verdict.AUTH_FAILED:
            raise ListingError(outcome.why)
        return granted(document_of(outcome), self.options)

    async def _time(self) -> dict[str, Any]:
        names = ("timezone_string", "gmt_offset")
        path = self.requests.root("/", _fields=",".join(names))
        outcome = await self.look(self.requests.get(Op.FETCH, path))
        document = document_of(outcome)
        if outcome.verdict is not Verdict.APPLIED or not isinstance(document, dict):
            raise ListingError(outcome.why or "the site does not tell its time zone")
        return {name: document.get(name) for name in names}


def _of_entry(entry: MapEntry) -> Sent:
    inner = entry.object
    parts = {name: _of_entry(one) for name, one in inner.items()} if inner else None
    return Sent(entry.const, parts)


def _paths(sent: Mapping[str, Sent]) -> Iterator[str]:
    for name, one in sent.items():
        yield name
        for path in _paths(one.parts or {}):
            yield f"{name}.parts.{path}"


def _fields(known: Any, sent: Mapping[str, Sent]) -> Iterator[tuple[str, Any]]:
    """Of each field its type, and whether it takes what is always sent in it.

    Plugins add values to lists, which is no matter of ours.
    """
    for name in sorted(sent.keys() & (known if isinstance(known, dict) else {}).keys()):
        one, among = sent[name], at("enum", known[name])
        takes = one.const is None or not isinstance(among, list) or one.const in among
        locked = at("readonly", known[name]) is True
        told = {"type": at("type", known[name]), "takes": takes and not locked}
        if one.parts:
            told["parts"] = dict(_fields(at("properties", known[name]), one.parts))
        yield name, told


def _endpoint(described: Any) -> Any:
    """The part about making a new one."""
    return at("endpoints[?contains(methods, 'POST')] | [0]", described)


def _takes_new(described: Any) -> bool:
    return isinstance(_endpoint(described), dict)


def _needed(described: Any) -> set[str]:
    """What must be in every new one."""
    given = at("args", _endpoint(described))
    if not isinstance(given, dict):
        return set()
    return {name for name, one in given.items() if at("required", one) is True}


def _has_no_route(outcome: Outcome, document: Any) -> bool:
    """WordPress describes what it does not know as nothing at all."""
    if outcome.verdict is Verdict.APPLIED:
        return document in ([], {})
    status = outcome.reply.status if outcome.reply is not None else None
    said = at("code", document) == "rest_no_route"
    return said and status == HTTPStatus.NOT_FOUND
