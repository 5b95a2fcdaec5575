"""What goes out, and what an answer is taken for, seen at the socket."""

import json

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.standins.served import served

from asean_sync.connectors.interface import Role, Wanted
from asean_sync.connectors.outcomes import Op, Verdict
from asean_sync.profiles.errors import ProfileRefusedError

CALLS = {
    "create": {"post": "/items"},
    "update": {"put": "/items/{id}"},
    "withdraw": {"delete": "/items/{id}"},
    "fetch": {"get": "/items/{id}"},
    "find": {"get": "/items?key={key}", "list": "data"},
}


class Echo:
    """Keeps each request; answers from a queue, or with an object."""

    def __init__(self):
        self.requests, self.answers = [], []
        self.shown = {"id": 7, "externalId": "k", "state": "on"}
        methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        self.app = Starlette(
            routes=[Route("/{rest:path}", self.answer, methods=methods)]
        )

    async def answer(self, request):
        self.requests.append((request, await request.body()))
        if self.answers:
            return self.answers.pop(0)
        if request.method == "GET" and "key" in request.query_params:
            return JSONResponse({"data": [self.shown]})
        return JSONResponse(self.shown, 200)


@pytest.fixture
def echo():
    return Echo()


@pytest.fixture
def at_echo(echo, connected):
    def connect(calls=None, **blocks):
        endpoints = {"items": {**CALLS, **(calls or {})}}
        if "media" in blocks:
            endpoints["media"] = CALLS
        return served(echo.app), lambda url: connected(
            url, endpoints=endpoints, **blocks
        )

    return connect


async def sent(echo, pair, wanted, role=Role.ITEM):
    server, connect = pair
    async with server as url, connect(url) as there:
        outcome = await there.send(there.prepare(wanted), role)
    request, body = echo.requests[-1]
    return outcome, request, body


async def test_headers_of_the_profile_and_a_list_of_one(at_echo, echo):
    pair = at_echo(
        {"create": {"post": "/items", "body": "{data: [@]}", "object": "[0]"}},
        headers={"Accept": "application/vnd.api+json", "X-Tenant": "hy"},
    )
    echo.answers = [JSONResponse([echo.shown])]
    wanted = Wanted(Op.CREATE, Role.ITEM, "k", "i", payload={"b": 1.5, "a": "é"})
    outcome, request, body = await sent(echo, pair, wanted)
    assert (outcome.verdict, outcome.remote_id) == (Verdict.APPLIED, "7")
    assert body == '{"data":[{"a":"é","b":1.5}]}'.encode()
    assert request.headers["accept"] == "application/vnd.api+json"
    assert request.headers["x-tenant"] == "hy"
    assert request.headers["content-type"] == "application/json"


async def test_taking_down_may_be_a_status_and_is_then_seen_as_gone(at_echo, echo):
    off = {"patch": "/items/{id}", "send": {"state": "off"}}
    server, connect = at_echo({"withdraw": off, "gone": "state == 'off'"})
    async with server as url, connect(url) as there:
        wanted = Wanted(Op.WITHDRAW, Role.ITEM, "k", "i", remote_id="7")
        assert (await there.send(there.prepare(wanted), Role.ITEM)).verdict is (
            Verdict.APPLIED
        )
        request, body = echo.requests[-1]
        assert (request.method, json.loads(body)) == ("PATCH", {"state": "off"})
        assert (await there.fetch(Role.ITEM, "7")).outcome.verdict is Verdict.APPLIED
        assert len((await there.find(Role.ITEM, "k")).refs) == 1
        echo.shown["state"] = "off"
        assert (await there.fetch(Role.ITEM, "7")).outcome.verdict is Verdict.ABSENT
        assert (await there.find(Role.ITEM, "k")).refs == ()


async def test_an_update_may_be_answered_by_nothing_but_not_by_another_id(
    at_echo, echo
):
    wanted = Wanted(Op.UPDATE, Role.ITEM, "k", "i", remote_id="7", payload={"a": 1})
    echo.answers = [Response(status_code=204)]
    outcome, *_ = await sent(echo, at_echo(), wanted)
    assert (outcome.verdict, outcome.remote_id) == (Verdict.APPLIED, "7")
    echo.answers = [JSONResponse({"id": 8})]
    outcome, *_ = await sent(echo, at_echo(), wanted)
    assert outcome.verdict is Verdict.IN_DOUBT
    assert outcome.why == "asked about 7, the target answered about 8"


async def test_a_file_may_be_an_address_the_target_fetches(at_echo, echo):
    pair = at_echo(
        media={"mode": "url", "file_field": "from"}, public_base="https://hy.example/"
    )
    payload = {"from": "https://hy.example/m/1"}
    wanted = Wanted(Op.CREATE, Role.MEDIA, "k", "i", payload=payload)
    outcome, _, body = await sent(echo, pair, wanted, Role.MEDIA)
    assert outcome.verdict is Verdict.APPLIED
    assert json.loads(body) == payload


