"""The wire: what comes back wrong, too large, from elsewhere or not at all."""

import asyncio
import contextlib
import socket

import pytest

from asean_sync.connectors.addresses import Allowed, ForbiddenAddressError
from asean_sync.connectors.client import Client, Patience
from asean_sync.connectors.credentials.access import Access
from asean_sync.connectors.interface import ListingError, Role, Wanted
from asean_sync.connectors.line.released import WrongBytesError, released_bytes
from asean_sync.connectors.outcomes import Op, Prepared, Verdict
from asean_sync.connectors.rest_json import RestJson
from asean_sync.profiles.check import read_profile

PATIENCE = Patience(connect=1, read=0.5, upload=2, most_bytes=2000)
HTML = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 3\r\n\r\n<p>"
ELSEWHERE = (
    b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
)
CUT = (
    b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n"
    b"content-length: 50\r\n\r\n{"
)


@contextlib.asynccontextmanager
async def answering(*answers):
    """A port that gives each connection the next of these bytes; None keeps silent."""
    left, serving = list(answers), set()

    async def serve(reader, writer):
        serving.add(asyncio.current_task())
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            answer = left.pop(0)
            if answer is None:
                await reader.read()
            else:
                writer.write(answer)
                await writer.drain()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    if serving:
        await asyncio.wait(serving)


def json_answer(body, status="200 OK"):
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(body.encode())}\r\n\r\n{body}".encode()


@pytest.fixture
def at_target(profile_text):
    @contextlib.asynccontextmanager
    async def connect(url):
        access = Access(headers={"authorization": "Bearer t"})
        async with Client.open(url, PATIENCE, inside=True, access=access) as client:
            yield RestJson(read_profile(profile_text, "x.yaml"), client)

    return connect


@pytest.fixture
def create():
    async def send(connector):
        wanted = Wanted(
            Op.CREATE, Role.ITEM, "k.vi", "i", payload={"externalId": "k.vi"}
        )
        return await connector.send(connector.prepare(wanted), Role.ITEM)

    return send


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (HTML, Verdict.IN_DOUBT),
        (ELSEWHERE, Verdict.IN_DOUBT),
        (CUT, Verdict.IN_DOUBT),
        (b"", Verdict.IN_DOUBT),
        (b"nonsense\r\n\r\n", Verdict.IN_DOUBT),
        (None, Verdict.IN_DOUBT),
        (json_answer('{"id": 7}', "201 Created"), Verdict.APPLIED),
        (json_answer("{}", "201 Created"), Verdict.IN_DOUBT),
        (json_answer('{"id": ".."}', "201 Created"), Verdict.IN_DOUBT),
        (json_answer('{"id": "' + "9" * 3000 + '"}', "201 Created"), Verdict.IN_DOUBT),
        (json_answer("{}", "422 Unprocessable"), Verdict.REJECTED),
    ],
    ids=range(11),
)
async def test_only_a_whole_readable_answer_with_an_id_is_an_acceptance(
    at_target, create, answer, verdict
):
    async with answering(answer) as url, at_target(url) as connector:
        assert (await create(connector)).verdict is verdict


async def test_a_closed_door_means_nothing_was_sent(at_target, create):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    async with at_target(url) as connector:
        outcome = await create(connector)
    assert outcome.verdict is Verdict.NOT_APPLIED
    assert outcome.reply is None


async def test_a_target_that_ignores_the_filter_does_not_hand_us_others_objects(
    at_target,
):
    body = '{"data": [{"id": 9, "externalId": "other"}, {"id": 4, "externalId": "k"},'
    body += ' {"id": 12, "externalId": "k"}]}'
    async with answering(json_answer(body)) as url, at_target(url) as connector:
        seen = await connector.find(Role.ITEM, "k")
    assert [ref.id for ref in seen.refs] == ["4", "12"]


@pytest.mark.parametrize(
    "body", ["[]", '{"data": {}}', '{"data": [{"id": 1}]}', '{"data": [{}]}', "null"]
)
async def test_a_search_answered_in_another_shape_has_shown_nothing(at_target, body):
    async with answering(json_answer(body)) as url, at_target(url) as connector:
        seen = await connector.find(Role.ITEM, "k")
    assert not seen.seen


async def test_a_list_that_breaks_off_proves_nothing(at_target):
    async with answering(HTML) as url, at_target(url) as connector:
        with pytest.raises(ListingError):
            _ = [ref async for ref in connector.list_remote(Role.ITEM)]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080",
        "http://localhost/x",
        "http://169.254.169.254/latest",
        "http://10.0.0.8",
        "http://[::1]:80",
        "ftp://example.org",
        "http://name:word@example.org",
    ],
)
async def test_an_address_inside_is_refused_unless_the_operator_set_it(url):
    with pytest.raises(ForbiddenAddressError):
        async with Client.open(url, PATIENCE, inside=False):
            pytest.fail("it was opened")


async def test_no_request_leaves_the_host_and_port():
    allowed = Allowed.of("https://example.org/base", inside=False)
    assert allowed.permits("https://example.org:443/x")
    for url in ("https://example.org:8443/", "http://example.org/", "https://a.b/"):
        assert not allowed.permits(url)
    async with Client.open("http://127.0.0.1:9", PATIENCE, inside=True) as client:
        with pytest.raises(ForbiddenAddressError):
            await client.exchange(Prepared(Op.FETCH, "GET", "@example.org/x", ""))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (HTML, "another digest"),
        (json_answer("x" * 99), "more bytes"),
        (json_answer("{}", "410 Gone"), "answered 410"),
        (CUT.replace(b"201 Created", b"200 OK"), "assets: "),
    ],
    ids=["digest", "size", "gone", "cut"],
)
async def test_bytes_that_are_not_the_released_ones_are_not_sent_on(answer, said):
    async with answering(answer) as url:
        with pytest.raises(WrongBytesError, match=said):
            async with released_bytes(
                url, "/m/x", sha256="ab", most_bytes=60, seconds=2
            ):
                pytest.fail("it was handed on")
