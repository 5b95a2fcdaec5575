"""The whole database in one step: roles and shared schemas, then each service's own."""

import asyncio
from collections.abc import Callable

from content_api import reference
from phohien import bootstrap, migrations

PACKAGES = ("content_api", "assets_api", "asean_sync")
Said = Callable[[str], None]


def upgrade(owner_url: str, *, said: Said | None = None) -> None:
    """Bring everything to head and the shipped lists in; what is there stays."""
    migrate(owner_url, said=said)
    counts = asyncio.run(reference.load_into(owner_url))
    if said:
        said(", ".join(f"{count} {name}" for name, count in counts.items()))


def migrate(owner_url: str, *, said: Said | None = None) -> None:
    say = said or (lambda _: None)
    say("bootstrap")
    bootstrap.upgrade(owner_url)
    for package in PACKAGES:
        say(package)
        migrations.upgrade(package, owner_url)
