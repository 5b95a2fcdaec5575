"""The XML every answer is wrapped in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from content_api.addresses import Addresses
from content_api.markup import child, clean, document, element
from content_api.oai.errors import Code, ProtocolError
from content_api.oai.formats import OAI, XSI, metadata, schemas

_ROOT_SCHEMA = f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
# After these the request is not repeated: it may not be one at all.
_UNREPEATABLE = (Code.BAD_VERB, Code.BAD_ARGUMENT)


@dataclass(frozen=True, slots=True)
class Repository:
    """Who we are to a harvester."""

    addresses: Addresses
    domain: str
    email: str

    @property
    def base_url(self) -> str:
        return f"{self.addresses.root}/v1/oai"

    def identifier(self, key: str, lang: str) -> str:
        return f"oai:{self.domain}:{key}.{lang}"

    def named(self, identifier: str) -> tuple[str, str] | None:
        """Key and language of one of our identifiers."""
        start = f"oai:{self.domain}:"
        if not identifier.startswith(start) or "\0" in identifier:
            return None
        key, dot, lang = identifier.removeprefix(start).rpartition(".")
        return (key, lang) if dot else None


def seconds(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Envelope:
    """`content` is the element named after the verb, to be filled."""

    def __init__(self, repository: Repository, at: datetime) -> None:
        self._repository = repository
        self._root = element(OAI, "OAI-PMH")
        self._root.set(XSI, _ROOT_SCHEMA)
        child(self._root, "responseDate", seconds(at))
        self._request = child(self._root, "request", repository.base_url)
        self._at = at

    def start(self, pairs: Sequence[tuple[str, str]]) -> None:
        for name, value in pairs:
            self._request.set(name, clean(value))

    def content(self, verb: str) -> etree._Element:
        return child(self._root, verb)

    def error(self, pairs: Sequence[tuple[str, str]], wrong: ProtocolError) -> bytes:
        if wrong.code not in _UNREPEATABLE:
            self.start(pairs)
        child(self._root, "error", wrong.message, code=wrong.code)
        return document(self._root)

    def finished(self) -> bytes:
        return document(self._root)

    def identify(self, earliest: datetime | None, sample: str) -> None:
        said = self.content("Identify")
        child(said, "repositoryName", "Phố Hiến")
        child(said, "baseURL", self._repository.base_url)
        child(said, "protocolVersion", "2.0")
        child(said, "adminEmail", self._repository.email)
        child(said, "earliestDatestamp", seconds(earliest or self._at))
        child(said, "deletedRecord", "persistent")
        child(said, "granularity", "YYYY-MM-DDThh:mm:ssZ")
        described = child(said, "description")
        scheme = element(_IDENTIFIER, "oai-identifier")
        described.append(scheme)
        scheme.set(XSI, f"{_IDENTIFIER} {_IDENTIFIER}.xsd")
        child(scheme, "scheme", "oai")
        child(scheme, "repositoryIdentifier", self._repository.domain)
        child(scheme, "delimiter", ":")
        child(scheme, "sampleIdentifier", sample)

    def formats(self) -> None:
        said = self.content("ListMetadataFormats")
        known = schemas(self._repository.addresses)
        for prefix, (schema, namespace) in known.items():
            one = child(said, "metadataFormat")
            child(one, "metadataPrefix", prefix)
            child(one, "schema", schema)
            child(one, "metadataNamespace", namespace)

    def sets(self, named: Mapping[str, str]) -> None:
        said = self.content("ListSets")
        for spec, name in named.items():
            one = child(said, "set")
            child(one, "setSpec", spec)
            child(one, "setName", name)

    def header(
        self, parent: etree._Element, record: Any, target: str | None
    ) -> etree._Element:
        made = child(parent, "header")
        if record.deleted:
            made.set("status", "deleted")
        identifier = self._repository.identifier(record.key, record.lang)
        child(made, "identifier", identifier)
        child(made, "datestamp", seconds(record.stamp))
        child(made, "setSpec", f"type:{record.type}")
        child(made, "setSpec", f"lang:{record.lang}")
        if target is not None:
            child(made, "setSpec", f"target:{target}")
        return made

    def record(
        self, parent: etree._Element, found: Any, prefix: str, target: str | None
    ) -> None:
        """A deleted record is its header, and nothing else."""
        made = child(parent, "record")
        self.header(made, found, target)
        if not found.deleted:
            held = child(made, "metadata")
            held.append(metadata(found.doc, prefix, self._repository.addresses))

    def resumption(self, parent: etree._Element, token: str, cursor: int) -> None:
        child(parent, "resumptionToken", token, cursor=str(cursor))
