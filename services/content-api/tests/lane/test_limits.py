"""Quotas: who pays, what is left, and what costs nothing."""

import asyncio

import pytest

from content_api.lane import limits
from content_api.lane.limits import Limit, address
from phohien import auth


@pytest.fixture
def settings(settings, request):
    few = getattr(request, "param", 3)
    return settings.model_copy(
        update={"address_requests_a_minute": few, "key_requests_a_minute": 40}
    )


@pytest.fixture
async def key(make_person):
    operator = await make_person("operator")

    async def make():
        answer = await operator.client.post(
            "/staff/v1/api-keys", json={"name": "Một cổng"}
        )
        return answer.json()

    async def revoke(made, other):
        path = f"/staff/v1/api-keys/{made['id']}"
        client = other or operator.client
        client.headers["authorization"] = operator.client.headers["authorization"]
        assert (await client.delete(path)).status_code == 204

    make.revoke = revoke
    return make


def test_a_quota_refills_as_time_passes() -> None:
    limit = Limit("address", 60)

    assert [limit.take("a", 0.0) for _ in range(60)][-1] == 0
    assert limit.take("a", 0.5) < 0
    assert limit.retry_after(limit.take("a", 0.0)) == "1"
    assert limit.take("a", 1.0) == 0
    assert limit.take("b", 1.0) == 59
    assert limit.take("a", 1000.0) == 59
    assert limit.header(59) == (b"ratelimit", b'"address";r=59;t=1')
    assert limit.policy == (b"ratelimit-policy", b'"address";q=60;w=60')


def test_what_is_given_back_never_exceeds_the_quota() -> None:
    limit = Limit("key", 2)
    limit.take("a", 0.0)

    limit.give_back("a", 0.0)
    limit.give_back("a", 0.0)

    assert limit.take("a", 0.0) == 1


def test_only_so_many_callers_are_remembered(monkeypatch) -> None:
    monkeypatch.setattr(limits, "MOST_CALLERS", 10)
    limit = Limit("address", 5)

    for number in range(1000):
        limit.take(str(number), 0.0)

    assert len(vars(limit)["_left"]) == 10


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002"),
        ("2001:db8:1:2::1", "20010db800010002"),
        ("fe80::1%eth0", "fe80000000000000"),
        ("not:an:address", "not:an:address"),
        ("", ""),
    ],
)
def test_an_address_is_who_was_assigned_it(host, name) -> None:
    assert address(host) == name


@pytest.mark.usefixtures("ready")
async def test_too_many_reads_are_refused_with_the_time_to_wait(client) -> None:
    for left in (2, 1, 0):
        answer = await client.get("/v1/changes?since=0")
        assert answer.headers["ratelimit"].startswith(f'"address";r={left};')
        assert answer.headers["ratelimit-policy"] == '"address";q=3;w=60'

    for path in ("/v1/changes?since=0", "/v1/languages", "/v1/items?x=1"):
        refused = await client.get(path, headers={"accept-language": "vi"})

        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["ratelimit"].startswith('"address";r=0;')
        assert 1 <= int(refused.headers["retry-after"]) <= 20
        problem = refused.json()
        assert problem["code"] == "quota-used-up"
        assert problem["trace_id"] == refused.headers["x-request-id"]
        assert "304" in problem["detail"]
    assert (await client.get("/health/live")).status_code == 200


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("settings", [10], indirect=True)
async def test_who_has_the_answer_pays_nothing(client) -> None:
    for path in ("/v1/changes?since=0", "/v1/languages"):
        first = await client.get(path)
        left = first.headers["ratelimit"].partition(";")[2].partition(";")[0]
        for _ in range(20):
            sent = {"if-none-match": first.headers["etag"]}
            again = await client.get(path, headers=sent)
            assert again.status_code == 304
        assert f";{left};" in again.headers["ratelimit"]


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("settings", [20], indirect=True)
async def test_a_key_has_a_quota_of_its_own(make_client, client, key, lane) -> None:
    made = await key()
    portal = make_client(authorization=f"Bearer {made['key']}")

    first = await portal.get("/v1/changes?since=0")
    second = await portal.get("/v1/changes?since=0")
    stranger = make_client(authorization="Bearer phk_nobody")

    assert first.headers["ratelimit-policy"].startswith('"address"')
    assert second.headers["ratelimit-policy"] == '"key";q=40;w=60'
    before = lane.counts.kept
    assert (await portal.get("/v1/changes?since=0")).status_code == 200
    assert lane.counts.kept == before + 1
    assert (await stranger.get("/v1/changes?since=0")).status_code == 401
    cookie = {"cookie": "phohien_session=over"}
    assert (await client.get("/v1/changes", headers=cookie)).status_code == 200


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("settings", [1000], indirect=True)
async def test_a_revoked_key_is_refused_within_five_seconds(
    make_client, key, other_process, monkeypatch
) -> None:
    """Revoked through another process; what is kept is not for who may not ask."""
    assert auth.REMEMBER_SECONDS <= 5
    monkeypatch.setattr(auth, "REMEMBER_SECONDS", 0.5)
    made = await key()
    portal = make_client(authorization=f"Bearer {made['key']}")
    for _ in range(3):
        assert (await portal.get("/v1/languages")).status_code == 200
        assert (await portal.get("/v1/changes?since=0")).status_code == 200

    await key.revoke(made, other_process)

    await asyncio.sleep(0.6)
    assert (await portal.get("/v1/changes?since=0")).status_code == 401
