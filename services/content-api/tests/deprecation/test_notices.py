"""A route and a parameter that end, known to these tests alone."""

from datetime import UTC, datetime, timedelta

import pytest
from httpx import ASGITransport, AsyncClient

from content_api.app import create_app
from content_api.deprecation.endings import DECLARED, Ending
from phohien import clock
from phohien.auth import Anyone

SINCE = datetime(2026, 1, 31, tzinfo=UTC)
LATER = clock.now() + timedelta(days=30)
OVER = datetime(2026, 2, 1, tzinfo=UTC)
ENDINGS = (
    Ending("/v1/items", SINCE - timedelta(days=400), LATER, parameter="agency"),
    Ending(
        "/v1/old-items/{name}",
        SINCE - timedelta(days=700),
        LATER,
        successor="/v1/items/{name}",
    ),
    Ending(
        "/v1/older-items",
        OVER - timedelta(days=365),
        OVER,
        successor="/v1/items",
    ),
    Ending("/v1/languages", OVER - timedelta(days=365), OVER, parameter="colour"),
)


@pytest.fixture
async def old(settings):
    """The app with a route of these tests, and all of it with its lane."""
    app = create_app(settings, endings=ENDINGS)

    @app.get("/v1/old-items/{name}")
    async def get_old_item(name: str, _: Anyone) -> dict[str, str]:
        """An item as it once was."""
        return {"name": name}

    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        yield client


async def test_what_will_end_says_when(old) -> None:
    route = await old.get("/v1/old-items/x")
    parameters = [
        await old.get("/v1/items?agency=izb&limit=1", headers={"x": str(n)})
        for n in range(3)
    ]
    untouched = await old.get("/v1/items?limit=1")

    sunset = LATER.strftime("%a, %d %b %Y %H:%M:%S GMT")
    since = int((SINCE - timedelta(days=700)).timestamp())
    assert route.status_code == 200
    assert route.headers["deprecation"] == f"@{since}"
    assert route.headers["sunset"] == sunset
    assert '</docs/guide>; rel="deprecation"' in route.headers["link"]
    assert '</v1/items/{name}>; rel="successor-version"' in route.headers["link"]
    for answer in parameters:
        assert answer.status_code == 200
        assert answer.headers["deprecation"].startswith("@")
        assert answer.headers["sunset"] == sunset
    assert "deprecation" not in untouched.headers


async def test_what_has_ended_is_gone(old) -> None:
    route = await old.get("/v1/older-items", headers={"accept-language": "en"})
    parameter = await old.get("/v1/languages?colour=red")

    assert route.status_code == parameter.status_code == 410
    assert route.headers["content-type"] == "application/problem+json"
    assert route.json()["code"] == "no-longer-answered"
    assert "use /v1/items instead" in route.json()["detail"]
    assert 'rel="deprecation"' in route.headers["link"]
    assert (await old.get("/v1/languages")).status_code == 200


async def test_the_description_marks_it(old) -> None:
    paths = (await old.get("/openapi.json")).json()["paths"]

    agency = [
        p for p in paths["/v1/items"]["get"]["parameters"] if p["name"] == "agency"
    ]
    assert agency[0]["deprecated"] is True
    assert paths["/v1/old-items/{name}"]["get"]["deprecated"] is True
    assert "410" in paths["/v1/old-items/{name}"]["get"]["responses"]


def test_a_notice_is_given_a_year_before() -> None:
    with pytest.raises(ValueError, match="less than a year"):
        Ending("/v1/x", SINCE, SINCE + timedelta(days=364))


def test_what_is_declared_is_there(app) -> None:
    """A path that nobody serves cannot end; after its end the entry goes at leisure."""
    paths = app.openapi()["paths"]

    assert [one.path for one in DECLARED if one.path not in paths] == []
