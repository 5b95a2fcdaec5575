"""Stands before a connector: what a target repeats of our secrets goes no further."""

import json
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from typing import Any

from asean_sync.connectors.credentials.redaction import clean
from asean_sync.connectors.interface import (
    Connector,
    Contract,
    Finding,
    ListingError,
    Role,
    Wanted,
)
from asean_sync.connectors.outcomes import (
    Outcome,
    Prepared,
    RemoteRef,
    Sighting,
    Verdict,
)

WHY = "the target named an id that repeats our credentials"


class Discreet:
    """All else is the connector's own. An id that holds a secret is no id."""

    def __init__(self, connector: Connector, secrets: Collection[str]) -> None:
        self._connector = connector
        self._secrets = secrets

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connector, name)

    async def provide(self, wanted: Wanted) -> Prepared | Outcome | None:
        found = await self._connector.provide(wanted)
        return self._outcome(found) if isinstance(found, Outcome) else found

    async def send(self, prepared: Prepared, role: Role) -> Outcome:
        return self._outcome(await self._connector.send(prepared, role))

    async def poll(self, role: Role, ticket: str) -> Outcome:
        return self._outcome(await self._connector.poll(role, ticket))

    async def find(self, role: Role, key: str) -> Sighting:
        return self._sighting(await self._connector.find(role, key))

    async def fetch(self, role: Role, remote_id: str) -> Sighting:
        return self._sighting(await self._connector.fetch(role, remote_id))

    async def check(self, role: Role) -> list[Finding]:
        found = await self._connector.check(role)
        return [replace(one, said=self._clean(one.said)) for one in found]

    async def discover(self) -> Contract | None:
        try:
            told = await self._connector.discover()
        except ListingError as error:
            raise ListingError(self._clean(str(error))) from None
        if told is None:
            return None
        text = json.dumps(told.body, ensure_ascii=False)
        cleaned = self._clean(text)
        return told if cleaned == text else Contract(json.loads(cleaned))

    async def list_remote(self, role: Role) -> AsyncIterator[RemoteRef]:
        try:
            async for ref in self._connector.list_remote(role):
                yield self._ref(ref)
        except ListingError as error:
            raise ListingError(self._clean(str(error))) from None

    def _clean(self, text: str) -> str:
        return clean(text, self._secrets)

    def _holds(self, text: str | None) -> bool:
        return text is not None and self._clean(text) != text

    def _ref(self, ref: RemoteRef) -> RemoteRef:
        if self._holds(ref.id):
            raise ListingError(WHY)
        url = self._clean(ref.url) if ref.url else None
        return replace(ref, key=self._clean(ref.key), url=url)

    def _outcome(self, outcome: Outcome) -> Outcome:
        why = self._clean(outcome.why)
        url = self._clean(outcome.remote_url) if outcome.remote_url else None
        if self._holds(outcome.remote_id) or self._holds(outcome.ticket):
            verdict = Verdict.IN_DOUBT
            return replace(
                outcome,
                verdict=verdict,
                why=WHY,
                remote_id=None,
                remote_url=None,
                ticket=None,
            )
        if (why, url) == (outcome.why, outcome.remote_url):
            return outcome
        return replace(outcome, why=why, remote_url=url)

    def _sighting(self, seen: Sighting) -> Sighting:
        if any(self._holds(ref.id) for ref in seen.refs):
            outcome = Outcome(Verdict.NOT_APPLIED, WHY, reply=seen.outcome.reply)
            return Sighting(outcome)
        return replace(
            seen,
            outcome=self._outcome(seen.outcome),
            refs=tuple(map(self._ref, seen.refs)),
            key=self._clean(seen.key) if seen.key is not None else None,
        )
