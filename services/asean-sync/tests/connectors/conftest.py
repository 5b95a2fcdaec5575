"""A small profile, and a connector at whatever a test serves."""

import json
import subprocess
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

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
    """An authority; one server in time and one out of it; one client, one stranger."""
    folder = tmp_path_factory.mktemp("tls")

    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    use = ["-addext", "basicConstraints=critical,CA:TRUE"]
    use += ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
    for name in ("ca", "stranger"):
        openssl(
            *("req", "-x509", *curve, "-days", "2", *use, "-subj", f"/CN={name}"),
            *("-keyout", f"{name}.key", "-out", f"{name}.pem"),
        )
    (folder / "ext").write_text(
        "subjectAltName=DNS:localhost\nauthorityKeyIdentifier=keyid\n"
    )
    for name, days in (("server", "2"), ("expired", "-1"), ("client", "2")):
        openssl(
            *("req", *curve, "-subj", f"/CN={name}"),
            *("-keyout", f"{name}.key", "-out", f"{name}.csr"),
        )
        openssl(
            *("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey"),
            *("ca.key", "-CAcreateserial", "-days", days, "-extfile", "ext"),
            *("-out", f"{name}.pem"),
        )
    openssl("genpkey", "-algorithm", "ed25519", "-out", "sign.key")
    openssl("pkey", "-in", "sign.key", "-pubout", "-out", "sign.pub")
    return SimpleNamespace(folder=folder, openssl=openssl)
