"""How long the search takes: `python tests/bench/search.py --documents 300000`.

Documents of random words, frequent as words are, in three languages; the index is
built from the change log as an installation does it. Beside it PostgreSQL ranks all
matches of the same words in the same rows.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg

from content_api.public.documents import card
from content_api.search.asked import Asked
from content_api.search.asking.question import question
from content_api.search.asking.ranking import Wanted
from content_api.search.found import from_index
from content_api.search.index.follower import Follower
from content_api.search.index.layout import folder_in
from content_api.search.index.reading import Opened, Reader
from content_api.search.looking import look_up
from content_api.search.queries import Shown
from content_api.text.terms import search_query, search_vector, sort_key
from phohien import clock, urls
from phohien_stack import schema
from phohien_stack.embedded.throwaway import throwaway_postgres

ONSETS = ("b", "c", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu")
ONSETS += ("r", "s", "t", "th", "tr", "v", "x", "ch")
RIMES = ("a", "à", "á", "ạ", "ai", "ài", "an", "àn", "ạn", "ang", "âm", "âu", "ắc", "ê")
RIMES += ("ền", "i", "ích", "iên", "iệp", "oa", "ông", "ồng", "ơ", "ường", "u", "ủy")
ENDS = ("", "er", "ing", "ment", "land", "park", "ship", "ward", "ton", "field")
COMMON, PHRASE = "tỉnh", ("khu", "công", "nghiệp")
RARE = tuple(f"hiếm{first}{second}" for first, second in product("bcdgh", "klmnt"))
ALONE = (("đơnnhất", "lẻloi"), ("lạcbầy", "côđơn"))
FACETS = ("type", "agency")
BODY, LEAD, TITLE = 110, 25, 8
COLUMNS = (
    *("id", "item_id", "lang", "type", "key", "slug", "agency_id", "agency_code"),
    *("revision", "closure_hash", "etag", "doc", "card", "title", "sort_key"),
    *("fi_category", "topics", "unit_codes", "search", "released_at", "visible_from"),
    "seq",
)
RANKED = """
SELECT d.id, ts_rank(d.search, q.q, 1) AS rank
  FROM release.document d, (SELECT %(q)s::tsquery AS q) q
 WHERE d.superseded_at IS NULL AND d.lang = %(lang)s AND d.search @@ q.q
 ORDER BY rank DESC, d.released_at DESC LIMIT 20"""


@dataclass(frozen=True)
class Words:
    """The words of a language, and how often each is used."""

    words: Sequence[str]
    weights: Sequence[float]
    between: str = " "

    def text(self, dice: random.Random, length: int) -> str:
        chosen = dice.choices(self.words, cum_weights=self.weights, k=length)
        return self.between.join(chosen)


@dataclass(frozen=True)
class Line:
    """One kind of question: milliseconds of the engine, and of PostgreSQL."""

    kind: str
    matches: int
    half: float
    most: float
    ranked: float


def vocabulary() -> dict[str, Words]:
    dice = random.Random(2025)
    syllables = [first + rime for first, rime in product(ONSETS, RIMES)]
    english = [
        first + rime + end
        for first, rime, end in product("bcdfghlmnprst", "aeiou", ENDS)
    ]
    english += [
        f"{one}{other}" for one, other in product(english[:90], english[90:120])
    ]
    characters = [chr(0x4E00 + number) for number in range(2500)]
    chinese = [dice.choice(characters) + dice.choice(characters) for _ in range(6000)]
    for words in (syllables, english):
        dice.shuffle(words)
    return {
        "vi": Words(syllables, _falling(len(syllables))),
        "en": Words(english, _falling(len(english))),
        "zh-Hans": Words(["龙眼", *chinese], _falling(len(chinese) + 1), ""),
    }


def _falling(count: int) -> list[float]:
    return list(accumulate(1 / (place + 4) for place in range(count)))


def rows(documents: int) -> Iterator[dict[str, Any]]:
    dice, words = random.Random(1831), vocabulary()
    start = datetime(2023, 1, 1, tzinfo=UTC)
    for number in range(documents):
        lang = list(words)[number % len(words)]
        said = words[lang]
        title, lead, body = (said.text(dice, length) for length in (TITLE, LEAD, BODY))
        if lang == "vi":
            body = f"{COMMON} {body}{_seldom(dice, number // len(words))}"
        yield _row(number, lang, (title, lead, body), start)


def _seldom(dice: random.Random, number: int) -> str:
    """Words of one document in thousands, and a phrase of one in twenty."""
    found = ""
    if number % 20 == 0:
        found += f" {' '.join(PHRASE)}"
    if number % 120 == 0:
        found += f" {dice.choice(RARE)}"
    pair = ALONE[number % len(ALONE)]
    if number % 1000 == 1:
        found += f" {pair[0]}"
    if number % 1000 == 2:
        found += f" {ALONE[(number + 1) % len(ALONE)][1]}"
    return found


def _row(
    number: int, lang: str, texts: tuple[str, str, str], start: datetime
) -> dict[str, Any]:
    title, lead, body = texts
    at = start + timedelta(minutes=number % 1_000_000)
    hashed = f"{number:064x}"
    key = f"hy-bench-{number:08d}"
    doc = {
        "key": key,
        "id": str(UUID(int=number + 1)),
        "type": ("article", "product", "industrial_park", "event")[number % 4],
        "locale": lang,
        "slug": f"muc-{number}",
        "agency": {"code": f"agency-{number % 40:02d}", "name": "Cơ quan"},
        "fi_category": "image_promotion",
        "topics": ["investment"],
        "units": [str(12000 + number % 104)],
        "title": title,
        "summary": lead,
        "texts": {"title": title, "summary": lead, "body": f"<p>{body}</p>"},
        "fields": {},
        "media": [],
        "hash": hashed,
        "released_at": at.isoformat(),
    }
    return {
        "id": UUID(int=(number + 1) << 64 | random.Random(number).getrandbits(62)),
        "item_id": UUID(int=number + 1),
        "lang": lang,
        "type": doc["type"],
        "key": key,
        "slug": doc["slug"],
        "agency_id": UUID(int=number % 40),
        "agency_code": f"agency-{number % 40:02d}",
        "revision": 1,
        "closure_hash": hashed,
        "etag": hashed,
        "doc": json.dumps(doc, ensure_ascii=False),
        "card": json.dumps(card(doc), ensure_ascii=False),
        "title": title,
        "sort_key": sort_key(title),
        "fi_category": "image_promotion",
        "topics": doc["topics"],
        "unit_codes": doc["units"],
        "search": search_vector(title, lead, body, lang),
        "released_at": at,
        "visible_from": at,
        "seq": 1,
    }


def fill(url: str, documents: int) -> None:
    """COPY as the owner; the inverted index after it, as a restore does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("DROP INDEX release.document_search_idx")
        with connection.transaction(), connection.cursor() as cursor:
            into = f"COPY release.document ({', '.join(COLUMNS)}) FROM STDIN"
            with cursor.copy(into) as copy:
                for row in rows(documents):
                    copy.write_row([row[name] for name in COLUMNS])
        connection.execute(
            "CREATE INDEX document_search_idx ON release.document USING gin (search)"
            " WHERE superseded_at IS NULL"
        )
        connection.execute("VACUUM ANALYZE release.document")


