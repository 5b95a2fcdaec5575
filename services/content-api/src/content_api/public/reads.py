"""The public reads, whole: what a route, or the lane before it, answers with."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from content_api.public import schemas, service
from content_api.public.answers import (
    REVALIDATE,
    Finished,
    cache_control,
    finished,
    is_known,
    link_to,
)
from content_api.public.choice import Choice, choose
from content_api.public.pool import PublicPool
from content_api.public.service import Page

Pairs = Sequence[tuple[str, str]]
# Every line of the change log may alter an answer about this.
EVERYTHING = "*"
LISTS = "/v1/items"
CHANGES = "/v1/changes"
# Where half the hash of the last line stands in a page of the log.
HASH = slice(-66, -34)


@dataclass(frozen=True, slots=True)
class Read:
    """An answer, the first moment it ends by itself, and what alters it before.

    `about` holds keys of items, languages, lists as `list_of` names them, EVERYTHING;
    an answer about nothing stays.
    """

    done: Finished
    ends: datetime | None
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class Moved:
    """The item has another slug now."""

    slug: str
    headers: dict[str, str]


def list_of(lang: str, type_code: str | None, agency: str | None) -> str:
    """All released items in a language, of this type and agency if one is given."""
    return f"{lang}/{type_code or ''}/{agency or ''}"


def touched_by(key: str, lang: str, type_code: str, agency: str) -> Iterator[str]:
    """What a line of the change log may alter."""
    yield key
    yield lang
    for one in (None, type_code):
        yield list_of(lang, one, None)
        yield list_of(lang, one, agency)


async def items(
    pool: PublicPool,
    wanted: schemas.ItemFilter,
    accept_language: str | None,
    *,
    pairs: Pairs,
    at: datetime,
) -> Read:
    choice = choose(wanted.locale, accept_language)
    lang = await service.language_of_list(pool, choice, exact=bool(wanted.locale))
    page = await service.list_cards(pool, wanted, choice, lang=lang)
    headers = {
        "cache-control": cache_control(page.ends, at=at),
        "content-language": lang,
        "vary": "Accept, Accept-Language",
    }
    done = listed(page, headers, path=LISTS, pairs=pairs)
    if wanted.fallback is schemas.Fallback.ANY:
        return Read(done, _first(page.ends), frozenset([EVERYTHING]))
    # A card says in what languages its item is released.
    own = list_of(lang, wanted.type, wanted.agency)
    behind = _behind(choice, lang, empty=page.told is None)
    return Read(done, _first(page.ends), frozenset((*page.keys, own, *behind)))


async def item(
    pool: PublicPool,
    name: str,
    wanted: schemas.ItemQuery,
    accept_language: str | None,
    *,
    known: Sequence[str] = (),
    at: datetime,
) -> Read | Moved:
    """Without a body when its tag is `known`."""
    choice = choose(wanted.locale, accept_language)
    reading = await service.read_item(pool, name, choice, known=known)
    if reading.fallback and wanted.fallback is schemas.Fallback.NONE:
        await service.refuse_fallback(pool, name, choice, reading)
    shown = reading.shown
    headers = {
        "cache-control": cache_control([shown.expires_at], at=at),
        "content-language": shown.lang,
        "vary": "Accept, Accept-Language",
    }
    if name not in reading.names:
        return Moved(shown.slug, headers)
    body = b""
    if not is_known(reading.tag, list(known)):
        if shown.doc is None:  # the same text, but other languages came or went
            reading = await service.read_item(pool, name, choice)
        body = reading.body
    done = Finished(body, reading.tag, headers)
    return Read(done, shown.expires_at, frozenset([shown.key]))


async def changes(
    pool: PublicPool, wanted: schemas.ChangeQuery, *, pairs: Pairs
) -> Read:
    page = await service.list_changes(pool, wanted.since, limit=wanted.limit)
    # Lines are never altered, so a page that is full stays as it is.
    about = frozenset([EVERYTHING] if page.next_cursor is None else [])
    return Read(change_page(page, pairs=pairs), None, about)


def change_page(page: Page, *, pairs: Pairs) -> Finished:
    headers = {"cache-control": REVALIDATE, "vary": "Accept"}
    # The hash of the last line stands for all before it, so nothing is hashed again.
    tag = page.told[HASH].decode() if page.told else ""
    tag += "+" if tag and page.next_cursor else ""
    return listed(page, headers, path=CHANGES, pairs=pairs, cursor="since", tag=tag)


def listed(
    page: Page,
    headers: dict[str, str],
    *,
    path: str,
    pairs: Pairs,
    cursor: str = "cursor",
    tag: str = "",
) -> Finished:
    """A page as a list, with a link to the next one. Without `tag` it is hashed."""
    following = b"null"
    if page.next_cursor is not None:
        headers["link"] = link_to(path, pairs, cursor, page.next_cursor)
        following = f'"{page.next_cursor}"'.encode()
    body = b'{"data":[%b],"next_cursor":%b}' % (page.told or b"", following)
    return Finished(body, tag, headers) if tag else finished(body, headers)


def _first(ends: Iterable[datetime | None]) -> datetime | None:
    return min((end for end in ends if end is not None), default=None)


def _behind(choice: Choice, lang: str, *, empty: bool) -> Iterable[str]:
    """Languages whose first or last document makes another one be shown."""
    if lang not in choice.asked:
        return (EVERYTHING,)
    # Before `lang` has no document left, a list that shows some of them is dropped.
    return choice.asked if empty else choice.asked[: choice.asked.index(lang)]
