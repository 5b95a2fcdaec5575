"""The settings that the words of `phohien sync` work with."""

import os
from pathlib import Path

from asean_sync.settings import Settings
from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import locate
from phohien_stack.supervisor.services import sync_environment


def settings_of(data: Path | None) -> Settings:
    """Those of the running stack; else what the environment says."""
    place = locate(data)
    now = record.load(place.record)
    if now and place.is_up():
        # A profile's secrets are looked up in the environment by name.
        os.environ.update(sync_environment(now.database_url, now.urls, now.tokens))
    return Settings()