QUESTIONS: dict[str, tuple[str, list[str]]] = {
    "a rare word": ("vi", list(RARE)),
    "the commonest word": ("vi", [COMMON]),
    "three words": ("vi", [" ".join(PHRASE)]),
    "a phrase of three words": ("vi", [f'"{" ".join(PHRASE)}"']),
    "two rare words that never meet": ("vi", [" ".join(pair) for pair in ALONE]),
    "two Chinese characters": ("zh-Hans", ["龙眼"]),
}


class Bench:
    """The engine as the process that serves has it, and PostgreSQL beside it."""

    def __init__(self, opened: Opened, url: str, times: int) -> None:
        self._opened, self._times = opened, times
        self._database = psycopg.connect(url, autocommit=True)
        self._database.execute("SET jit = off")
        self._threads = ThreadPoolExecutor(1)

    def lines(self) -> list[Line]:
        common = self._frequent()
        asked = {**QUESTIONS, "two frequent words": ("vi", common)}
        return [self._line(kind, *each) for kind, each in asked.items()]

    def _frequent(self) -> list[str]:
        words = vocabulary()["vi"].words
        return [f"{words[place]} {words[place + 1]}" for place in range(4)]

    def _line(self, kind: str, lang: str, questions: list[str]) -> Line:
        took, matches = [], 0
        for turn in range(self._times + 5):
            q = questions[turn % len(questions)]
            spent, matches = self._threads.submit(self._engine, q, lang).result()
            took.append(spent)
        took = sorted(took[5:])
        ranked = [
            self._ranked(questions[turn % len(questions)], lang) for turn in range(3)
        ]
        return Line(
            kind,
            matches,
            statistics.median(took),
            took[min(len(took) - 1, int(len(took) * 0.99))],
            statistics.median(ranked),
        )

    def _engine(self, q: str, lang: str) -> tuple[float, int]:
        """Understood, found, counted, of which kinds, and with the words marked."""
        at = clock.now()
        began = perf_counter()
        meant = question(q, lang)
        assert meant is not None
        wanted = Wanted({"lang": lang}, frozenset(), frozenset(), at, FACETS)
        answer = look_up(self._opened, meant, wanted)
        spent = perf_counter() - began
        shown = self._shown(list(answer.ids))
        seal: Any = _Open()
        asked = Asked(q, meant, {"lang": lang}, FACETS, True, seal, 0, 20, at)  # noqa: FBT003 -- by place
        began = perf_counter()
        from_index(asked, answer, shown, level=True).body()
        spent += perf_counter() - began
        return spent * 1000, answer.ranked.total

    def _shown(self, ids: list[UUID]) -> dict[UUID, Shown]:
        found = self._database.execute(
            "SELECT id, card, expires_at, doc FROM release.document"
            " WHERE id = ANY (%s)",
            [ids],
        ).fetchall()
        return {row[0]: Shown(*row[1:]) for row in found}

    def _ranked(self, q: str, lang: str) -> float:
        values = {"q": search_query(q, lang), "lang": lang}
        began = perf_counter()
        self._database.execute(RANKED, values).fetchall()
        return (perf_counter() - began) * 1000


