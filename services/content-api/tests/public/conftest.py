"""Released rows as the release writes them, and an app that reads them."""

import hashlib
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import psycopg
import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from psycopg import sql

from content_api.feeds.stream.routes import router as changes
from content_api.lane.database.connections import Connections
from content_api.public.documents import card
from content_api.public.routes import router
from content_api.text.terms import search_vector, sort_key
from phohien import auth, problems, web
from phohien.canonical import canonical_json
from phohien.db import Database
from phohien.urls import libpq

DOC_FIELDS = ("key", "type", "slug", "fi_category", "topics", "title", "revision")
GENESIS = bytes(32)


@pytest.fixture
def clock():
    """Times that only grow, so that "newest first" is known."""
    start = datetime.now(UTC) - timedelta(hours=1)
    return (start + timedelta(seconds=second) for second in count())


@pytest.fixture
def connect():
    return lambda urls: psycopg.connect(libpq(urls.owner), autocommit=True)


@pytest.fixture
def owner(urls, connect):
    with connect(urls) as connection:
        yield connection


@pytest.fixture
def make_document(owner, clock):
    """Release one item in some languages; every keyword replaces a field of the row."""

    def make(langs=("vi",), *, title="Khu công nghiệp Phố Nối A", **given) -> dict:
        key = given.pop("key", f"hy-industrial-park-{secrets.token_hex(4)}")
        item_id, summary = uuid4(), given.pop("summary", "Một khu công nghiệp.")
        body = given.pop("body", "")
        fields, relations = given.pop("fields", {}), given.pop("relations", [])
        media = given.pop("media", [])
        row: dict = {}
        for lang in langs:
            at = next(clock)
            row = {
                "item_id": item_id,
                "lang": lang,
                "type": "industrial_park",
                "key": key,
                "slug": f"khu-{key[-8:]}",
                "agency_id": uuid4(),
                "agency_code": f"agency-{key[-8:]}",
                "revision": 1,
                "closure_hash": secrets.token_hex(32),
                "etag": secrets.token_hex(12),
                "title": title,
                "sort_key": sort_key(title, lang),
                "fi_category": "investment",
                "topics": ["investment"],
                "unit_codes": ["109"],
                "search": search_vector(title, summary, body, lang),
                "released_at": at,
                "visible_from": at,
                "expires_at": None,
                "superseded_at": None,
                "seq": 1,
                **given,
            }
            doc = {
                "id": str(item_id),
                "locale": lang,
                "summary": summary,
                "agency": {"code": row["agency_code"], "name": "Ban Quản lý"},
                "units": row["unit_codes"],
                "texts": {"body": body},
                "fields": fields,
                "relations": relations,
                "media": media,
                "hash": row["closure_hash"],
                "released_at": row["released_at"].isoformat(),
                "visible_from": row["visible_from"].isoformat(),
                "expires_at": row["expires_at"] and row["expires_at"].isoformat(),
                **{name: row[name] for name in DOC_FIELDS},
            }
            row["doc"] = canonical_json(doc).decode()
            row["card"] = canonical_json(card(doc)).decode()
            owner.execute(
                sql.SQL("INSERT INTO release.document ({}) VALUES ({})").format(
                    sql.SQL(", ").join(map(sql.Identifier, row)),
                    sql.SQL(", ").join(map(sql.Placeholder, row)),
                ),
                row,
            )
            owner.execute(
                "INSERT INTO release.slug VALUES (%(slug)s, %(key)s)"
                " ON CONFLICT DO NOTHING",
                row,
            )
        return row

    return make


@pytest.fixture
def withdraw(owner):
    def take_down(item: dict, *langs: str, reason: str = "rights") -> None:
        for lang in langs:
            owner.execute(
                "DELETE FROM release.document WHERE key = %s AND lang = %s",
                (item["key"], lang),
            )
            owner.execute(
                "INSERT INTO release.tombstone VALUES (%s,%s,%s,%s,%s,%s,now(),%s,1)",
                (
                    item["item_id"],
                    lang,
                    item["type"],
                    item["key"],
                    item["slug"],
                    item["agency_code"],
                    reason,
                ),
            )

    return take_down


@pytest.fixture
def make_change(owner, clock):
    """Append to the chain as the release does."""

    def append(**given) -> int:
        last = owner.execute(
            "SELECT seq, hash FROM release.change ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        seq, prev = (last[0] + 1, last[1]) if last else (1, GENESIS)
        at = next(clock).isoformat()
        told = {
            "seq": seq,
            "at": at,
            "effective_at": at,
            "kind": "released",
            "reason_class": "",
            "id": str(uuid4()),
            "key": "hy-x",
            "type": "link",
            "locale": "vi",
            "agency": "izb",
            "revision": 1,
            "closure_hash": secrets.token_hex(32),
            **given,
        }
        line = canonical_json(told)
        owner.execute(
            "INSERT INTO release.change (seq, at, effective_at, kind, reason_class,"
            " item_id, key, type, lang, agency_code, revision, closure_hash, line,"
            " prev_hash, hash) VALUES (%(seq)s, %(at)s, %(effective_at)s, %(kind)s,"
            " %(reason_class)s, %(id)s, %(key)s, %(type)s, %(locale)s, %(agency)s,"
            " %(revision)s, %(closure_hash)s, %(line)s, %(prev)s, %(hash)s)",
            {
                **told,
                "line": line.decode(),
                "prev": prev,
                "hash": hashlib.sha256(prev + line).digest(),
            },
        )
        return seq

    return append


@pytest.fixture
def serve():
    @asynccontextmanager
    async def start(urls) -> AsyncIterator[AsyncClient]:
        app = FastAPI(generate_unique_id_function=web.operation_id)
        app.include_router(router)
        app.include_router(changes)
        problems.install(app)
        async with (
            Connections.keep(urls.public, size=2) as pool,
            Database.connect(urls.content, application_name="test") as database,
        ):
            app.state.public_pool = pool
            auth.install(app, database)
            transport = ASGITransport(app)
            async with AsyncClient(transport=transport, base_url="http://t") as client:
                yield client

    return start


@pytest.fixture
def keys():
    """The keys of a list, in order."""
    return lambda response: [
        card["key"] for card in json.loads(response.content)["data"]
    ]
