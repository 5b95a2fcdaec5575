"""A small profile, and a connector at whatever a test serves."""

import json
from contextlib import asynccontextmanager

import pytest
from tests.standins.certificates import make

from asean_sync.connectors.client import Client, Patience
from asean_sync.connectors.credentials.access import Access
from asean_sync.connectors.rest_json import RestJson
from asean_sync.profiles.check import read_profile

SMALL = {
    "profile": {"target": "thu", "version": 1, "connector": "rest_json"},
    "base_url": "https://thu.example",
    "languages": {"vi": "vi"},
    "map": {"externalId": {"path": "remote_key"}},
    "endpoints": {
        "items": {
            "create": {"post": "/items"},
            "update": {"put": "/items/{id}"},
            "withdraw": {"delete": "/items/{id}"},
            "fetch": {"get": "/items/{id}"},
            "find": {"get": "/items?key={key}", "list": "data"},
        }
    },
    "capabilities": {"find_by_key": True},
}
PATIENCE = Patience(connect=2, read=2, upload=5, most_bytes=100_000)


@pytest.fixture
def small_profile():
    """A small profile with these blocks in place of its own. JSON is YAML."""

    def make(**blocks):
        return read_profile(json.dumps({**SMALL, **blocks}), "thu.yaml")

    return make


@pytest.fixture
def connected(small_profile):
    @asynccontextmanager
    async def connect(url, words=None, *, inside=True, **blocks):
        profile = small_profile(**blocks)
        words = words or {}
        access = Access.of(
            profile.auth, profile.sign, lambda name: words[name.rpartition("/")[2]]
        )
        async with Client.open(url, PATIENCE, inside=inside, access=access) as client:
            yield RestJson(profile, client)

    return connect


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return make(tmp_path_factory.mktemp("tls"))
