"""What the annual report is told about the targets."""

import httpx
import pytest

from asean_sync.app import create_app
from phohien import keys

PATH = "/internal/v1/figures"
REFUSING = "{status: 429, as: rejected}"
YEAR = {"since": "2000-01-01T00:00:00+07:00", "until": "2100-01-01T00:00:00+07:00"}


@pytest.fixture
def service(world):
    """The token of another of our services."""
    token = keys.new_token("phk")
    world.sql(
        "insert into access.api_key (kind, name, prefix, token_digest)"
        " values ('service', %s, 'phk', %s)",
        f"content-{keys.crockford(6)}",
        keys.digest(token),
    )
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
async def api(world):
    app = create_app(world.settings)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://sync") as client,
    ):
        yield client


async def test_what_was_sent_and_received_is_counted_by_object(world, api, service):
    doc_keys = [world.new_key() for _ in range(3)]
    for key in doc_keys:
        world.offer(key)
    assert (await world.run()).exit_code == 0

    answer = await api.get(PATH, params=YEAR, headers=service)

    told = {row.pop("target"): row for row in answer.json()["data"]}
    assert told["asean-portal"] == {
        "sent": 3,
        "accepted": 3,
        "rejected": 0,
        "withdrawn": 0,
        "waiting": 0,
        "first_pass": 3,
        "reasons": [],
    }


async def test_what_was_refused_is_counted_by_reason(world, api, service, profile_text):
    refusing = profile_text.replace("{status: 429, as: transient}", REFUSING)
    await world.activate(refusing.replace("version: 1", "version: 2"))
    world.offer(world.new_key())
    world.offer(world.new_key())
    await world.fault("too_many", "POST", "/api/items", times=1)
    await world.run()

    answer = await api.get(PATH, params=YEAR, headers=service)

    (told,) = answer.json()["data"]
    assert (told["sent"], told["rejected"], told["first_pass"]) == (2, 1, 1)
    (reason,) = told["reasons"]
    assert reason["objects"] == 1
    assert reason["reason"]


async def test_another_time_has_other_figures(world, api, service):
    world.offer(world.new_key())
    await world.run()
    before = {**YEAR, "until": "2001-01-01T00:00:00+07:00"}

    answer = await api.get(PATH, params=before, headers=service)

    assert [row["sent"] for row in answer.json()["data"]] == [0]


async def test_figures_are_for_our_services_alone(api):
    answer = await api.get(PATH, params=YEAR)

    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-required")


@pytest.mark.parametrize(
    "params",
    [{}, {"since": "2026"}, {**YEAR, "more": "1"}, {**YEAR, "since": "yesterday"}],
)
async def test_a_time_that_is_none_is_refused(api, service, params):
    assert (await api.get(PATH, params=params, headers=service)).status_code == 422
