"""Items in three languages, in the real shapes, straight into `release`.

Fields and texts pass the checks of their types; documents, cards, search vectors and
sort keys are made by the functions the release itself uses.
"""

import hashlib
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from phrases import COMMUNES, NOUNS, SENTENCES

from content_api.public.documents import card
from content_api.text.order import sort_key
from content_api.text.terms import search_vector
from content_api.types.check import check
from phohien.canonical import canonical_text

LANGS = ("vi", "en", "zh-Hans")
SOURCE = {"text": "Ban Quản lý các khu công nghiệp tỉnh Hưng Yên"}
START = datetime(2024, 1, 1, tzinfo=UTC)
COLUMNS = (
    *("id", "item_id", "lang", "type", "key", "slug", "agency_id", "agency_code"),
    *("revision", "closure_hash", "etag", "doc", "card", "title", "sort_key"),
    *("fi_category", "topics", "unit_codes", "search", "released_at", "visible_from"),
    "seq",
)


LINE = (
    *("seq", "at", "effective_at", "kind", "reason_class", "item_id", "key", "type"),
    *("lang", "agency_code", "revision", "closure_hash", "line", "prev_hash", "hash"),
)
# Types, agencies and units come round again after so many.
WRITTEN = 1560
LAST = "SELECT hash FROM release.change ORDER BY seq DESC LIMIT 1"
INDEXES = """
SELECT x.indexrelid::regclass::text, pg_get_indexdef(x.indexrelid)
  FROM pg_index x LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid
 WHERE x.indrelid = 'release.document'::regclass AND c.oid IS NULL"""


@dataclass(frozen=True)
class Sample:
    """What the load may ask for."""

    keys: list[str]
    agencies: list[str]
    last_seq: int


def _figure(value: float, unit: str) -> dict[str, Any]:
    return {"value": str(value), "unit": unit, "as_of": "2025", "source": SOURCE}


def _park(dice: random.Random) -> dict[str, Any]:
    area = dice.randrange(100, 900)
    leasable = round(area * 0.7, 2)
    return {
        "status": "operating",
        "area": _figure(area, "ha"),
        "leasable_area": _figure(leasable, "ha"),
        "occupancy": _figure(dice.randrange(10, 100), "percent"),
        "investor": {"name": "Công ty cổ phần phát triển hạ tầng Viglacera Yên Mỹ"},
        "utilities": {
            "power": _figure(126, "MVA"),
            "water": _figure(13500, "m3_per_day"),
        },
        "sectors": ["26", "27"],
    }


def _product(dice: random.Random) -> dict[str, Any]:
    return {
        "kind": "fruit",
        "output": _figure(dice.randrange(100, 9000), "tonne_per_year"),
        "growing_area": _figure(dice.randrange(10, 900), "ha"),
        "season": [7, 8],
        "ocop": {"stars": 4, "decision": {"number": "2511/QĐ-UBND"}},
    }


def _article(_: random.Random) -> dict[str, Any]:
    return {}


FIELDS: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "industrial_park": _park,
    "product": _product,
    "article": _article,
}
RICH = {"industrial_park": "description", "product": "description", "article": "body"}


def _texts(dice: random.Random, type_code: str, number: int) -> dict[str, Any]:
    noun, place = dice.randrange(5), dice.randrange(6)
    order = [dice.randrange(6) for _ in range(8)]
    return {
        lang: {
            "title": f"{NOUNS[lang][noun]} {COMMUNES[lang][place]} {number}",
            "summary": " ".join(SENTENCES[lang][index] for index in order[:2]),
            RICH[type_code]: "".join(
                f"<p>{SENTENCES[lang][index]}</p>" for index in order
            ),
        }
        for lang in LANGS
    }


