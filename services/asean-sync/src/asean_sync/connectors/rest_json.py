"""Any target that speaks JSON over HTTP: a profile, and no code."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, ClassVar

from typing_extensions import override

from asean_sync.connectors.answers import (
    NOT_JSON,
    at,
    identified,
    identity,
    parsed,
    text_at,
)
from asean_sync.connectors.classify import classify
from asean_sync.connectors.interface import (
    Asking,
    Capabilities,
    Connector,
    Contract,
    Finding,
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
    Silence,
    Verdict,
)
from asean_sync.connectors.rest.checks import PROBE, findings
from asean_sync.connectors.rest.paging import PageError, Place, Walk
from asean_sync.connectors.rest.profile import problems
from asean_sync.connectors.rest.requests import path_of, prepare
from asean_sync.connectors.rest.tickets import read_ticket, ticket_of
from asean_sync.mapping.item import chosen_id
from asean_sync.profiles.kinds import Spec
from asean_sync.profiles.wire import Call, Endpoints
from phohien import clock
from phohien.canonical import sha256_hex


class RestJson(Connector):
    kind: ClassVar[str] = "rest_json"

    @override
    @classmethod
    def spec(cls) -> Spec:
        needed = frozenset({"base_url", "endpoints"})
        return Spec(needs=needed, problems=problems)

    @override
    def capabilities(self) -> Capabilities:
        given = self._profile.capabilities
        find = given.find_by_key or self._profile.ids is not None
        return Capabilities(
            find, given.read_back, given.list_all, withdraw=given.withdraw
        )

    @override
    def can_update(self, role: Role) -> bool:
        return self._endpoints(role).update is not None

    @override
    def prepare(self, wanted: Wanted) -> Prepared:
        call = _call(self._endpoints(wanted.role), wanted.op)
        own = chosen_id(self._profile, wanted.key)
        media = self._profile.media if wanted.role is Role.MEDIA else None
        headers = self._profile.sent_headers
        named = self._profile.capabilities.idempotency_key
        if named is not None:
            headers[named.header.lower()] = wanted.idempotency_key
        return prepare(wanted, call, media, own, headers)

    @override
    async def send(self, prepared: Prepared, role: Role) -> Outcome:
        call = _call(self._endpoints(role), prepared.op)
        answer = await self._client.exchange(prepared)
        outcome = self._classified(
            prepared.op, answer, role, id_known=prepared.remote_id is not None
        )
        ticket = ticket_of(call, outcome)
        if ticket is not None:
            return replace(outcome, verdict=Verdict.ACCEPTED, ticket=ticket)
        if outcome.verdict is Verdict.ACCEPTED:
            why = "the answer promises a decision and names no ticket"
            return replace(outcome, verdict=Verdict.IN_DOUBT, why=why)
        if outcome.verdict is not Verdict.APPLIED or prepared.op is Op.WITHDRAW:
            return outcome
        return _with_id(outcome, call, prepared)

    @override
    async def discover(self) -> Contract | None:
        call = self._profile.calls.contract
        if call is None:
            return None
        outcome = await self._look(Op.FETCH, Place(call.template), Role.ITEM)
        if outcome.verdict is not Verdict.APPLIED or outcome.reply is None:
            raise ListingError(outcome.why or "the contract is not there")
        found = _object(call, outcome.reply)
        if found is NOT_JSON or found is None:
            raise ListingError("the contract cannot be read")
        return Contract(found if isinstance(found, dict) else {"contract": found})

    @override
    async def check(self, role: Role) -> list[Finding]:
        """Asks for what cannot be there: the answer shows the rest."""
        if self._endpoints(role).find is not None:
            seen = await self.find(role, PROBE)
        else:
            own = chosen_id(self._profile, PROBE)
            seen = await self.fetch(role, own or PROBE)
        return findings(seen, at=clock.now())

    @override
    def asking(self) -> Asking:
        tickets = self._profile.calls.tickets
        return Asking() if tickets is None else Asking(tickets.every, tickets.patience)

    @override
    async def poll(self, role: Role, ticket: str) -> Outcome:
        tickets = self._profile.calls.tickets
        assert tickets is not None  # noqa: S101 -- checked with the profile
        path = path_of(tickets.ask, ticket=ticket)
        outcome = await self._look(Op.POLL, Place(path), role)
        return read_ticket(tickets, outcome, ticket)

    @override
    async def find(self, role: Role, key: str) -> Sighting:
        endpoints = self._endpoints(role)
        if endpoints.find is None:
            return await self._find_by_own_id(role, key)
        walk = Walk(endpoints.find, key, endpoints.gone)
        refs: list[RemoteRef] = []
        outcome = Outcome(Verdict.NOT_APPLIED)
        try:
            async for page in walk.through(self._asking(role)):
                outcome = page.outcome
                # A target that ignores the filter would show everything as ours.
                refs += [ref for ref in page.refs if ref.key == key]
        except PageError as error:
            return Sighting(_unreadable(error.outcome, str(error)))
        return Sighting(outcome, tuple(sorted(refs, key=lambda ref: ref.order)))

    async def _find_by_own_id(self, role: Role, key: str) -> Sighting:
        """The id follows from the key, so the place to look is known."""
        own = chosen_id(self._profile, key)
        assert own is not None  # noqa: S101 -- without ids a profile names `find`
        seen = await self.fetch(role, own)
        if not seen.seen or seen.outcome.verdict is Verdict.ABSENT:
            return replace(seen, state=None)
        url = text_at(self._endpoints(role).fetch.url, seen.state)
        return Sighting(seen.outcome, (RemoteRef(own, key, url),), seen.state)

    @override
    async def fetch(self, role: Role, remote_id: str) -> Sighting:
        endpoints = self._endpoints(role)
        call = endpoints.fetch
        outcome = await self._look(Op.FETCH, Place(path_of(call, id=remote_id)), role)
        if outcome.verdict is not Verdict.APPLIED or outcome.reply is None:
            return Sighting(outcome)
        state = _object(call, outcome.reply)
        if not isinstance(state, dict):
            return Sighting(_unreadable(outcome, "not a JSON object"))
        if endpoints.gone is not None and at(endpoints.gone, state):
            return Sighting(replace(outcome, verdict=Verdict.ABSENT), state=state)
        return Sighting(outcome, state=state, key=_own_key(call, state))

    @override
    async def list_remote(self, role: Role) -> AsyncIterator[RemoteRef]:
        endpoints = self._endpoints(role)
        assert endpoints.list is not None  # noqa: S101 -- the profile promises list_all
        walk = Walk(endpoints.list, gone=endpoints.gone)
        async for page in walk.through(self._asking(role)):
            for ref in page.refs:
                yield ref

    def _asking(self, role: Role) -> Any:
        async def ask(place: Place) -> tuple[str, Outcome]:
            if place.is_url and not self._client.permits(place.text):
                why = f"the list goes on at another address ({place.text[:200]})"
                return place.text, Outcome(Verdict.NOT_APPLIED, why=why)
            outcome = await self._look(Op.FIND, place, role)
            return self._client.url_of(_get(Op.FIND, place)), outcome

        return ask

    async def _look(self, op: Op, place: Place, role: Role) -> Outcome:
        prepared = replace(_get(op, place), headers=self._profile.sent_headers)
        answer = await self._client.exchange(prepared)
        return self._classified(op, answer, role)

    def _classified(
        self, op: Op, answer: Reply | Silence, role: Role, *, id_known: bool = False
    ) -> Outcome:
        return classify(
            op,
            answer,
            self._profile.classify,
            at=clock.now(),
            role=role.value,
            id_known=id_known,
        )

    def _endpoints(self, role: Role) -> Endpoints:
        endpoints = self._profile.calls
        if role is Role.ITEM:
            return endpoints.items
        assert endpoints.media is not None  # noqa: S101 -- checked with the profile
        return endpoints.media


def _get(op: Op, place: Place) -> Prepared:
    digest = sha256_hex(f"GET {place.text}".encode())
    if place.is_url:
        return Prepared(op, "GET", "", digest, url=place.text)
    return Prepared(op, "GET", place.text, digest)


def _call(endpoints: Endpoints, op: Op) -> Call:
    if op is Op.WITHDRAW:
        assert endpoints.withdraw is not None  # noqa: S101 -- checked with the profile
        return endpoints.withdraw
    if op is Op.UPDATE:
        assert endpoints.update is not None  # noqa: S101 -- can_update() is asked first
        return endpoints.update
    return endpoints.create


def _object(call: Call, reply: Reply) -> Any:
    document = parsed(reply)
    return document if call.object is None else at(call.object, document)


def _own_key(call: Call, state: Any) -> str | None:
    found = at(call.key, state)
    return found if isinstance(found, str) else None


def _with_id(outcome: Outcome, call: Call, prepared: Prepared) -> Outcome:
    assert outcome.reply is not None  # noqa: S101 -- only an answer is `applied`
    state = _object(call, outcome.reply)
    named, url = identity(at(call.id, state)), text_at(call.url, state)
    return identified(outcome, named, prepared.remote_id, url)


def _unreadable(outcome: Outcome, why: str) -> Outcome:
    if outcome.verdict is not Verdict.APPLIED:
        return outcome
    return replace(outcome, verdict=Verdict.NOT_APPLIED, why=why)