class _Open:
    """A cursor is of no account here."""

    def close(self, position: str) -> str:
        return position


def markdown(lines: Sequence[Line], about: str) -> str:
    """As Markdown, for the page of the benchmarks."""
    head = (
        "| question (exact total, two facets, marks) | matches | p50 ms | p99 ms |"
        " PostgreSQL `ts_rank` ms | ratio |\n|---|---:|---:|---:|---:|---:|\n"
    )
    body = "".join(
        f"| {line.kind} | {line.matches:,} | {line.half:.1f} | {line.most:.1f} |"
        f" {line.ranked:,.1f} | {line.ranked / line.half:,.0f} |\n"
        for line in lines
    )
    return f"{about}\n\n{head}{body}"


def table(documents: int, times: int, say: Callable[[str], None]) -> str:
    with throwaway_postgres() as server, tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        schema.upgrade(server.url())
        owner = urls.libpq(server.url())
        fill(owner, documents)
        say(f"{documents:,} documents are in PostgreSQL")
        public = urls.role_url(server.url(), "phohien_public")
        began = perf_counter()
        asyncio.run(Follower(public, where).rebuild())
        built = perf_counter() - began
        size = sum(each.stat().st_size for each in folder_in(where).iterdir())
        say(f"indexed after {built:.0f} s, {size / 2**20:.0f} MiB")
        opened = Reader(where).open()
        assert opened is not None
        before = _memory()
        lines = Bench(opened, owner, times).lines()
        about = (
            f"{documents:,} documents in three languages; index of"
            f" {size / 2**20:.0f} MiB built in {built:.0f} s; load average"
            f" {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; memory of the"
            f" process without the mapped files {_memory():.0f} MiB"
            f" ({before:.0f} before the first question)."
        )
        return markdown(lines, about)


def _memory() -> float:
    """What is this process's own: mapped files are the system's to keep or drop."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="search bench")
    parser.add_argument("--documents", type=int, default=300_000)
    parser.add_argument("--million", action="store_true", help="1,000,000 documents.")
    parser.add_argument("--times", type=int, default=200)
    given = parser.parse_args()
    documents = 1_000_000 if given.million else given.documents

    def say(text: str) -> None:
        sys.stderr.write(f"{text}\n")

    sys.stdout.write(table(documents, given.times, say))


if __name__ == "__main__":
    main()
