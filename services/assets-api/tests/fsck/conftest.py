"""A bucket and a database that nobody else writes to."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from assets_api.fsck import records, service
from assets_api.fsck.service import Report, Wanted
from assets_api.uploads.desk import Desk
from phohien_stack import databases
from phohien_stack.databases import Urls
from phohien_stack.store import Store

AT_ONCE = timedelta(0)


@pytest.fixture(scope="module")
def urls(postgres: str) -> Urls:
    made = databases.clone(postgres, "fsck")
    yield made
    databases.drop(postgres, made)


@pytest.fixture(scope="module")
def s3(s3: Store) -> Store:
    own = replace(s3, bucket=f"fsck-{secrets.token_hex(4)}")
    own.client().make_bucket(own.bucket)
    return own


@pytest.fixture
def check(desk: Desk) -> Callable:
    """One pass, as if everything had been there for long enough."""

    async def run(**wanted) -> Report:
        given = {"settled": AT_ONCE, "grace": AT_ONCE} | wanted
        return await service.check(desk, Wanted("test", **given))

    return run


@pytest.fixture
def findings(desk: Desk) -> Callable:
    """What the last pass left: subjects by kind."""

    async def run() -> dict[str, dict[str, str]]:
        found = {}
        async with desk.database.reading() as session:
            for kind, *_ in await records.counts(session, ripe=service.clock.now()):
                rows = await records.examples(session, kind, 1000)
                found[kind] = {row.subject: row.left_because for row in rows}
        return found

    return run


@pytest.fixture
def blob() -> Callable[[str], str]:
    """The key of bytes."""

    def key(sha256: str) -> str:
        return f"b/{sha256[:2]}/{sha256[2:4]}/{sha256}"

    return key


@pytest.fixture
def nobody() -> str:
    """An upload that there never was."""
    return str(uuid4())