def _medium(number: int) -> dict[str, Any]:
    version = str(UUID(int=number, version=4))
    return {
        "asset_id": version,
        "asset_version_id": version,
        "role": "cover",
        "ordinal": 0,
        "url": f"/m/{version}/large-1.webp",
        "sha256": hashlib.sha256(version.encode()).hexdigest(),
        "bytes": 182_431,
        "mime": "image/webp",
        "filename": "anh-bia.jpg",
        "alt": "Cổng chính nhìn từ đường gom quốc lộ 5",
        "caption": "Cổng chính",
        "credit": "Ban Quản lý các khu công nghiệp tỉnh",
        "licence": "CC-BY-4.0",
        "width": 1600,
        "height": 900,
        "renditions": [
            {
                "preset": preset,
                "url": f"/m/{version}/{preset}-1.webp",
                "mime": "image/webp",
                "width": width,
                "height": width * 9 // 16,
            }
            for preset, width in (("thumb", 320), ("card", 640), ("large", 1600))
        ],
        "picture": _picture(version),
    }


def _picture(version: str) -> dict[str, Any]:
    return {
        "width": 1600,
        "height": 900,
        "colour": "#7a8f6b",
        "placeholder": f"data:image/webp;base64,{'UklGR' * 60}",
        "url": f"/m/{version}/large-1.jpg",
        "sources": [
            {
                "mime": f"image/{name}",
                "variants": [
                    {
                        "url": f"/m/{version}/{preset}-1.{form}",
                        "width": width,
                        "height": width * 9 // 16,
                    }
                    for preset, width in (
                        *(("thumb", 320), ("card", 640), ("hero", 1280)),
                        ("large", 1600),
                    )
                ],
            }
            for name, form in (("avif", "avif"), ("webp", "webp"), ("jpeg", "jpg"))
        ],
    }


def rows(first: int, last: int) -> Iterator[dict[str, Any]]:
    """One row of `release.document` after another, an item's languages together.

    So many are written by the functions of the release; those after them say the same
    of other keys, days and hashes.
    """
    dice, moulds = random.Random(1831), {}
    for number in range(1, min(last, WRITTEN) + 1):
        written = _written(number, dice)
        moulds[number] = [Mould(row) for row in written]
        if number >= first:
            yield from written
    for number in range(max(first, WRITTEN + 1), last + 1):
        for mould in moulds[(number - 1) % WRITTEN + 1]:
            yield mould.cast(number)


class Mould:
    """A row, cut where its names stand."""

    def __init__(self, row: dict[str, Any]) -> None:
        self._row = row
        said = _said(row)
        cut = re.compile("(" + "|".join(map(re.escape, said.values())) + ")")
        names = {value: name for name, value in said.items()}
        self._parts = {
            column: [names.get(part, part) for part in cut.split(row[column])]
            for column in ("doc", "card")
        }

    def cast(self, number: int) -> dict[str, Any]:
        named = _names(number, self._row["lang"])
        said = _said(named)
        doc, card = (
            "".join(said.get(part, part) for part in self._parts[column])
            for column in ("doc", "card")
        )
        etag = hashlib.sha256(doc.encode()).hexdigest()
        return {**self._row, **named, "doc": doc, "card": card, "etag": etag}


def _said(row: dict[str, Any]) -> dict[str, str]:
    """How the names stand in a document; the keys stand in none."""
    return {
        "<item_id>": str(row["item_id"]),
        "<key>": row["key"],
        "<slug>": row["slug"],
        "<at>": row["released_at"].isoformat(),
        "<hash>": row["closure_hash"],
    }


def _written(number: int, dice: random.Random) -> list[dict[str, Any]]:
    kinds = list(FIELDS)
    type_code = kinds[number % len(kinds)]
    checked = check(type_code, FIELDS[type_code](dice), _texts(dice, type_code, number))
    if checked.problems:
        message = f"the generated {type_code} breaks its rules: {checked.problems}"
        raise ValueError(message)
    return [
        _row(number, type_code, lang, checked.fields, checked.texts[lang])
        for lang in LANGS
    ]


def _names(number: int, lang: str) -> dict[str, Any]:
    """What differs from item to item, whatever it says."""
    place, key = LANGS.index(lang), f"hy-bench-{number:08d}"
    at = START + timedelta(minutes=number, seconds=place)
    return {
        "id": UUID(int=(number << 80) + place + 1, version=4),
        "item_id": UUID(int=number << 80, version=4),
        "key": key,
        "slug": f"muc-{number}-",
        "closure_hash": hashlib.sha256(f"{key}{lang}".encode()).hexdigest(),
        "released_at": at,
        "visible_from": at,
        "seq": (number - 1) * len(LANGS) + place + 1,
    }


