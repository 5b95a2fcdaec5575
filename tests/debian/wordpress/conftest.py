"""A real WordPress for the whole run, emptied for each test, and the sync before it."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.standins.activation import activate
from tests.standins.public_media import delivering
from tests.standins.releases import Brochure, Releases
from tests.standins.wordpress import oracle
from tests.standins.wordpress.site import NotInstalledError, Site, site

from asean_sync import commands
from asean_sync.settings import Settings
from phohien import urls as addresses

PROFILES = Path(__file__).parents[2] / "standins" / "wordpress"


@pytest.fixture(scope="session")
def installed() -> Iterator[Site]:
    try:
        with site() as made:
            yield made
    except NotInstalledError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def wordpress(installed: Site) -> Site:
    installed.empty()
    return installed


@pytest.fixture(scope="session")
def profile() -> Callable[[str], str]:
    return lambda name: (PROFILES / name).read_text(encoding="utf-8")


@dataclass
class Push:
    """What officers release, and what a run makes of it at the site."""

    settings: Settings
    site: Site
    releases: Releases
    brochures: list[Brochure]
    folder: Path
    owner_url: str
    sync_url: str
    target: str = "asean-portal"
    offered: set[tuple[str, str]] = field(default_factory=set)

    def new_key(self) -> str:
        return f"hy-industrial-park-{secrets.token_hex(4)}"

    def release(
        self, key: str, lang: str, title: str, *files: Brochure, body: str = ""
    ) -> dict[str, Any]:
        self.brochures += [one for one in files if one not in self.brochures]
        doc = self.releases.release(key, lang, title, *files, body=body)
        if (key, lang) not in self.offered:
            self.releases.offer(doc, self.target)
            self.offered.add((key, lang))
        return doc

    async def activate(self, name: str, **instead: str) -> None:
        text = (PROFILES / name).read_text(encoding="utf-8")
        for old, new in instead.items():
            assert old in text
            text = text.replace(old, new)
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        await asyncio.to_thread(activate, self.settings, path)

    async def run(self, seconds: float = 60, **options: Any) -> commands.RunReport:
        return await asyncio.to_thread(
            commands.run, self.settings, seconds=seconds, **options
        )

    async def violations(
        self, items: dict[str, Any], media: dict[str, Any] | None = None
    ) -> list[str]:
        return await asyncio.to_thread(
            oracle.violations, self.site, items, media or {}, prefix="hy-"
        )

    def sql(self, statement: str, *values: Any) -> list[Any]:
        with psycopg.connect(addresses.libpq(self.owner_url)) as connection:
            found = connection.execute(statement, values)
            return found.fetchall() if found.description else []


@pytest.fixture
def brochures() -> list[Brochure]:
    return []


@pytest.fixture
async def media_url(brochures: list[Brochure]) -> AsyncGenerator[str]:
    async with delivering(brochures) as url:
        yield url


@pytest.fixture
def push(
    wordpress: Site,
    fresh_urls: Any,
    brochures: list[Brochure],
    media_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Push:
    environment = {
        "PHOHIEN_SYNC_DATABASE_URL": fresh_urls.sync,
        "PHOHIEN_ASSETS_URL": media_url,
        "PHOHIEN_WORDPRESS_URL": wordpress.url,
        "PHOHIEN_WORDPRESS_USER": wordpress.user,
        "PHOHIEN_WORDPRESS_PASSWORD": wordpress.password,
        "PHOHIEN_SYNC_LEASE_SECONDS": "5",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    releases = Releases(fresh_urls.owner)
    releases.add_target(Push.target)
    return Push(
        settings=Settings(),
        site=wordpress,
        releases=releases,
        brochures=brochures,
        folder=tmp_path,
        owner_url=fresh_urls.owner,
        sync_url=fresh_urls.sync,
    )


@pytest.fixture
def receipts(push: Push) -> Callable[[], dict[str, tuple[int, int]]]:
    """By object: writes that were begun, and writes whose outcome is on record."""

    def receipts() -> dict[str, tuple[int, int]]:
        rows = push.sql(
            "select a.object_key, count(*), count(r.attempt_id) from sync.attempt a "
            "left join sync.attempt_result r on r.attempt_id = a.id "
            "where a.op in ('create', 'update', 'withdraw') group by 1"
        )
        return {key: (begun, ended) for key, begun, ended in rows}

    return receipts
