"""The six verbs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content_api.oai import queries
from content_api.oai.arguments import LISTS, Selection, Verb, known_prefix, read
from content_api.oai.envelopes import Envelope, Repository
from content_api.oai.errors import Code, ProtocolError, bad_token, no_records
from content_api.oai.queries import Record
from content_api.public.choice import NAMES
from content_api.public.pool import PublicPool
from content_api.types.registry import all_types
from phohien.callers import Caller
from phohien.db import Database

PAGE = {Verb.HEADERS: 500, Verb.RECORDS: 100}
SCOPE = "target:"


@dataclass(frozen=True, slots=True)
class Provider:
    """What an answer is made from. `caller` may hold the keys of targets."""

    pool: PublicPool
    database: Database
    repository: Repository
    caller: Caller | None

    def holds(self, target: str) -> bool:
        return self.caller is not None and SCOPE + target in self.caller.scopes


async def answer(provider: Provider, pairs: Sequence[tuple[str, str]]) -> bytes:
    # Asked first: what is stamped later than this is of the next harvest.
    at = await queries.settled(provider.pool)
    envelope = Envelope(provider.repository, at)
    try:
        verb, given = read(pairs)
        envelope.start(pairs)
        await _answer(provider, envelope, verb, given, at)
    except ProtocolError as wrong:
        return Envelope(provider.repository, at).error(pairs, wrong)
    return envelope.finished()


async def _answer(
    provider: Provider,
    envelope: Envelope,
    verb: Verb,
    given: Mapping[str, str],
    at: datetime,
) -> None:
    if verb in LISTS:
        await _list(provider, envelope, _selection(provider, verb, given), at)
    elif verb is Verb.RECORD:
        prefix = known_prefix(given["metadataPrefix"])
        record = await _one(provider, given["identifier"], whole=True)
        envelope.record(envelope.content(verb), record, prefix, None)
    elif verb is Verb.FORMATS:
        if "identifier" in given:
            await _one(provider, given["identifier"], whole=False)
        envelope.formats()
    elif verb is Verb.SETS:
        if "resumptionToken" in given:  # they fit one page, so none was handed out
            raise bad_token()
        envelope.sets(await _sets(provider))
    else:
        sample = provider.repository.identifier("hy-destination-7k3m9qx2", "vi")
        envelope.identify(await queries.earliest(provider.pool), sample)


def _selection(provider: Provider, verb: Verb, given: Mapping[str, str]) -> Selection:
    token = given.get("resumptionToken")
    if token is None:
        return Selection.of(verb, dict(given))
    return Selection.resumed(verb, token, provider.pool.secret)


async def _list(
    provider: Provider, envelope: Envelope, selection: Selection, at: datetime
) -> None:
    target = selection.part("target")
    found = await _page(provider, selection, at)
    size = PAGE[selection.verb]
    shown, complete = found[:size], len(found) <= size
    if target is not None and provider.holds(target):
        await _note(provider, selection, target, at, complete=complete)
    if not shown:
        raise no_records()
    content = envelope.content(selection.verb)
    for record in shown:
        if selection.verb is Verb.RECORDS:
            envelope.record(content, record, selection.prefix, target)
        else:
            envelope.header(content, record, target)
    if not complete:
        last = shown[-1]
        rest = selection.after(last.stamp, last.place, shown=len(shown))
        token = rest.token(provider.pool.secret)
        envelope.resumption(content, token, selection.cursor)
    elif selection.cursor:
        envelope.resumption(content, "", selection.cursor)


async def _page(provider: Provider, selection: Selection, at: datetime) -> list[Record]:
    """One more than a page holds, if there is one more."""
    rows = PAGE[selection.verb] + 1
    before = min(selection.before or at, at)
    wanted: dict[str, Any] = {
        "start": selection.start,
        "before": before,
        "stamp": selection.stamp,
        "place": selection.place if selection.stamp else None,
    }
    target = selection.part("target")
    if not selection.is_known_set:
        return []
    if target is not None:
        if provider.caller is None or not provider.holds(target):
            return []
        digest = provider.caller.token_digest
        return await queries.offered(
            provider.pool, {**wanted, "digest": digest, "target": target}, rows=rows
        )
    parts = {"lang": selection.part("lang"), "type": selection.part("type")}
    return await queries.records(
        provider.pool,
        {**wanted, **parts},
        rows=rows,
        whole=selection.verb is Verb.RECORDS,
    )


async def _note(
    provider: Provider,
    selection: Selection,
    target: str,
    at: datetime,
    *,
    complete: bool,
) -> None:
    """The receipt of a page; the one that is complete speaks for all of them."""
    assert provider.caller is not None  # noqa: S101 -- it holds the key of the target
    noted = {
        "digest": provider.caller.token_digest,
        "target": target,
        "verb": selection.verb.value,
        "start": selection.start,
        "until": min(selection.before or at, at),
        "complete": complete,
    }
    async with provider.database.writing() as session:
        await queries.note_harvest(session, noted)


async def _one(provider: Provider, identifier: str, *, whole: bool) -> Record:
    named = provider.repository.named(identifier)
    if named is not None:
        wanted = {"key": named[0], "lang": named[1]}
        found = await queries.records(provider.pool, wanted, rows=1, whole=whole)
        if found:
            return found[0]
    raise ProtocolError(Code.NO_ID, "There is no such identifier.")


async def _sets(provider: Provider) -> dict[str, str]:
    named = {
        f"type:{one.code}": f"{one.title.vi} / {one.title.en}" for one in all_types()
    }
    for lang in await queries.languages(provider.pool):
        named[f"lang:{lang}"] = NAMES.get(lang, lang)
    scopes = provider.caller.scopes if provider.caller else frozenset[str]()
    codes = [scope.removeprefix(SCOPE) for scope in scopes if scope.startswith(SCOPE)]
    for code, vi, en in await queries.targets(provider.pool, codes) if codes else ():
        named[SCOPE + code] = f"{vi} / {en}"
    return named
