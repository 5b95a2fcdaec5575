"""An index of this test's own database, and the app that reads it."""

import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from httpx import ASGITransport, AsyncClient

from content_api.app import create_app
from content_api.public.documents import card
from content_api.search.index.follower import Follower
from content_api.settings import Settings
from content_api.text.terms import search_vector, sort_key
from phohien.canonical import canonical_text
from phohien.urls import libpq
from phohien_stack.databases import Urls

if TYPE_CHECKING:
    from fastapi import FastAPI

INSERT = """
INSERT INTO release.document (item_id, lang, type, key, slug, agency_id, agency_code,
    revision, closure_hash, etag, doc, card, title, sort_key, fi_category, topics,
    unit_codes, search, released_at, visible_from, expires_at, seq)
VALUES (%(id)s, %(locale)s, %(type)s, %(key)s, %(slug)s, %(id)s, %(agency_code)s, 1,
    %(hash)s, %(hash)s, %(doc)s, %(card)s, %(title)s, %(sort_key)s, %(fi_category)s,
    %(topics)s, %(units)s, %(search)s, %(released_at)s, %(visible_from)s,
    %(expires_at)s, 0) RETURNING id"""
TELL = """
UPDATE release.document d SET seq = release.append_change(
    d, 'released', '', clock_timestamp(), clock_timestamp()) WHERE d.id = %s"""
TAKE = "SELECT release.take_down(%s, %s, 'rights', now(), now())"


@pytest.fixture
def urls(fresh_urls: Urls) -> Urls:
    """A database of its own: totals are of this test alone."""
    return fresh_urls


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(update={"search_dir": str(tmp_path / "search")})


@pytest.fixture
def follower(urls: Urls, settings: Settings) -> Follower:
    return Follower(urls.public, Path(settings.search_dir))


@pytest.fixture
def owner(urls: Urls) -> Iterator[psycopg.Connection]:
    with psycopg.connect(libpq(urls.owner), autocommit=True) as connection:
        yield connection


@pytest.fixture
def publish(owner: psycopg.Connection) -> Callable[..., dict]:
    """Release a text as its owner, with its line in the log unless `told` is false."""

    def make(title: str, *, told: bool = True, **given: object) -> dict:
        key = f"hy-article-{secrets.token_hex(4)}"
        at = datetime.now(UTC).isoformat()
        doc = {
            "key": key,
            "id": str(uuid4()),
            "type": "article",
            "locale": "vi",
            "slug": key,
            "agency": {"code": "ubnd", "name": "Ủy ban nhân dân"},
            "fi_category": "investment",
            "topics": [],
            "units": [],
            "title": title,
            "summary": "",
            "texts": {},
            "fields": {},
            "relations": [],
            "media": [],
            "revision": 1,
            "hash": secrets.token_hex(32),
            "released_at": at,
            "visible_from": at,
            "expires_at": None,
            **given,
        }
        texts = " ".join(str(text) for text in doc["texts"].values())
        row = {
            **doc,
            "agency_code": doc["agency"]["code"],
            "doc": canonical_text(doc),
            "card": canonical_text(card(doc)),
            "sort_key": sort_key(title),
            "search": search_vector(title, doc["summary"], texts, doc["locale"]),
        }
        made = owner.execute(INSERT, row).fetchone()
        assert made is not None
        if told:
            owner.execute(TELL, made)
        return doc

    return make


@pytest.fixture
def withdraw(owner: psycopg.Connection) -> Callable[[dict], None]:
    return lambda doc: owner.execute(TAKE, (doc["id"], doc["locale"])) and None


@pytest.fixture
async def plain(settings: Settings) -> AsyncIterator[AsyncClient]:
    """The routes alone: nothing is kept."""
    app: FastAPI = create_app(settings.model_copy(update={"fast_lane": False}))
    async with app.router.lifespan_context(app):
        transport = ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


@pytest.fixture
def search(plain: AsyncClient) -> Callable[..., Awaitable[dict]]:
    async def ask(q: str, **params: object) -> dict:
        answer = await plain.get("/v1/search", params={"q": q, **params})
        assert answer.status_code == 200, answer.text
        found: dict = json.loads(answer.content)
        return found

    return ask


@pytest.fixture
def titles() -> Callable[[dict], list[str]]:
    return lambda found: [each["title"] for each in found["data"]]
