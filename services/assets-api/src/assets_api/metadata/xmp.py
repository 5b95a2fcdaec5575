"""The rights of a file as XMP, in the fields that IPTC and PLUS name."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from assets_api.metadata import licences
from assets_api.metadata.statement import Statement

OPENING = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
CLOSING = '<?xpacket end="r"?>'
DC = "http://purl.org/dc/elements/1.1/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
IPTC_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
CREATIVE_COMMONS = "http://creativecommons.org/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SPACES = {
    "rdf": RDF,
    "dc": DC,
    "xmpRights": RIGHTS,
    "photoshop": PHOTOSHOP,
    "Iptc4xmpExt": IPTC_EXTENSION,
    "plus": PLUS,
    "cc": CREATIVE_COMMONS,
}
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tree(statement: Statement) -> str:
    """The `rdf:RDF` element alone, as an SVG drawing carries it."""
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in SPACES.items())
    said = "".join(_properties(statement))
    about = f'<rdf:Description rdf:about="">{said}</rdf:Description>'
    return f"<rdf:RDF {spaces}>{about}</rdf:RDF>"


def packet(statement: Statement) -> bytes:
    """Read-only: nothing is left free for others to write into."""
    whole = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{tree(statement)}</x:xmpmeta>'
    return f"{OPENING}{whole}{CLOSING}".encode()


def _properties(statement: Statement) -> Iterable[str]:
    if statement.creators:
        yield _list("dc:creator", "Seq", statement.creators)
    if statement.credit:
        yield f"<photoshop:Credit>{_text(statement.credit)}</photoshop:Credit>"
    if source := statement.source_uri:
        yield (
            f"<Iptc4xmpExt:DigitalSourceType>{source}</Iptc4xmpExt:DigitalSourceType>"
        )
    yield from _terms(statement)


def _terms(statement: Statement) -> Iterable[str]:
    uri = statement.licence_uri
    if statement.notice:
        yield _told("dc:rights", statement.notice)
        marked = not licences.is_free_of_rights(uri)
        yield f"<xmpRights:Marked>{marked}</xmpRights:Marked>"
    if statement.holder:
        yield _list("xmpRights:Owner", "Bag", [statement.holder])
        yield (
            '<plus:CopyrightOwner><rdf:Seq><rdf:li rdf:parseType="Resource">'
            f"<plus:CopyrightOwnerName>{_text(statement.holder)}"
            "</plus:CopyrightOwnerName></rdf:li></rdf:Seq></plus:CopyrightOwner>"
        )
    if statement.licence:
        yield _told("xmpRights:UsageTerms", statement.licence)
    if web := statement.web_statement or uri:
        yield f"<xmpRights:WebStatement>{_text(web)}</xmpRights:WebStatement>"
    if uri:
        yield f'<cc:license rdf:resource="{_attribute(uri)}"/>'


def _list(name: str, kind: str, values: Iterable[str]) -> str:
    lines = "".join(f"<rdf:li>{_text(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{lines}</rdf:{kind}></{name}>"


def _told(name: str, value: str) -> str:
    """A text that may stand in several languages; these are names and stand in none."""
    line = f'<rdf:li xml:lang="x-default">{_text(value)}</rdf:li>'
    return f"<{name}><rdf:Alt>{line}</rdf:Alt></{name}>"


def _text(value: str) -> str:
    return escape(NOT_IN_XML.sub("", value))


def _attribute(value: str) -> str:
    return escape(NOT_IN_XML.sub("", value), {'"': "&quot;"})
