"""A WordPress whose certificate, or whose line, is not what it should be."""

import asyncio
import contextlib

import pytest
from tests.standins.certificates import make
from tests.standins.cutting_proxy import reset
from tests.standins.lines import serving
from tests.standins.spoiling_proxy import SpoilingProxy

# What an operator reads of each, and does something about.
SAID = {
    "expired": "its certificate is refused: certificate has expired",
    "elsewhere": "its certificate is refused: Hostname mismatch",
    "stranger": "its certificate is refused: self-signed certificate",
    "cut": "it answers, and cut the line before TLS was agreed on",
    "closed": "it answers, and cut the line before TLS was agreed on",
}
CUTS = {"cut": reset, "closed": asyncio.StreamWriter.close}
AUTH = "    password: secret://env/PHOHIEN_WORDPRESS_PASSWORD\n"
TRUST = f"{AUTH}  trust: secret://env/PHOHIEN_TRUST\n"


@pytest.fixture
def certificates(tmp_path, monkeypatch):
    made = make(tmp_path)
    monkeypatch.setenv("PHOHIEN_TRUST", str(tmp_path / "ca.pem"))
    return made


@contextlib.asynccontextmanager
async def cut_in_the_handshake(let_go):
    """Takes the first words of TLS, and lets go of the line."""

    async def serve(client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        await client.read(1)
        let_go(back)

    async with serving(serve) as port:
        yield f"https://localhost:{port}"


@pytest.fixture
def behind_tls(wordpress, certificates):
    """The site behind a proxy with one of these certificates, or one that cuts."""

    @contextlib.asynccontextmanager
    async def running(way):
        if way in CUTS:
            async with cut_in_the_handshake(CUTS[way]) as url:
                yield url, []
            return
        tls = certificates.tls(way)
        async with SpoilingProxy(wordpress.url).running(**tls) as proxy:
            # Certificates are made out to names.
            yield proxy.url.replace("http://127.0.0.1", "https://localhost"), proxy.seen

    return running


async def test_each_fault_of_tls_costs_no_object_and_is_told(
    push, behind_tls, monkeypatch
):
    key = push.new_key()
    push.release(key, "vi", "Sau khi có chứng thư")
    async with behind_tls("server") as (url, _):
        monkeypatch.setenv("PHOHIEN_WORDPRESS_URL", url)
        await push.activate("profile.yaml", **{AUTH: TRUST})
    for way, said in SAID.items():
        async with behind_tls(way) as (url, seen):
            monkeypatch.setenv("PHOHIEN_WORDPRESS_URL", url)
            report = await push.run(1.5)
        assert report.exit_code != 0
        # Not one word of ours went over a line that nobody vouched for.
        assert seen == [], way
        ((state, why, attempts),) = push.sql(
            "select state, last_error, attempts from sync.object"
        )
        assert state in {"retry", "pending"}, way
        assert said in why, way
        assert attempts < 10
        # The night comes again: what was tried counts as little as the line did.
        push.sql("update sync.object set not_before = now(), attempts = 0")
        push.sql("update sync.target set circuit = 'closed', consecutive_failures = 0")
    assert push.sql("select count(*) from sync.attempt where op = 'create'") == [(0,)]
    async with behind_tls("server") as (url, _):
        monkeypatch.setenv("PHOHIEN_WORDPRESS_URL", url)
        assert (await push.run()).exit_code == 0
    there = {f"{key}.vi": {"title": "Sau khi có chứng thư"}}
    assert await push.violations(there) == []
