"""Walks through a list that comes in pages, of any of the usual kinds."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpx

from asean_sync.connectors.answers import at, identity, parsed, text_at
from asean_sync.connectors.interface import ListingError
from asean_sync.connectors.outcomes import Outcome, RemoteRef, Reply, Verdict
from asean_sync.profiles.wire import Call, Pages

MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next page is: a path below base_url, or an address they named."""

    text: str
    is_url: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    refs: tuple[RemoteRef, ...]
    outcome: Outcome


# Asks for one page; gives the address that was asked, and what came.
Ask = Callable[[Place], Awaitable[tuple[str, Outcome]]]


class PageError(ListingError):
    """One page could not be read; `outcome` is what came instead."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome = outcome


@dataclass(slots=True)
class Walk:
    """One way through a list. Never ends before the list does: then it raises."""

    call: Call
    key: str = ""
    gone: str | None = None
    _seen: int = 0
    _first: int = 0
    _asked: set[str] = field(default_factory=set)
    _last: tuple[RemoteRef, ...] = ()

    @property
    def pages(self) -> Pages:
        return self.call.pages or Pages()

    async def through(self, ask: Ask) -> AsyncIterator[Page]:
        place = self._path(page=str(self.pages.start), offset="0", cursor="")
        for number in range(MOST_PAGES):
            address, outcome = await ask(place)
            if outcome.verdict is not Verdict.APPLIED or outcome.reply is None:
                raise PageError(outcome, outcome.why or "the list has another shape")
            refs, count = references(self.call, outcome.reply, self.gone)
            if refs is None:
                raise PageError(outcome, "no list of objects with id and key")
            yield Page(refs, outcome)
            self._asked |= {place.text, address}
            after = self._after(number, count, outcome.reply, address)
            if after is None:
                return
            if after.text in self._asked or (refs and refs == self._last):
                raise PageError(outcome, "the list goes in a circle")
            place, self._last = after, refs
        raise ListingError("the list does not end")

    def _after(
        self, number: int, count: int, reply: Reply, address: str
    ) -> Place | None:
        if self.call.pages is None and "{page}" not in self.call.template:
            return None
        if self.pages.kind in {"page", "offset"}:
            return self._counted(number, count, reply)
        if self.pages.kind == "link":
            named: Any = _linked(reply)
        else:
            named = at(self.pages.next or "", parsed(reply))
        if isinstance(named, bool) or not isinstance(named, str | int) or named == "":
            return None
        if self.pages.kind == "cursor":
            return self._path(cursor=str(named))
        return Place(urljoin(address, str(named)), is_url=True)

    def _counted(self, number: int, count: int, reply: Reply) -> Place | None:
        self._seen += count
        self._first = self._first or count
        total = at(self.pages.total, parsed(reply)) if self.pages.total else None
        if isinstance(total, int) and not isinstance(total, bool):
            ended = self._seen >= total
        else:
            # A target may give less than we asked for: the first page tells how many.
            ended = number > 0 and count < self._first
        if count == 0 or ended:
            return None
        page = str(self.pages.start + number + 1)
        return self._path(page=page, offset=str(self._seen))

    def _path(self, page: str = "", offset: str = "", cursor: str = "") -> Place:
        path = self.call.template
        if not cursor:
            path = _without(path, "{cursor}")
        values = {"page": page, "offset": offset, "cursor": cursor, "key": self.key}
        for name, value in {**values, "per_page": str(self.pages.size)}.items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        return Place(path)


def references(
    call: Call, reply: Reply, gone: str | None
) -> tuple[tuple[RemoteRef, ...] | None, int]:
    """None: the answer is no list of objects that carry an id and a key."""
    listed = at(call.list or "@", parsed(reply))
    if not isinstance(listed, list):
        return None, 0
    refs = []
    for one in listed:
        shown = one if call.object is None else at(call.object, one)
        found, key = identity(at(call.id, shown)), at(call.key, shown)
        if found is None or not isinstance(key, str):
            return None, 0
        if gone is None or not at(gone, shown):
            refs.append(RemoteRef(found, key, text_at(call.url, shown)))
    return tuple(refs), len(listed)


def _without(path: str, mark: str) -> str:
    """The first page has no cursor, and an empty one is not the same everywhere."""
    parts = urlsplit(path)
    kept = [one for one in parts.query.split("&") if mark not in one]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _linked(reply: Reply) -> str | None:
    link = reply.headers.get("link", "")
    links = httpx.Response(200, headers={"link": link}).links if link else {}
    return links.get("next", {}).get("url")
