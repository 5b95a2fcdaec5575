"""A target behind a security server: one SOAP request, one answer."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid4, uuid5

from typing_extensions import override

from asean_sync.connectors.answers import at, identified, identity, text_at
from asean_sync.connectors.classify import classify
from asean_sync.connectors.client import Client
from asean_sync.connectors.interface import (
    Capabilities,
    Connector,
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
from asean_sync.connectors.soap import elements, envelope
from asean_sync.connectors.soap.envelope import Message, UnreadableError
from asean_sync.connectors.soap.options import SoapOptions, problems
from asean_sync.profiles.document import Profile
from asean_sync.profiles.kinds import Spec
from asean_sync.profiles.wire import Rule
from phohien import clock
from phohien.canonical import canonical_json, sha256_hex


def _says(begins: str) -> str:
    return f"starts_with(fault.code || '', '{begins}')"


# After the profile's own rules. A fault of the exchange names who failed: the message
# itself, a right, or an address; then nothing reached the service. Else it is in doubt.
FAULTS = [
    Rule.model_validate(one)
    for one in (
        {"body": _says("Server.ServerProxy.AccessDenied"), "as": "auth_failed"},
        {
            "body": _says("Server.ClientProxy.SslAuthenticationFailed"),
            "as": "auth_failed",
        },
        {"body": _says("Server.ClientProxy.UnknownMember"), "as": "transient"},
        {"body": _says("Server.ServerProxy.UnknownService"), "as": "transient"},
        {"body": _says("Server.ServerProxy.ServiceDisabled"), "as": "transient"},
        {"body": _says("Client"), "op": "upsert", "as": "rejected"},
        {"body": _says("Client"), "op": "withdraw", "as": "transient"},
    )
]


class SoapXRoad(Connector):
    kind: ClassVar[str] = "soap_xroad"

    def __init__(self, profile: Profile, client: Client) -> None:
        super().__init__(profile, client)
        self._options = SoapOptions.model_validate(profile.options)

    @override
    @classmethod
    def spec(cls) -> Spec:
        needs = frozenset({"base_url", "options"})
        return Spec(SoapOptions, needs, frozenset({"endpoints"}), problems)

    @override
    def capabilities(self) -> Capabilities:
        given, operations = self._profile.capabilities, self._options.operations
        return Capabilities(
            find_by_key=given.find_by_key and operations.find is not None,
            read_back=given.read_back,
            list_all=given.list_all and operations.list is not None,
        )

    @override
    def can_update(self, role: Role) -> bool:
        return self._options.operations.update is not None

    @override
    def prepare(self, wanted: Wanted) -> Prepared:
        message = Message(
            str(uuid5(NAMESPACE_URL, wanted.idempotency_key)),
            self._operation(wanted.op),
            wanted.key,
            wanted.remote_id,
            wanted.payload,
            wanted.files,
        )
        digests = [one.sha256 for one in wanted.files]
        bare = envelope.write(self._options, replace(message, files=()))
        told = {"message": sha256_hex(bare), "files": digests}
        content = envelope.write(self._options, message) if digests else bare
        digest = sha256_hex(canonical_json(told)) if digests else told["message"]
        return self._prepared(wanted.op, message, content, str(digest))

    def _prepared(
        self, op: Op, message: Message, content: bytes, digest: str
    ) -> Prepared:
        return Prepared(
            op,
            "POST",
            self._options.path.replace("{operation}", message.operation),
            digest,
            body=content,
            form={"id": message.id, "operation": message.operation},
            headers={**self._profile.sent_headers, **envelope.HEADERS},
            message_id=message.id,
            remote_id=message.remote_id,
        )

    def _operation(self, op: Op) -> str:
        operations = self._options.operations
        found: str | None = getattr(operations, op.value)
        assert found is not None  # noqa: S101 -- capabilities are asked first
        return found

    @override
    async def send(self, prepared: Prepared, role: Role) -> Outcome:
        outcome, answer = await self._asked(prepared)
        if outcome.verdict is not Verdict.APPLIED or prepared.op is Op.WITHDRAW:
            return outcome
        named = identity(at(self._options.answers.id, answer))
        url = text_at(self._options.answers.url, answer)
        return identified(outcome, named, prepared.remote_id, url)

    @override
    async def find(self, role: Role, key: str) -> Sighting:
        outcome, answer = await self._look(Op.FIND, self._operation(Op.FIND), key=key)
        if outcome.verdict is not Verdict.APPLIED:
            return Sighting(outcome)
        refs = [ref for ref in self._refs(answer) if ref.key == key]
        return Sighting(outcome, tuple(sorted(refs, key=lambda ref: ref.order)))

    @override
    async def fetch(self, role: Role, remote_id: str) -> Sighting:
        operation = self._operation(Op.FETCH)
        outcome, answer = await self._look(Op.FETCH, operation, remote_id=remote_id)
        if outcome.verdict is not Verdict.APPLIED:
            return Sighting(outcome)
        answers = self._options.answers
        if at(answers.absent, answer):
            return Sighting(replace(outcome, verdict=Verdict.ABSENT))
        state = envelope.payload_of(self._options, at(answers.payload, answer))
        if not isinstance(state, dict):
            why = "the answer shows nothing that was sent"
            return Sighting(replace(outcome, verdict=Verdict.NOT_APPLIED, why=why))
        key = at(answers.key, answer)
        return Sighting(outcome, state=state, key=key if isinstance(key, str) else None)

    @override
    def expected(self, role: Role, key: str, payload: dict[str, Any]) -> dict[str, Any]:
        if self._options.payload == "json":
            return payload
        found: dict[str, Any] = elements.shown(payload)
        return found

    @override
    async def list_remote(self, role: Role) -> AsyncIterator[RemoteRef]:
        operation = self._options.operations.list
        assert operation is not None  # noqa: S101 -- the profile promises list_all
        if role is Role.MEDIA:
            return
        outcome, answer = await self._look(Op.FIND, operation)
        if outcome.verdict is not Verdict.APPLIED:
            raise ListingError(outcome.why)
        for ref in self._refs(answer):
            yield ref

    @override
    async def check(self, role: Role) -> list[Finding]:
        """Asks for what cannot be there: the answer shows the rest."""
        if self.capabilities().find_by_key:
            seen = await self.find(role, PROBE)
        else:
            seen = await self.fetch(role, PROBE)
        return findings(seen, at=clock.now())

    def _refs(self, answer: Any) -> list[RemoteRef]:
        answers, found = self._options.answers, []
        listed = at(answers.list, answer)
        for one in listed if isinstance(listed, list) else [listed]:
            named, key = identity(at(answers.id, one)), at(answers.key, one)
            if named is not None and isinstance(key, str):
                found.append(RemoteRef(named, key, text_at(answers.url, one)))
        return found

    async def _look(self, op: Op, operation: str, **asked: str) -> tuple[Outcome, Any]:
        message = Message(
            str(uuid4()), operation, asked.get("key"), asked.get("remote_id")
        )
        content = envelope.write(self._options, message)
        return await self._asked(
            self._prepared(op, message, content, sha256_hex(content))
        )

    async def _asked(self, prepared: Prepared) -> tuple[Outcome, Any]:
        """What the answer means, and its fields. The evidence keeps it as it came."""
        answer = await self._client.exchange(prepared)
        said = None
        document: dict[str, Any] = {}
        translated: Reply | Silence = answer
        if isinstance(answer, Reply):
            # The id of the message stands in the logs of both security servers.
            named = {**answer.headers, "x-request-id": prepared.form["id"]}
            answer = replace(answer, headers=named)
            message = Message(prepared.form["id"], prepared.form["operation"])
            try:
                document = envelope.read(answer.body, self._options, message)
                body = json.dumps(document, ensure_ascii=False).encode()
            except UnreadableError as error:
                said, body = str(error), b"<unreadable/>"
            # Some gateways send a fault with a status that says all is well.
            status = 500 if "fault" in document else answer.status
            translated = replace(answer, status=status, body=body)
        rules = [*self._profile.classify, *FAULTS]
        outcome = classify(prepared.op, translated, rules, at=clock.now())
        if not isinstance(answer, Reply):
            return outcome, None
        return _told(replace(outcome, reply=answer), document, said), document.get(
            "answer"
        )


def _told(outcome: Outcome, document: dict[str, Any], said: str | None) -> Outcome:
    fault = document.get("fault")
    if fault and outcome.verdict is not Verdict.APPLIED:
        why = f"{outcome.why}: {fault['code']}: {fault['text']}"
        return replace(outcome, why=why)
    return outcome if said is None else replace(outcome, why=f"the answer {said}")
