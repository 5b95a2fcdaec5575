"""A target that stands in for the portal, a source of bytes, and a released item."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from tests.standins.activation import activate
from tests.standins.portal.app import Options
from tests.standins.portal.checker import Checker
from tests.standins.portal.server import running
from tests.standins.public_media import delivering
from tests.standins.releases import Brochure, Releases

from asean_sync import commands
from asean_sync.activation.commands import Activated
from asean_sync.app import create_app
from asean_sync.runs import service as runs
from asean_sync.settings import Settings
from phohien import clock, keys
from phohien import urls as addresses
from phohien.db import Database

TOKEN = "chuoi-thu-nghiem"


@dataclass
class World:
    """A fresh database, the stand-in at work, and what a test does to both."""

    settings: Settings
    releases: Releases
    portal: httpx.AsyncClient
    portal_url: str
    owner_url: str
    sync_url: str
    brochures: list[Brochure]
    folder: Path
    target: str = "asean-portal"
    docs: dict[str, dict[str, Any]] = field(default_factory=dict)

    def new_key(self) -> str:
        return f"hy-industrial-park-{secrets.token_hex(4)}"

    def offer(
        self, key: str, lang: str = "vi", title: str = "Phố Nối A", *files: Brochure
    ) -> dict[str, Any]:
        """Released and offered: what an officer, a leader and an approver did."""
        for one in files:
            if one not in self.brochures:
                self.brochures.append(one)
        doc = self.releases.release(key, lang, title, *files)
        if f"{key}.{lang}" not in self.docs:
            self.releases.offer(doc, self.target)
        self.docs[f"{key}.{lang}"] = doc
        return doc

    async def activate(self, text: str | None = None) -> Activated:
        path = commands.standin_profile()
        if text is not None:
            path = self.folder / "profile.yaml"
            path.write_text(text, encoding="utf-8")
        return await asyncio.to_thread(activate, self.settings, path)

    async def run(self, seconds: float = 30, **options: Any) -> commands.RunReport:
        return await asyncio.to_thread(
            commands.run, self.settings, seconds=seconds, **options
        )

    async def apply(self, plan: str, **options: Any) -> commands.RunReport:
        return await asyncio.to_thread(
            commands.apply, self.settings, plan, seconds=30, **options
        )

    async def fault(self, mode: str, method: str, path: str, **more: Any) -> None:
        rule = {"mode": mode, "method": method, "path_prefix": path, **more}
        (await self.portal.post("/_control/faults", json=rule)).raise_for_status()

    async def log(self) -> list[dict[str, Any]]:
        return (await self.portal.get("/_control/log")).json()["data"]

    async def violations(
        self, items: dict[str, Any], media: dict[str, Any] | None = None
    ) -> list[str]:
        def check() -> list[str]:
            with Checker(self.portal_url, TOKEN) as checker:
                return checker.violations(items, media or {})

        return await asyncio.to_thread(check)

    def sql(self, statement: str, *values: Any, owner: bool = True) -> list[Any]:
        url = self.owner_url if owner else self.sync_url
        with psycopg.connect(addresses.libpq(url)) as connection:
            found = connection.execute(statement, values)
            return found.fetchall() if found.description else []

    def object(self, key: str) -> dict[str, Any]:
        (row,) = self.sql(
            "select row_to_json(o) from sync.object o where object_key = %s", key
        )
        return row[0]


@pytest.fixture
async def world(
    fresh_urls: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[World]:
    brochures: list[Brochure] = []
    options = Options(data=tmp_path / "portal", token=TOKEN)
    async with (
        running(options) as portal_url,
        delivering(brochures) as assets_url,
        httpx.AsyncClient(base_url=portal_url, timeout=10) as portal,
    ):
        environment = {
            "PHOHIEN_SYNC_DATABASE_URL": fresh_urls.sync,
            "PHOHIEN_ASSETS_URL": assets_url,
            "PHOHIEN_STANDIN_URL": portal_url,
            "PHOHIEN_STANDIN_TOKEN": TOKEN,
            "PHOHIEN_SYNC_LEASE_SECONDS": "2",
            "PHOHIEN_SYNC_EVIDENCE_SECRET": "bi-mat-niem-phong-" * 3,
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        releases = Releases(fresh_urls.owner)
        releases.add_target("asean-portal")
        made = World(
            settings=Settings(),
            releases=releases,
            portal=portal,
            portal_url=portal_url,
            owner_url=fresh_urls.owner,
            sync_url=fresh_urls.sync,
            brochures=brochures,
            folder=tmp_path,
        )
        await made.activate()
        yield made


@pytest.fixture
def profile_text() -> str:
    return commands.standin_profile().read_text(encoding="utf-8")


@pytest.fixture
def dump() -> Callable[[Any], str]:
    return lambda value: json.dumps(value, ensure_ascii=False, indent=1, default=str)


@pytest.fixture
def ask_for_run(world: World) -> Callable[[], Any]:
    """An on-demand run, as the API asks for one."""

    async def ask() -> Any:
        async with (
            Database.connect(world.sync_url, application_name="test") as database,
            database.writing() as session,
        ):
            return await runs.request_run(
                session, world.target, caller="test", at=clock.now()
            )

    return ask


@pytest.fixture
def sign_in(world: World) -> Callable[..., dict[str, str]]:
    """A session of a new person with these roles, as a bearer token."""

    def sign(*roles: str) -> dict[str, str]:
        name, token = f"nguoi-{keys.crockford(6)}", keys.new_token("phs")
        (person,) = world.sql(
            "insert into access.account (username, name, password_hash)"
            " values (%s, %s, 'x') returning id",
            name,
            name,
        )
        for role in roles:
            world.sql(
                "insert into access.role_grant (account_id, role) values (%s, %s)",
                person[0],
                role,
            )
        world.sql(
            "insert into access.session (account_id, token_digest, csrf_digest,"
            " expires_at) values (%s, %s, %s, now() + interval '1 hour')",
            person[0],
            keys.digest(token),
            keys.digest("csrf"),
        )
        return {"authorization": f"Bearer {token}"}

    return sign


@pytest.fixture
async def api(world: World) -> AsyncGenerator[httpx.AsyncClient]:
    app = create_app(world.settings)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://sync") as client,
    ):
        yield client
