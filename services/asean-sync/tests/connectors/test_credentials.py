"""How we show who we are, as a server that checks sees it."""

import asyncio
import io
import re
import ssl
from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa
from standardwebhooks.webhooks import Webhook
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.standins.served import served

from asean_sync.connectors.addresses import ForbiddenAddressError
from asean_sync.connectors.credentials.signatures import (
    parameters_of,
    signature_base,
)
from asean_sync.connectors.interface import Role, Wanted
from asean_sync.connectors.outcomes import FilePart, Op, Verdict
from asean_sync.profiles.errors import CredentialUnusableError, ProfileRefusedError

SECRET = "whsec_" + b64encode(b"k" * 24).decode()
RFC_KEY = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----"""


class Server:
    """Keeps what it was sent; gives tokens, and takes only the newest one."""

    def __init__(self):
        self.requests, self.issued, self.seconds = [], 0, 3600
        self.refuse_client = False
        self.app = Starlette(
            routes=[
                Route("/token", self.token, methods=["POST"]),
                Route("/{rest:path}", self.answer, methods=["GET", "POST", "PUT"]),
            ]
        )

    async def token(self, request):
        self.requests.append((request, await request.body()))
        if self.refuse_client:
            return JSONResponse({"error": "invalid_client"}, 401)
        self.issued += 1
        await asyncio.sleep(0.05)
        return JSONResponse(
            {"access_token": f"tok-{self.issued}", "expires_in": self.seconds}
        )

    async def answer(self, request):
        body = await request.body()
        self.requests.append((request, body))
        given = request.headers.get("authorization", "")
        if given.startswith("Bearer tok-") and given != f"Bearer tok-{self.issued}":
            return Response(status_code=401)
        return JSONResponse({"id": 7, "externalId": "k"}, 201)


@pytest.fixture
def server():
    return Server()


def create(file=None):
    return Wanted(Op.CREATE, Role.ITEM, "k", "key-1", payload={"a": "Phố"}, file=file)


async def send(connector, wanted=None):
    return await connector.send(connector.prepare(wanted or create()), Role.ITEM)


@pytest.mark.parametrize(
    ("auth", "name", "value"),
    [
        ({"bearer": "secret://env/A"}, "authorization", "Bearer mật"),
        (
            {"basic": {"username": "secret://env/B", "password": "secret://env/A"}},
            "authorization",
            "Basic " + b64encode("tinh:mật".encode()).decode(),
        ),
        (
            {"api_key": {"header": "X-Khoa", "value": "secret://env/B"}},
            "x-khoa",
            "tinh",
        ),
    ],
    ids=["bearer", "basic", "api key"],
)
async def test_what_a_profile_names_is_in_the_header_and_nowhere_else(
    connected, server, auth, name, value
):
    words = {"A": "mật", "B": "tinh"}
    if "bearer" in auth:
        words["A"], value = "mat", "Bearer mat"
    async with served(server.app) as url, connected(url, words, auth=auth) as there:
        prepared = there.prepare(create())
        assert (await there.send(prepared, Role.ITEM)).verdict is Verdict.APPLIED
    ((request, body),) = server.requests
    assert request.headers[name] == value
    for word in words.values():
        assert word not in f"{prepared} {body!r} {request.url}"


async def test_a_key_in_the_query_joins_what_is_there(connected, server):
    auth = {"api_key": {"query": "khoa", "value": "secret://env/A"}}
    async with (
        served(server.app) as url,
        connected(url, {"A": "b&í"}, auth=auth) as there,
    ):
        await there.find(Role.ITEM, "k 1")
    ((request, _),) = server.requests
    assert dict(request.query_params) == {"key": "k 1", "khoa": "b&í"}


OAUTH = {
    "oauth2_client_credentials": {
        "token_url": "/token",
        "client_id": "secret://env/A",
        "client_secret": "secret://env/B",
        "send_as": "form",
        "audience": "cong",
    }
}
WORDS = {"A": "tinh", "B": "b&m"}


async def test_a_token_is_asked_for_once_and_renewed_when_it_is_refused(
    connected, server
):
    async with served(server.app) as url, connected(url, WORDS, auth=OAUTH) as there:
        outcomes = await asyncio.gather(*[send(there) for _ in range(8)])
        assert {one.verdict for one in outcomes} == {Verdict.APPLIED}
        assert server.issued == 1
        # The target ends the token before its time: one renewal, nobody notices.
        server.issued = 5
        assert (await send(there)).verdict is Verdict.APPLIED
        assert server.issued == 6
    form = dict(pair.split(b"=") for pair in server.requests[0][1].split(b"&"))
    assert form[b"client_secret"] == b"b%26m"
    assert form[b"audience"] == b"cong"


async def test_a_token_that_ends_soon_is_renewed_before_it_is_used(connected, server):
    server.seconds = 0
    async with served(server.app) as url, connected(url, WORDS, auth=OAUTH) as there:
        for _ in range(3):
            assert (await send(there)).verdict is Verdict.APPLIED
    assert server.issued == 3


async def test_a_client_that_is_refused_is_not_tried_for_every_object(
    connected, server
):
    server.refuse_client = True
    async with served(server.app) as url, connected(url, WORDS, auth=OAUTH) as there:
        outcomes = [await send(there) for _ in range(5)]
    assert {one.verdict for one in outcomes} == {Verdict.AUTH_FAILED}
    assert "refuses our client: 401" in outcomes[-1].why
    assert len(server.requests) == 1


async def test_a_token_address_elsewhere_is_checked_like_the_target(connected, server):
    def auth(url):
        given = {**OAUTH["oauth2_client_credentials"], "token_url": url}
        return {"oauth2_client_credentials": given}

    with pytest.raises(ForbiddenAddressError, match="not a public"):
        async with connected(
            "http://localhost:9", WORDS, auth=auth("http://127.0.0.1:9/token")
        ):
            pytest.fail("it was opened")
    other = Server()
    async with served(server.app) as url, served(other.app) as tokens:
        words = {**WORDS, "T": f"{tokens}/token"}
        server.issued = 1
        async with connected(url, words, auth=auth("secret://env/T")) as there:
            assert (await send(there)).verdict is Verdict.APPLIED
    assert (other.issued, len(server.requests)) == (1, 1)


async def test_webhook_signatures_satisfy_the_library_and_cover_files(
    connected, server
):
    # While the secret is changed, a target that knows either of both is content.
    sign = {
        "standard_webhooks": {"secret": "secret://env/B", "previous": "secret://env/A"}
    }
    newer = {"A": SECRET, "B": "whsec_" + b64encode(b"n" * 24).decode()}
    media = {"media": {"mode": "multipart"}}
    async with (
        served(server.app) as url,
        connected(url, newer, sign=sign) as there,
    ):
        await send(there)
        await send(there)
        await there.find(Role.ITEM, "k")
    for request, body in server.requests:
        for secret in newer.values():
            Webhook(secret).verify(body, dict(request.headers), json_parse=False)
    ids = [request.headers["webhook-id"] for request, _ in server.requests]
    assert ids[0] == ids[1] != ids[2]

    server.requests.clear()
    content = bytes(range(256)) * 1000
    part = FilePart("file", "a.bin", "image/png", "", io.BytesIO(content))
    endpoints = media_endpoints()
    async with (
        served(server.app) as url,
        connected(url, newer, sign=sign, endpoints=endpoints, **media) as there,
    ):
        wanted = Wanted(Op.CREATE, Role.MEDIA, "k", "key-1", payload={}, file=part)
        outcome = await there.send(there.prepare(wanted), Role.MEDIA)
        assert outcome.verdict is Verdict.APPLIED
    ((request, body),) = server.requests
    assert content in body
    assert request.headers["webhook-signature"].startswith("v1,")


def media_endpoints():
    calls = {
        "create": {"post": "/media"},
        "withdraw": {"delete": "/media/{id}"},
        "fetch": {"get": "/media/{id}"},
        "find": {"get": "/media?key={key}", "list": "data"},
    }
    return {"items": calls, "media": calls}


async def test_message_signatures_are_confirmed_by_openssl(
    connected, server, certificates, tmp_path
):
    cover = ["@method", "@target-uri", "content-digest", "idempotency-key"]
    sign = {"rfc9421": {"key": "secret://env/A", "key_id": "tinh-1", "cover": cover}}
    key = str(certificates.folder / "sign.key")
    capabilities = {
        "find_by_key": True,
        "idempotency_key": {"header": "Idempotency-Key"},
    }
    async with (
        served(server.app) as url,
        connected(url, {"A": key}, sign=sign, capabilities=capabilities) as there,
    ):
        await send(there)
    ((request, body),) = server.requests
    headers = request.headers
    digest = b64encode(sha256(body).digest()).decode()
    assert headers["content-digest"] == f"sha-256=:{digest}:"
    parameters = headers["signature-input"].removeprefix("sig1=")
    assert re.search(r'\);created=\d+;keyid="tinh-1"$', parameters)
    base = (
        f'"@method": POST\n"@target-uri": {url}/items\n'
        f'"content-digest": {headers["content-digest"]}\n'
        f'"idempotency-key": key-1\n"@signature-params": {parameters}'
    )
    (tmp_path / "base").write_text(base)
    given = headers["signature"].removeprefix("sig1=:").removesuffix(":")
    (tmp_path / "sig").write_bytes(b64decode(given))
    certificates.openssl(
        *("pkeyutl", "-verify", "-pubin", "-inkey", "sign.pub", "-rawin"),
        *("-in", str(tmp_path / "base"), "-sigfile", str(tmp_path / "sig")),
    )


def test_the_signature_base_is_that_of_the_standards_own_example():
    """RFC 9421, appendix B.2.6."""
    covered = [
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("@method", "POST"),
        ("@path", "/foo"),
        ("@authority", "example.com"),
        ("content-type", "application/json"),
        ("content-length", "18"),
    ]
    base = signature_base(
        covered, parameters_of(covered, 1618884473, "test-key-ed25519")
    )
    signature = eddsa.new(ECC.import_key(RFC_KEY), "rfc8032").sign(base)
    assert b64encode(signature).decode() == (
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5"
        "lIp5WPpBKRCw=="
    )


async def test_both_sides_show_certificates_and_each_wrong_one_is_named(
    connected, server, certificates
):
    words = {
        name.upper(): str(certificates.folder / f"{stem}.{kind}")
        for name, stem, kind in (
            ("ca", "ca", "pem"),
            ("cert", "client", "pem"),
            ("key", "client", "key"),
        )
    }
    mutual = {"certificate": "secret://env/CERT", "key": "secret://env/KEY"}
    trust = "secret://env/CA"

    def tls(name):
        asked = {"ssl_cert_reqs": ssl.CERT_REQUIRED}
        asked["ssl_ca_certs"] = str(certificates.folder / "ca.pem")
        return certificates.tls(name) | asked

    async def outcome(url, **auth):
        async with connected(url, words, auth=auth) as there:
            return await send(there)

    async with served(server.app, tls("server")) as url:
        assert (await outcome(url, trust=trust, mtls=mutual)).verdict is Verdict.APPLIED
        both = {"trust": trust, "mtls": mutual}
        async with connected(url, words, auth=both) as there:
            found = {one.name: one for one in await there.check(Role.ITEM)}
        assert not found["certificate"].fine
        assert "their certificate ends on 20" in found["certificate"].said
        stranger = await outcome(url, mtls=mutual)
        assert stranger.verdict is Verdict.NOT_APPLIED
        assert "its certificate is refused: self-signed certificate" in stranger.why
        bare = await outcome(url, trust=trust)
        # TLS 1.3 lets us send before it says no: that is a doubt, and no more.
        assert bare.verdict is Verdict.IN_DOUBT
    async with served(server.app, tls("expired")) as url:
        old = await outcome(url, trust=trust, mtls=mutual)
        assert old.verdict is Verdict.NOT_APPLIED
        assert "its certificate is refused: certificate has expired" in old.why
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ({"auth": {"trust": "secret://env/A"}}, {"A": "/none.pem"}),
        (
            {"sign": {"rfc9421": {"key": "secret://env/A", "key_id": "k"}}},
            {"A": "không phải khóa"},
        ),
        (
            {"sign": {"standard_webhooks": {"secret": "secret://env/A"}}},
            {"A": "whsec_&&"},
        ),
        ({"auth": {"bearer": "secret://env/A"}}, {"A": "mật\n"}),
    ],
    ids=["authority", "ed25519", "webhook", "bearer"],
)
async def test_an_unusable_key_is_told_without_showing_it(connected, blocks, words):
    with pytest.raises(CredentialUnusableError) as caught:
        async with connected("http://127.0.0.1:9", words, **blocks):
            pytest.fail("it was opened")
    assert words["A"] not in str(caught.value) or words["A"] == "/none.pem"


def test_two_ways_to_authorize_at_once_are_refused(small_profile):
    auth = {
        "bearer": "secret://env/A",
        "basic": {"username": "secret://env/A", "password": "secret://env/B"},
    }
    with pytest.raises(ProfileRefusedError, match="at most one of bearer, basic"):
        small_profile(auth=auth)
