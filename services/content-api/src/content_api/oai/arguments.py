"""What a harvester may ask for, verb by verb."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

from content_api.oai.errors import Code, ProtocolError, bad_argument, bad_token
from content_api.public.cursors import Seal
from phohien.pagination import BadCursorError


class Verb(StrEnum):
    IDENTIFY = "Identify"
    FORMATS = "ListMetadataFormats"
    SETS = "ListSets"
    RECORD = "GetRecord"
    HEADERS = "ListIdentifiers"
    RECORDS = "ListRecords"


LISTS = (Verb.HEADERS, Verb.RECORDS)
PREFIXES = ("oai_dc", "phohien")
_SELECTIVE = frozenset({"metadataPrefix", "from", "until", "set"})
# Which arguments a verb takes, and which of them it cannot do without.
ALLOWED = {
    Verb.IDENTIFY: frozenset[str](),
    Verb.FORMATS: frozenset({"identifier"}),
    Verb.SETS: frozenset({"resumptionToken"}),
    Verb.RECORD: frozenset({"identifier", "metadataPrefix"}),
    Verb.HEADERS: _SELECTIVE | {"resumptionToken"},
    Verb.RECORDS: _SELECTIVE | {"resumptionToken"},
}
REQUIRED = {
    Verb.RECORD: ("identifier", "metadataPrefix"),
    Verb.HEADERS: ("metadataPrefix",),
    Verb.RECORDS: ("metadataPrefix",),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_WORD = r"[A-Za-z0-9\-_.!~*'()]+"
_PREFIX, _SPEC = re.compile(_WORD), re.compile(f"{_WORD}(:{_WORD})*")
_SETS = ("type", "lang", "target")
SEALED = "oai"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records of a list; everything a resumption token has to carry."""

    verb: Verb
    prefix: str
    set: str | None = None
    since: str | None = None
    until: str | None = None
    stamp: str | None = None
    place: int = 0
    cursor: int = 0

    @classmethod
    def of(cls, verb: Verb, given: dict[str, str]) -> Self:
        selection = cls(
            verb,
            known_prefix(given["metadataPrefix"]),
            given.get("set"),
            given.get("from"),
            given.get("until"),
        )
        selection.check()
        return selection

    def check(self) -> None:
        if self.set is not None and not _SPEC.fullmatch(self.set):
            raise bad_argument("A set is words, parted by colons.")
        days = [day for day in (self.since, self.until) if day is not None]
        if len({len(day) for day in days}) > 1:
            raise bad_argument("from and until must have the same granularity.")
        start, end = self.start, self.before
        if start is not None and end is not None and start >= end:
            raise bad_argument("from must not be later than until.")

    @property
    def start(self) -> datetime | None:
        return None if self.since is None else parse(self.since)

    @property
    def before(self) -> datetime | None:
        """`until` is inclusive: up to the end of that second, or day."""
        if self.until is None:
            return None
        day = _DAY.fullmatch(self.until)
        step = timedelta(days=1) if day else timedelta(seconds=1)
        try:
            return parse(self.until) + step
        except OverflowError:
            return None

    def part(self, name: str) -> str | None:
        """`lang` of the set `lang:vi` is `vi`; of every other set there is none."""
        kind, _, value = (self.set or "").partition(":")
        return value if kind == name else None

    @property
    def is_known_set(self) -> bool:
        kind, _, value = (self.set or "").partition(":")
        return self.set is None or (kind in _SETS and bool(value))

    def after(self, stamp: datetime, place: int, *, shown: int) -> Self:
        cursor = self.cursor + shown
        return replace(self, stamp=stamp.isoformat(), place=place, cursor=cursor)

    def token(self, secret: bytes) -> str:
        kept = [self.prefix, self.set, self.since, self.until, self.stamp]
        position = json.dumps([self.verb, *kept, self.place, self.cursor])
        return Seal(secret, SEALED).close(position)

    @classmethod
    def resumed(cls, verb: Verb, token: str, secret: bytes) -> Self:
        try:
            sealed, *kept = json.loads(Seal(secret, SEALED).open(token))
        except BadCursorError as exc:
            raise bad_token() from exc
        if sealed != verb:
            raise bad_token()
        return cls(verb, *kept)


def parse(text: str) -> datetime:
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        raise bad_argument("Dates are YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    try:
        return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError as exc:
        raise bad_argument(f"There is no such date: {text}.") from exc


def known_prefix(prefix: str) -> str:
    if not _PREFIX.fullmatch(prefix):
        raise bad_argument("A metadataPrefix is a word.")
    if prefix not in PREFIXES:
        formats = ", ".join(PREFIXES)
        raise ProtocolError(Code.NO_FORMAT, f"The formats are: {formats}.")
    return prefix


def read(pairs: Sequence[tuple[str, str]]) -> tuple[Verb, dict[str, str]]:
    """The verb and its arguments; every rule of the protocol about them is checked."""
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in list(Verb):
        raise ProtocolError(Code.BAD_VERB, f"The verbs are: {', '.join(Verb)}.")
    verb = Verb(verbs[0])
    given = dict(pairs)
    del given["verb"]
    if len(given) + 1 != len(pairs):
        raise bad_argument("An argument is given twice.")
    strange = sorted(given.keys() - ALLOWED[verb])
    if strange:
        raise bad_argument(f"{verb} takes no {strange[0][:40]!r}.")
    if "resumptionToken" in given:
        if len(given) > 1:
            raise bad_argument("A resumptionToken comes alone.")
        return verb, given
    missing = [name for name in REQUIRED.get(verb, ()) if not given.get(name)]
    if missing:
        raise bad_argument(f"{verb} needs {missing[0]}.")
    return verb, given
