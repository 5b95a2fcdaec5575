"""The settings in the documents are the settings there are."""

import os
from pathlib import Path

from asean_sync.settings import Settings as SyncSettings
from assets_api.settings import Settings as AssetsSettings
from content_api.settings import Settings as ContentSettings
from phohien.settings import S3Settings, SharedSettings
from phohien.settings_table import table

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
HEAD = """# Settings

Every variable any part reads. A role's own database URL is
`PHOHIEN_<ROLE>_DATABASE_URL`, with ROLE one of CONTENT, ASSETS, SYNC, PUBLIC, LOGIN,
and follows from the owner's when it is not set. `phohien up` sets all of them for the
embedded parts. To write this file again, run the test that checks it,
`tests/architecture/test_settings_table.py`, with `PHOHIEN_WRITE_DOCS=1`.

"""


def test_the_document_lists_every_setting() -> None:
    written = HEAD + table(
        [
            ("Shared", SharedSettings),
            ("S3", S3Settings),
            ("content-api", ContentSettings),
            ("assets-api", AssetsSettings),
            ("asean-sync", SyncSettings),
        ]
    )
    if os.environ.get("PHOHIEN_WRITE_DOCS"):
        DOCUMENT.write_text(written)

    assert DOCUMENT.read_text() == written
