"""Released rows through the database's own functions, and the app on a port."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import uvicorn
from fastapi import FastAPI
from psycopg import sql

from content_api.public.documents import card
from content_api.text.terms import search_vector, sort_key
from phohien.canonical import canonical_json
from phohien.urls import libpq
from phohien_stack import databases
from phohien_stack.databases import Urls

SAME = ("key", "type", "slug", "fi_category", "topics", "title", "revision")
TOLD = """
UPDATE release.document d SET seq = release.append_change(
    d, %s, '', clock_timestamp(), clock_timestamp()) WHERE d.id = %s"""


TABLES = """
SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
 WHERE table_schema IN ('release', 'content') AND table_type = 'BASE TABLE'"""


@pytest.fixture(scope="module")
def shared_urls(postgres: str) -> Iterator[tuple[Urls, str]]:
    """A database a module, and the statement that makes it as it was."""
    made = databases.clone(postgres, "outward")
    with psycopg.connect(libpq(made.owner), autocommit=True) as owner:
        names = [name for (name,) in owner.execute(TABLES)]
        empty = [
            name
            for name in names
            if owner.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is None
        ]
    deletes = ";".join(f"DELETE FROM {name}" for name in empty)
    yield (
        made,
        f"BEGIN; SET LOCAL session_replication_role = replica; {deletes}; COMMIT",
    )
    databases.drop(postgres, made)


@pytest.fixture
def urls(shared_urls):
    """Whole-feed tests look at everything there is: nothing of the one before."""
    made, emptying = shared_urls
    with psycopg.connect(libpq(made.owner), autocommit=True) as owner:
        owner.execute(emptying)
    return made


@pytest.fixture
def owner(urls) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(libpq(urls.owner), autocommit=True) as connection:
        yield connection


@pytest.fixture
def release(owner):
    """Releases an item in some languages; `release(item=item, title=…)` corrects it."""

    def make(*langs: str, item: dict | None = None, **given: Any) -> dict[str, Any]:
        item = item or {
            "key": given.pop("key", f"hy-industrial-park-{secrets.token_hex(4)}"),
            "item_id": uuid4(),
            "type": "industrial_park",
            "agency_code": "izb",
            "revision": 0,
        }
        item = {**item, "revision": item["revision"] + 1, **given}
        for lang in langs or ("vi",):
            row = document_row(item, lang)
            kind = "corrected" if item["revision"] > 1 else "released"
            with owner.transaction():
                owner.execute(
                    "UPDATE release.document SET superseded_at = now() WHERE item_id ="
                    " %(item_id)s AND lang = %(lang)s AND superseded_at IS NULL",
                    row,
                )
                owner.execute(
                    sql.SQL("INSERT INTO release.document ({}) VALUES ({})").format(
                        sql.SQL(", ").join(map(sql.Identifier, row)),
                        sql.SQL(", ").join(map(sql.Placeholder, row)),
                    ),
                    row,
                )
                if row["visible_from"] <= datetime.now(UTC):
                    owner.execute(TOLD, (kind, row["id"]))
            item["hash"] = row["closure_hash"]
        return item

    return make


def document_row(item: dict[str, Any], lang: str) -> dict[str, Any]:
    at = item.get("visible_from") or datetime.now(UTC)
    title = item.get("title", "Khu công nghiệp Phố Nối A")
    summary = item.get("summary", "Một khu công nghiệp.")
    row: dict[str, Any] = {
        "id": uuid4(),
        "item_id": item["item_id"],
        "lang": lang,
        "type": item["type"],
        "key": item["key"],
        "slug": f"khu-{item['key'][-8:]}",
        "agency_id": uuid4(),
        "agency_code": item["agency_code"],
        "revision": item["revision"],
        "closure_hash": secrets.token_hex(32),
        "etag": secrets.token_hex(32),
        "title": title,
        "sort_key": sort_key(title),
        "fi_category": "image_promotion",
        "topics": ["investment"],
        "unit_codes": ["109"],
        "search": search_vector(title, summary, "", lang),
        "released_at": datetime.now(UTC),
        "visible_from": at,
        "expires_at": item.get("expires_at"),
        "seq": 0,
    }
    doc = {
        **{name: row[name] for name in SAME},
        "id": str(item["item_id"]),
        "locale": lang,
        "summary": summary,
        "agency": {"code": row["agency_code"], "name": "Ban Quản lý các KCN"},
        "units": row["unit_codes"],
        "texts": {"title": title, "summary": summary},
        "fields": {},
        "relations": [],
        "media": item.get("media", []),
        "hash": row["closure_hash"],
        "released_at": row["released_at"].isoformat(),
        "visible_from": at.isoformat(),
        "expires_at": row["expires_at"] and row["expires_at"].isoformat(),
    }
    row["doc"] = canonical_json(doc).decode()
    row["card"] = canonical_json(card(doc)).decode()
    return row


@pytest.fixture
def withdraw(owner):
    def take(item: dict[str, Any], *langs: str, reason: str = "rights") -> None:
        for lang in langs or ("vi",):
            owner.execute(
                "SELECT release.take_down(%s, %s, %s, clock_timestamp(),"
                " clock_timestamp())",
                (item["item_id"], lang, reason),
            )

    return take


@pytest.fixture
async def address(app: FastAPI) -> AsyncIterator[str]:
    """The app on a port of its own, for clients that nobody here wrote."""
    server = uvicorn.Server(
        uvicorn.Config(
            app, port=0, log_config=None, ws="none", timeout_graceful_shutdown=1
        )
    )
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign]
    config = server.config
    config.lifespan = "off"
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        if running.done():
            await running
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await running


@pytest.fixture
def an_hour() -> timedelta:
    return timedelta(hours=1)


@pytest.fixture
def make_key(make_person):
    """An API key with these scopes, made as the operator makes it."""

    async def make(*scopes: str) -> str:
        operator = await make_person("operator")
        answer = await operator.client.post(
            "/staff/v1/api-keys", json={"name": "Một cổng", "scopes": list(scopes)}
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["key"])

    return make