def _row(
    number: int,
    type_code: str,
    lang: str,
    fields: dict[str, Any],
    texts: dict[str, Any],
) -> dict[str, Any]:
    named = _names(number, lang)
    at, key = named["released_at"], named["key"]
    agency = f"agency-{number % 40:02d}"
    doc = {
        "key": key,
        "id": str(named["item_id"]),
        "type": type_code,
        "locale": lang,
        "slug": named["slug"],
        "agency": {"code": agency, "name": "Ban Quản lý các khu công nghiệp tỉnh"},
        "fi_category": "image_promotion",
        "topics": ["investment", "industry"][: 1 + number % 2],
        "units": [f"{12000 + number % 104}"],
        "title": texts["title"],
        "summary": texts["summary"],
        "texts": texts,
        "fields": fields,
        "relations": [],
        "media": [_medium(number)],
        "revision": 1,
        "hash": named["closure_hash"],
        "released_at": at.isoformat(),
        "visible_from": at.isoformat(),
        "expires_at": None,
    }
    written = canonical_text(doc)
    body = " ".join(texts.values())
    return {
        **named,
        "lang": lang,
        "type": type_code,
        "agency_id": UUID(int=number % 40, version=4),
        "agency_code": agency,
        "revision": 1,
        "etag": hashlib.sha256(written.encode()).hexdigest(),
        "doc": written,
        "card": canonical_text(card(doc)),
        "title": texts["title"],
        "sort_key": sort_key(texts["title"], lang),
        "fi_category": doc["fi_category"],
        "topics": doc["topics"],
        "unit_codes": doc["units"],
        "search": search_vector(texts["title"], texts["summary"], body, lang),
    }


def _change(row: dict[str, Any], prev: bytes) -> tuple[Any, ...]:
    at = row["released_at"]
    line = canonical_text(
        {
            "seq": row["seq"],
            "at": at.isoformat(),
            "effective_at": at.isoformat(),
            "kind": "released",
            "reason_class": "",
            "id": str(row["item_id"]),
            "key": row["key"],
            "type": row["type"],
            "locale": row["lang"],
            "agency": row["agency_code"],
            "revision": 1,
            "closure_hash": row["closure_hash"],
        }
    )
    return (
        *(row["seq"], at, at, "released", "", row["item_id"], row["key"]),
        *(row["type"], row["lang"], row["agency_code"], 1, row["closure_hash"]),
        *(line, prev, hashlib.sha256(prev + line.encode()).digest()),
    )


def fill(url: str, items: int, *, first: int = 1) -> Sample:
    """COPY into `release` as its owner, then the statistics a planner needs.

    Indexes are made again when the rows are there, which is how one fills a database.
    """
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        indexes = cursor.execute(INDEXES).fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        last = cursor.execute(LAST).fetchone()
        _copy(cursor, first, items, last[0] if last else bytes(32))
        for _, made in indexes:
            cursor.execute(made)
    with psycopg.connect(url, autocommit=True) as connection:
        for table in ("document", "change", "slug"):
            connection.execute(f"VACUUM ANALYZE release.{table}")
    keys = [f"hy-bench-{number:08d}" for number in range(1, items + 1)]
    agencies = [f"agency-{number:02d}" for number in range(40)]
    return Sample(keys, agencies, items * len(LANGS))


def _copy(cursor: psycopg.Cursor, first: int, items: int, prev: bytes) -> None:
    """Documents go in as they are made; their lines of the log after them."""
    changes: list[tuple[Any, ...]] = []
    slugs: dict[str, str] = {}
    into = f"COPY release.document ({', '.join(COLUMNS)}) FROM STDIN"
    with cursor.copy(into) as copy:
        for row in rows(first, items):
            copy.write_row([row[name] for name in COLUMNS])
            changes.append(_change(row, prev))
            prev = changes[-1][-1]
            slugs[row["slug"]] = row["key"]
    with cursor.copy(f"COPY release.change ({', '.join(LINE)}) FROM STDIN") as copy:
        for change in changes:
            copy.write_row(change)
    with cursor.copy("COPY release.slug FROM STDIN") as copy:
        for pair in slugs.items():
            copy.write_row(pair)
