"""The whole database in one step: roles and shared schemas, then each service's own."""

import sys
from collections.abc import Callable

from phohien import bootstrap, migrations

PACKAGES = ("content_api", "assets_api", "asean_sync")


def upgrade(owner_url: str, *, said: Callable[[str], None] | None = None) -> None:
    """Bring everything to head; what is there already is left alone."""
    say = said or (lambda _: None)
    say("bootstrap")
    bootstrap.upgrade(owner_url)
    for package in PACKAGES:
        say(package)
        try:
            migrations.upgrade(package, owner_url)
        except Exception as error:  # noqa: BLE001 -- while the services are being written
            sys.stderr.write(f"\n{package} not migrated: {error!r}\n")
