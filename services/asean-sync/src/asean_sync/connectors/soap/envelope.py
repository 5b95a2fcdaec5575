"""SOAP 1.1 envelopes as the X-Road message protocol 4.0 has them."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from asean_sync.connectors.outcomes import FilePart
from asean_sync.connectors.rest.requests import wire_json
from asean_sync.connectors.soap import elements
from asean_sync.connectors.soap.options import Member, SoapOptions

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XROAD = "http://x-road.eu/xsd/xroad.xsd"
IDENTIFIERS = "http://x-road.eu/xsd/identifiers"
PROTOCOL = "4.0"
HEADERS = {"content-type": "text/xml; charset=utf-8", "soapaction": '""'}


class UnreadableError(Exception):
    """What came is no SOAP answer to what was asked."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one request asks; `id` names it in the logs of both security servers."""

    id: str
    operation: str
    key: str | None = None
    remote_id: str | None = None
    payload: dict[str, Any] | None = None
    files: Sequence[FilePart] = ()


def write(options: SoapOptions, message: Message) -> bytes:
    root = etree.Element(
        f"{{{SOAP}}}Envelope",
        nsmap={"soap": SOAP, "xroad": XROAD, "id": IDENTIFIERS},
    )
    _header(etree.SubElement(root, f"{{{SOAP}}}Header"), options, message)
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    name = f"{{{options.namespace}}}{message.operation}"
    _request(
        etree.SubElement(body, name, nsmap={"ns": options.namespace}), options, message
    )
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _header(header: etree._Element, options: SoapOptions, message: Message) -> None:
    client = options.client
    kind = "SUBSYSTEM" if client.subsystem else "MEMBER"
    _member(_block(header, "client", kind), client)
    service = _block(header, "service", "SERVICE")
    _member(service, options.service)
    _identifier(service, "serviceCode", message.operation)
    _identifier(service, "serviceVersion", options.version)
    for name, value in (
        ("userId", options.user),
        ("id", message.id),
        ("protocolVersion", PROTOCOL),
    ):
        etree.SubElement(header, f"{{{XROAD}}}{name}").text = value


def _block(header: etree._Element, name: str, kind: str) -> etree._Element:
    made = etree.SubElement(header, f"{{{XROAD}}}{name}")
    made.set(f"{{{IDENTIFIERS}}}objectType", kind)
    return made


def _member(parent: etree._Element, member: Member) -> None:
    _identifier(parent, "xRoadInstance", member.instance)
    _identifier(parent, "memberClass", member.member_class)
    _identifier(parent, "memberCode", member.member)
    _identifier(parent, "subsystemCode", member.subsystem)


def _identifier(parent: etree._Element, name: str, value: str | None) -> None:
    if value is not None:
        etree.SubElement(parent, f"{{{IDENTIFIERS}}}{name}").text = value


def _request(request: etree._Element, options: SoapOptions, message: Message) -> None:
    space = f"{{{options.namespace}}}"
    elements.add(request, f"{space}id", message.remote_id)
    elements.add(request, f"{space}key", message.key)
    if message.payload is not None and options.payload == "json":
        text = wire_json(message.payload).decode()
        elements.add(request, f"{space}payload", text)
    elif message.payload is not None:
        elements.add(request, f"{space}payload", message.payload)
    for file in message.files:
        made = etree.SubElement(request, f"{space}file")
        for name, value in (
            ("sha256", file.sha256),
            ("filename", file.filename),
            ("mime", file.mime),
        ):
            made.set(name, elements.text_of(value))
        file.content.seek(0)
        made.text = b64encode(file.content.read()).decode("ascii")


def read(content: bytes, options: SoapOptions, message: Message) -> dict[str, Any]:
    """`{"answer": …}` or `{"fault": {"code", "text"}}`. Raises UnreadableError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("is no XML") from error
    tree: Any = root.getroottree()
    if tree.docinfo.doctype:
        raise UnreadableError("has a document type, which SOAP forbids")
    if root.tag != f"{{{SOAP}}}Envelope":
        raise UnreadableError("is no SOAP envelope")
    body = root.find(f"{{{SOAP}}}Body")
    inside = None if body is None else next(iter(body.iterchildren("{*}*")), None)
    if inside is None:
        raise UnreadableError("has an empty body")
    if inside.tag == f"{{{SOAP}}}Fault":
        return {"fault": _fault(inside)}
    named = root.findtext(f"{{{SOAP}}}Header/{{{XROAD}}}id")
    if named is None or named.strip() != message.id:
        raise UnreadableError(f"answers another message ({str(named)[:100]})")
    if inside.tag != f"{{{options.namespace}}}{message.operation}Response":
        raise UnreadableError(f"answers with {str(inside.tag)[:200]}")
    return {"answer": elements.read(inside)}


def _fault(fault: etree._Element) -> dict[str, str]:
    """A prefix in a fault code is that of a namespace, and says nothing more."""
    code = (fault.findtext("faultcode") or "").strip()
    return {
        "code": code.rpartition(":")[2][:200],
        "text": (fault.findtext("faultstring") or "").strip()[:500],
    }


def payload_of(options: SoapOptions, found: Any) -> Any:
    """What `fetch` shows of a payload; None: nothing readable."""
    if options.payload == "xml":
        return found
    try:
        return json.loads(found) if isinstance(found, str) else None
    except (ValueError, RecursionError):
        return None
