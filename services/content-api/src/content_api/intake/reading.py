"""Entries of an Atom or RSS document. Nothing in it is followed or expanded."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from unicodedata import normalize
from urllib.parse import parse_qsl, urlencode, urlsplit

import nh3
from lxml import etree

from content_api.intake.errors import FeedUnreachableError
from phohien.canonical import sha256_hex

MOST_ENTRIES = 200
TITLE, SUMMARY, ADDRESS = 300, 2000, 2000
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
# A year that no clock of the database reaches would make the news unreadable.
_YEARS = range(1970, 2200)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_TRACKING = re.compile(r"^(?:utm_|fbclid|gclid)", re.IGNORECASE)
# Names of the same thing in RSS 2.0, RSS 1.0 and Atom.
_SUMMARIES = ("summary", "description", "content", "encoded")
_TIMES = ("published", "pubDate", "date", "updated")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as plain text."""

    guid: str
    url: str
    title: str
    summary: str
    published_at: datetime | None

    @property
    def guid_sha256(self) -> str:
        return _digest(self.guid)

    @property
    def url_sha256(self) -> str:
        return _digest(plain_address(self.url))

    @property
    def text_sha256(self) -> str:
        """Two feeds that carry the same words carry the same news.

        A headline alone, such as `Press release`, is the same on one day only.
        """
        day = self.published_at.date().isoformat() if self.published_at else self.url
        return _digest(f"{self.title}\n{self.summary or day}".casefold())


def entries(body: bytes) -> list[Entry]:
    """Raises FeedUnreachableError for what is no feed, or declares entities."""
    if _DECLARES.search(body):
        raise FeedUnreachableError("doctype")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise FeedUnreachableError("not-xml") from exc
    # In another encoding the declaration is not seen before it is parsed.
    if root.getroottree().docinfo.internalDTD is not None:
        raise FeedUnreachableError("doctype")
    if _name(root) not in {"rss", "feed", "RDF"}:
        raise FeedUnreachableError("not-a-feed")
    return list(_entries(root))


def plain_address(url: str) -> str:
    """The same page under two addresses, as far as that can be known."""
    parts = urlsplit(url)
    kept = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(pair[0])
    ]
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(sorted(kept))}"


def _entries(root: etree._Element) -> Iterator[Entry]:
    found = 0
    for element in root.iter():
        if _name(element) not in {"item", "entry"}:
            continue
        entry = _entry(element)
        if entry is None:
            continue
        yield entry
        found += 1
        if found == MOST_ENTRIES:
            return


def _entry(element: etree._Element) -> Entry | None:
    """None for an entry without a headline or an address."""
    texts: dict[str, str] = {}
    url = ""
    for child in element:
        name = _name(child)
        if name == "link":
            url = url or _link(child)
        elif name not in texts:
            texts[name] = "".join(str(text) for text in child.itertext())
    title = plain(texts.get("title", ""), TITLE)
    if not title or not url:
        return None
    summary = next((texts[name] for name in _SUMMARIES if texts.get(name)), "")
    moment = next((texts[name] for name in _TIMES if texts.get(name)), "")
    return Entry(
        guid=(texts.get("guid") or texts.get("id") or url).strip()[:ADDRESS],
        url=url,
        title=title,
        summary=plain(summary, SUMMARY),
        published_at=_moment(moment.strip()),
    )


def plain(text: str, longest: int) -> str:
    """Without markup: what a feed calls HTML is shown to people as text."""
    bare = nh3.clean(html.unescape(text), tags=set(), clean_content_tags={"script"})
    bare = _UNWRITABLE.sub("", html.unescape(bare))
    return normalize("NFC", _BLANKS.sub(" ", bare)).strip()[:longest].strip()


def _link(element: etree._Element) -> str:
    """Atom keeps the address in an attribute, RSS in the text."""
    if element.get("rel", "alternate") != "alternate":
        return ""
    address = (element.get("href") or element.text or "").strip()
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    usable = parts.scheme in {"http", "https"} and host and "." in host
    clean = address.isprintable() and " " not in address and "@" not in parts.netloc
    return address if usable and clean and len(address) <= ADDRESS else ""


def _name(element: etree._Element) -> str:
    """Without its namespace."""
    return etree.QName(element).localname


def _moment(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if moment.year not in _YEARS:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _digest(text: str) -> str:
    return sha256_hex(text.encode("utf-8", "replace"))
