"""OGC API Features, as a map client walks it: from the landing page by its links."""

import secrets

import pytest

ITEMS = "/v1/ogc/collections/destination/items"


@pytest.fixture
def places(make_document) -> list[dict]:
    agency = f"map-{secrets.token_hex(4)}"
    made = []
    for lat, lon in ((20.65, 106.05), (20.66, 106.06), (20.67, 106.07)):
        point = {"lat": str(lat), "lon": str(lon)}
        given = {"agency_code": agency, "type": "destination", "lat": lat, "lon": lon}
        fields = {"location": {"point": point}}
        made.append(make_document(["vi", "en"], fields=fields, **given))
    return made


def links_of(body) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in body["links"]}


async def test_a_client_finds_its_way_by_links(client, places) -> None:
    landing = (await client.get("/v1/ogc")).json()
    links = links_of(landing)
    kept = (await client.get(links["conformance"])).json()["conformsTo"]
    described = await client.get(links["service-desc"])
    data = (await client.get(links["data"])).json()
    layers = {one["id"]: one for one in data["collections"]}
    layer = (await client.get(links_of(layers["destination"])["self"])).json()
    items = links_of(layer)["items"]

    assert [name.rpartition("/")[2] for name in kept] == ["core", "geojson", "oas30"]
    assert described.headers["content-type"].endswith("openapi+json;version=3.0")
    assert described.json()["openapi"] == "3.0.3"
    assert "/collections/{collectionId}/items" in described.json()["paths"]
    assert layer["itemType"] == "feature"
    assert "legal_document" not in layers

    url, found = f"{items}?bbox=106.05,20.65,106.07,20.67&limit=2", []
    while url:
        page = await client.get(url)
        assert page.status_code == 200, page.text
        assert page.headers["content-type"] == "application/geo+json"
        body = page.json()
        assert body["numberReturned"] == len(body["features"])
        assert links_of(body)["self"].startswith("http://test/v1/ogc/")
        found += [feature["id"] for feature in body["features"]]
        url = links_of(body).get("next")
    assert [key for key in found if key in {row["key"] for row in places}] == [
        row["key"] for row in reversed(places)
    ]
    one = (await client.get(f"{items}/{found[0]}?locale=en")).json()
    assert one["id"] == found[0]
    assert one["properties"]["locale"] == "en"
    assert links_of(one)["collection"].endswith("/collections/destination")


async def test_time_is_that_of_the_release(client, places) -> None:
    first, second, third = (row["released_at"] for row in places)
    instant = second.isoformat().replace("+00:00", "Z")

    async def seen(time: str) -> list[str]:
        asked = {"datetime": time, "limit": "200", "locale": "en"}
        features = (await client.get(ITEMS, params=asked)).json()["features"]
        known = {row["key"] for row in places}
        return [one["id"] for one in features if one["id"] in known]

    assert await seen(instant) == [places[1]["key"]]
    assert await seen(f"{instant}/..") == [places[2]["key"], places[1]["key"]]
    assert await seen(f"../{instant}") == [places[1]["key"], places[0]["key"]]
    assert len(await seen("../..")) == 3
    assert await seen("/1999-12-31") == []
    assert len(await seen(f"{first.date()}/{third.date()}")) == 3


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=x", "limit=-1", "limit=1.5", "colour=red", "q=nhan"),
        *("bbox=1,2,3", "bbox=20,106,21,107", "bbox=a,b,c,d", "bbox="),
        *("datetime=yesterday", "datetime=2026-13-01", "datetime=..", "datetime=1/2/3"),
        *("datetime=2026-01-01T00:00:00", "cursor=zzz", "cursor=!", "locale=!!"),
    ],
)
async def test_a_wrong_parameter_is_answered_400(client, query) -> None:
    answer = await client.get(f"{ITEMS}?{query}")

    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_is_not_there_is_not_found(client, places, make_document) -> None:
    park = make_document(type="industrial_park")
    for path in (
        "/v1/ogc/collections/nothing",
        "/v1/ogc/collections/nothing/items",
        "/v1/ogc/collections/legal_document/items",
        f"{ITEMS}/hy-nothing",
        f"{ITEMS}/{park['key']}",
        f"/v1/ogc/collections/industrial_park/items/{places[0]['key']}",
    ):
        assert (await client.get(path)).status_code == 404, path
    assert (await client.get(f"{ITEMS}/{places[0]['key']}?x=1")).status_code == 400
    many = await client.get(f"{ITEMS}?limit=9999")
    held = {"if-none-match": many.headers["etag"]}
    assert many.status_code == 200
    again = await client.get(f"{ITEMS}?limit=9999", headers=held)
    assert again.status_code == 304