@pytest.mark.parametrize(
    ("rule", "answer", "verdict"),
    [
        ({"status": "5xx", "as": "rejected"}, Response("x", 507), Verdict.REJECTED),
        ({"status": [410, 418], "as": "transient"}, Response("x", 418), None),
        (
            {"header": {"name": "Server", "contains": "WAF"}, "as": "transient"},
            Response("x", 403, {"server": "waf/2"}),
            None,
        ),
        ({"role": "media", "as": "rejected"}, Response("x", 500), Verdict.IN_DOUBT),
        (
            {"body": "length(errors) > `0`", "as": "rejected", "note": "Thiếu ảnh"},
            JSONResponse({"errors": ["no picture"]}, 200),
            Verdict.REJECTED,
        ),
        (
            {"body": "length(errors) > `0`", "as": "rejected"},
            JSONResponse({"errors": 5, "id": 7}, 200),
            Verdict.APPLIED,
        ),
    ],
    ids=["class", "list", "header", "role", "body", "body of another kind"],
)
async def test_rules_look_at_every_part_of_an_answer(
    at_echo, echo, rule, answer, verdict
):
    echo.answers = [answer]
    wanted = Wanted(Op.CREATE, Role.ITEM, "k", "i", payload={"a": 1})
    outcome, *_ = await sent(echo, at_echo(classify=[rule]), wanted)
    assert outcome.verdict is (verdict or Verdict.NOT_APPLIED)
    assert outcome.why.startswith(rule.get("note", ""))


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ({"headers": {"Authorization": "x"}}, "is not a profile's to set"),
        ({"unit": "per_item"}, "has the key '{key}'"),
        ({"media": {"mode": "url"}}, "media and endpoints.media go together"),
        ({"ids": {"as": "uuid5"}}, "uuid5 needs a namespace"),
        ({"auth": {"api_key": {"value": "secret://env/A"}}}, "one of header, query"),
        (
            {"endpoints": {"items": {**CALLS, "create": {"put": "/items/{id}"}}}},
            "only with `ids`",
        ),
        (
            {
                "endpoints": {
                    "items": {**CALLS, "create": {"post": "/items", "ticket": "t"}}
                }
            },
            "needs endpoints.tickets",
        ),
        (
            {
                "endpoints": {
                    "items": {
                        **CALLS,
                        "find": {"get": "/x", "pages": {"kind": "cursor"}},
                    }
                }
            },
            "needs `next`",
        ),
    ],
    ids=range(8),
)
def test_what_does_not_hang_together_is_refused(small_profile, blocks, said):
    with pytest.raises(ProfileRefusedError) as caught:
        small_profile(**blocks)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "verdict", "identity"),
    [
        (JSONResponse({"status": "done", "id": 9}), Verdict.APPLIED, "9"),
        (
            Response(status_code=303, headers={"location": "/x/9/"}),
            Verdict.APPLIED,
            "9",
        ),
        (Response(status_code=202), Verdict.ACCEPTED, None),
        (JSONResponse({"status": "new"}), Verdict.ACCEPTED, None),
        (JSONResponse({"status": "no", "text": "Sai"}), Verdict.REJECTED, None),
        (JSONResponse({}, 404), Verdict.ABSENT, None),
        (Response("<p>", 200), Verdict.NOT_APPLIED, None),
    ],
    ids=["done", "see other", "by status", "new", "no", "forgotten", "html"],
)
async def test_what_became_of_a_ticket(echo, connected, answer, verdict, identity):
    endpoints = {
        "items": {**CALLS, "create": {"post": "/items", "ticket": "ticket"}},
        "tickets": {
            "ask": {"get": "/tickets/{ticket}"},
            "done": ["done"],
            "refused": ["no"],
            "reason": "text",
        },
    }
    async with served(echo.app) as url, connected(url, endpoints=endpoints) as there:
        echo.answers = [JSONResponse({"ticket": "a/b"}, 202), answer]
        wanted = Wanted(Op.CREATE, Role.ITEM, "k", "i", payload={"a": 1})
        accepted = await there.send(there.prepare(wanted), Role.ITEM)
        assert (accepted.verdict, accepted.ticket) == (Verdict.ACCEPTED, "a/b")
        outcome = await there.poll(Role.ITEM, accepted.ticket)
    assert (outcome.verdict, outcome.remote_id) == (verdict, identity)
    assert echo.requests[-1][0].url.path == "/tickets/a/b"
    assert "Sai" in outcome.why or verdict is not Verdict.REJECTED


async def test_a_check_says_what_is_fine_and_what_is_not(at_echo, echo):
    server, connect = at_echo()
    async with server as url, connect(url) as there:
        found = {one.name: one.fine for one in await there.check(Role.ITEM)}
        assert found == {
            "reached": True,
            "let in": True,
            "understood": True,
            "clock": True,
        }
        echo.answers = [Response(status_code=401)]
        found = {one.name: one.fine for one in await there.check(Role.ITEM)}
        assert found == {"reached": True, "let in": False, "clock": True}
        echo.answers = [Response("<p>", 200, {"date": "Mon, 23 Nov 2020 02:00:00 GMT"})]
        found = {one.name: one for one in await there.check(Role.ITEM)}
        assert not found["understood"].fine
        assert {request.method for request, _ in echo.requests} == {"GET"}
