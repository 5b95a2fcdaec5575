"""Secrets are laid out as bait; a target repeats them, and they are nowhere after."""

import asyncio
import zipfile

import httpx
import psycopg
import pytest
import structlog
from psycopg import sql
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from tests.standins.activation import activate
from tests.standins.served import served

from asean_sync import reconcile_now
from asean_sync.app import create_app
from asean_sync.exports import commands as exports
from asean_sync.monitoring.readings import figures
from asean_sync.settings import Settings
from phohien import logs
from phohien.metrics import Requests

CANARIES = {
    "PHOHIEN_STANDIN_TOKEN": 'canary-bearer-7Qx+/=&%20"w',
    "PHOHIEN_CANARY_WORD": 'canary-basic-b9+/=&%c3"x',
    "PHOHIEN_CANARY_KEY": 'canary-query-5k+/=&%41"y',
    "PHOHIEN_SYNC_EVIDENCE_SECRET": "canary-evidence-0123456789-abcdefgh",
    "PHOHIEN_SYNC_SERVICE_TOKEN": "canary-service-77zz",
}
BARE = ("canary-", "Y2FuYXJ5L", "ZGFuZzpjYW5hcn")


async def echo(request):
    """Says back all that it was told, in every place of an answer."""
    told = dict(request.headers) | {"query": request.url.query}
    words = " ".join([*request.headers.values(), request.url.query])
    headers = {
        "x-request-id": words.encode("ascii", "replace").decode()[:900],
        "location": f"/api/items/1?{request.url.query}",
    }
    items = {"id": words[:200], "url": f"https://x/{words}", "externalId": words}
    if request.method == "GET":
        return JSONResponse({"data": [], "told": told}, headers=headers)
    body = {"message": f"refused: {words}", "headers": told, **items}
    status = 201 if b"sai" not in await request.body() else 422
    return JSONResponse(body, status, headers=headers)


@pytest.fixture
async def parrot():
    app = Starlette(
        routes=[Route("/{rest:path}", echo, methods=["GET", "POST", "PUT", "DELETE"])]
    )
    async with served(app) as url:
        yield url


@pytest.fixture
def stored(world):
    """All that the database holds, bytes as text as well."""

    def read():
        found = []
        with psycopg.connect(world.owner_url.replace("+psycopg", "")) as connection:
            tables = connection.execute(
                "select schemaname, tablename from pg_tables"
                " where schemaname in ('sync', 'audit', 'jobs')"
            ).fetchall()
            for schema, table in tables:
                name = sql.Identifier(schema, table)
                rows = connection.execute(
                    sql.SQL("select t::text from {} t").format(name)
                )
                found += [f"{schema}.{table}: {row}" for (row,) in rows]
        return found

    return read


@pytest.mark.parametrize(
    "kind", ["bearer", pytest.param("basic", marks=pytest.mark.proof)]
)
async def test_no_secret_is_in_logs_receipts_metrics_pages_or_the_database(
    world, parrot, stored, sign_in, kind, monkeypatch, capsys, profile_text
):
    for name, value in CANARIES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PHOHIEN_CANARY_NAME", "dang")
    monkeypatch.setenv("PHOHIEN_STANDIN_URL", parrot)
    text = profile_text.replace("version: 1", "version: 2")
    if kind == "basic":
        text = text.replace(
            'auth: {bearer: "secret://env/PHOHIEN_STANDIN_TOKEN"}',
            "auth: {basic: {username: secret://env/PHOHIEN_CANARY_NAME, password:"
            " secret://env/PHOHIEN_CANARY_WORD}, api_key: {query: khoa, value:"
            " secret://env/PHOHIEN_CANARY_KEY}}",
        )
    path = world.folder / "canary.yaml"
    path.write_text(text)
    settings = world.settings = Settings()
    logs.configure("DEBUG")
    try:
        await asyncio.to_thread(activate, settings, path)
        for title in ("Phố Nối A", "sai"):
            world.offer(world.new_key(), "vi", title)
        await world.run(seconds=6)
        await asyncio.to_thread(reconcile_now.reconcile_now, settings, looks=9)
        shown = await _pages(settings, sign_in("operator"))
        bag = world.folder / "bag.zip"
        await asyncio.to_thread(exports.export_receipts, settings, world.target, bag)
    finally:
        structlog.reset_defaults()
    exported = _parts(bag)
    spoken = capsys.readouterr()
    rows = stored()
    assert '"event": "request"' in spoken.out
    shown.append(repr(settings))
    assert "[redacted]" in "".join(shown) + "".join(exported)
    places = {
        "logs": [spoken.out, spoken.err],
        "pages": shown,
        "bag": exported,
        "database": rows,
    }
    leaks = [
        (place, word, text[max(0, text.index(word) - 200) :][:300])
        for place, texts in places.items()
        for text in texts
        for word in BARE
        if word in text
    ]
    assert leaks == []


def _parts(bag):
    with zipfile.ZipFile(bag) as archive:
        return [archive.read(name).decode() for name in archive.namelist()]


async def _pages(settings, headers):
    """Everything the service shows, its figures and its errors with it."""
    app = create_app(settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    paths = ["targets", "runs", "objects", "receipts", "receipts/x", "drift"]
    found = []
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://sync") as client,
    ):
        for path in paths:
            answer = await client.get(f"/staff/v1/sync/{path}", headers=headers)
            found.append(answer.text)
        listed = await client.get("/staff/v1/sync/receipts", headers=headers)
        for one in listed.json()["data"]:
            url = f"/staff/v1/sync/receipts/{one['id']}"
            found.append((await client.get(url, headers=headers)).text)
        for path in ("/health/ready", "/version", "/openapi.json", "/nowhere"):
            answer = await client.get(path)
            found.append(answer.text)
        database = app.state.database
        told = figures(Requests(), database, settings.sync_database_url)
        found.append(str(await asyncio.to_thread(lambda: list(told.collect()))))
    return found
