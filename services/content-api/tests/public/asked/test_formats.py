"""The same items as JSON, GeoJSON and JSON-LD, by the Accept header."""

import secrets

import pytest

from content_api.public.forms import geojson

GEO, LD = "application/geo+json", "application/ld+json"
FIELDS = {
    "aliases": ["Chùa Phố"],
    "free": True,
    "opening": [{"days": ["mon", "sun"], "opens": "07:00", "closes": "17:00"}],
    "location": {
        "written": "Phường Phố Hiến",
        "point": {"lat": "20.653", "lon": "106.057", "approximate": True},
    },
}
PICTURE = {
    "asset_id": "01890000-0000-7000-8000-000000000001",
    "asset_version_id": "01890000-0000-7000-8000-000000000002",
    "kind": "image",
    "role": "cover",
    "ordinal": 1,
    "url": "/m/01890000-0000-7000-8000-000000000002/hero-1.webp",
    "sha256": "a" * 64,
    "bytes": 1000,
    "mime": "image/webp",
    "filename": "chua.webp",
    "alt": "Cổng chùa",
    "caption": "Cổng chùa nhìn từ đường",
    "credit": "Nguyễn Văn A",
    "licence": "CC BY 4.0",
    "width": 1600,
    "height": 900,
    "renditions": [],
}
PAPER = {**PICTURE, "kind": "document", "mime": "application/pdf", "ordinal": 2}


@pytest.fixture
def temple(make_document) -> dict:
    return make_document(
        ["vi", "en"],
        title="Chùa Chuông",
        type="destination",
        agency_code=f"forms-{secrets.token_hex(4)}",
        fields=FIELDS,
        media=[PICTURE, PAPER],
        lat=20.653,
        lon=106.057,
    )


async def test_one_item_in_each_format_has_its_own_tag(client, temple) -> None:
    path = f"/v1/items/{temple['key']}"
    tags = {}
    for accept in (None, GEO, LD):
        headers = {"accept": accept} if accept else {}
        answer = await client.get(path, headers=headers)
        assert answer.headers["content-type"] == (accept or "application/json")
        assert answer.headers["vary"].startswith("Accept, Accept-Language")
        assert answer.headers["content-language"] == "vi"
        tags[accept] = answer.headers["etag"]
        for known in (accept, GEO, LD):
            held = {**headers, "if-none-match": tags.get(known, '"none"')}
            again = await client.get(path, headers=held)
            assert again.status_code == (304 if known == accept else 200)
    assert len(set(tags.values())) == 3


async def test_an_item_is_a_feature(client, temple) -> None:
    path = f"/v1/items/{temple['slug']}"

    whole = (await client.get(path, headers={"accept": GEO})).json()
    part = await client.get(f"{path}?fields=title,fields.free", headers={"accept": GEO})

    assert whole["type"] == "Feature"
    assert whole["id"] == temple["key"]
    assert whole["geometry"] == {"type": "Point", "coordinates": [106.057, 20.653]}
    assert whole["properties"]["available_locales"] == ["en", "vi"]
    assert part.json()["properties"] == {
        "title": "Chùa Chuông",
        "fields": {"free": True},
        "approximate": True,
    }


async def test_an_item_is_linked_data(client, temple) -> None:
    path = f"/v1/items/{temple['key']}"

    thing = (await client.get(f"{path}?locale=en", headers={"accept": LD})).json()
    refused = await client.get(f"{path}?fields=title", headers={"accept": LD})

    address = f"http://test/v1/items/{temple['key']}?locale=en"
    page = thing["mainEntityOfPage"]
    assert (thing["@context"], thing["@type"]) == (
        *("https://schema.org", "TouristAttraction"),
    )
    assert thing["@id"] == address
    assert thing["identifier"] == temple["key"]
    assert thing["geo"]["longitude"] == 106.057
    assert thing["address"]["streetAddress"] == "Phường Phố Hiến"
    assert thing["isAccessibleForFree"] is True
    assert thing["alternateName"] == ["Chùa Phố"]
    assert thing["openingHoursSpecification"][0]["dayOfWeek"][0].endswith("/Monday")
    assert page["inLanguage"] == "en"
    assert page["dateModified"] == temple["released_at"].isoformat()
    assert page["publisher"]["identifier"] == temple["agency_code"]
    (image,) = thing["image"]
    assert image["contentUrl"] == f"http://test{PICTURE['url']}"
    assert image["creditText"] == "Nguyễn Văn A"
    assert image["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0"}
    assert thing["subjectOf"][0]["encodingFormat"] == "application/pdf"
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/query/fields"


@pytest.mark.parametrize(
    ("type_code", "fields", "wanted"),
    [
        (
            "event",
            {"solar": {"start": "2026-05-01"}, "organisers": [{"name": "Sở"}]},
            {"@type": "Event", "startDate": "2026-05-01", "endDate": "2026-05-01"},
        ),
        (
            "legal_document",
            {"number": "12/QĐ-UBND", "status": "expired", "issued_on": "2020-01-02"},
            {
                "legislationIdentifier": "12/QĐ-UBND",
                "legislationLegalForce": "https://schema.org/NotInForce",
                "legislationDate": "2020-01-02",
                "inLanguage": "vi",
            },
        ),
        (
            "enterprise",
            {"legal_name": "Công ty A", "website": "https://a.example.vn"},
            {"@type": "Organization", "legalName": "Công ty A"},
        ),
        ("product", {"makers": [{"name": "HTX"}]}, {"@type": "Product"}),
        (
            "article",
            {"byline": "Minh", "first_published_on": "2026-01-02"},
            {"headline": "Tin", "datePublished": "2026-01-02", "inLanguage": "vi"},
        ),
        ("publication", {"isbn": "1"}, {"@type": "DigitalDocument", "isbn": "1"}),
        ("of_another_day", {}, {"@type": "CreativeWork", "inLanguage": "vi"}),
    ],
)
async def test_every_type_has_its_class(
    client, make_document, type_code, fields, wanted
) -> None:
    item = make_document(type=type_code, title="Tin", fields=fields)

    answer = await client.get(f"/v1/items/{item['key']}", headers={"accept": LD})

    assert wanted.items() <= answer.json().items()


async def test_lists_leave_in_each_format(client, temple, make_document) -> None:
    given = {"agency_code": temple["agency_code"], "type": "destination"}
    make_document(title="Không tọa độ", **given)
    path = f"/v1/items?agency={temple['agency_code']}&limit=1&sort=oldest"

    first = await client.get(f"{path}&count=exact", headers={"accept": GEO})
    link = first.headers["link"].partition(">")[0].removeprefix("<")
    second = await client.get(link, headers={"accept": GEO})
    linked = await client.get(f"{path}&count=exact", headers={"accept": LD})
    refused = await client.get(f"{path}&facets=type", headers={"accept": LD})

    assert first.headers["content-type"] == GEO
    assert first.json()["type"] == "FeatureCollection"
    assert first.json()["numberReturned"] == 1
    assert first.json()["total"] == 2
    (feature,) = first.json()["features"]
    assert feature["geometry"]["coordinates"] == [106.057, 20.653]
    assert feature["properties"]["title"] == "Chùa Chuông"
    assert second.json()["features"][0]["geometry"] is None
    assert linked.headers["content-type"] == LD
    assert linked.json()["@type"] == "ItemList"
    assert linked.json()["numberOfItems"] == 2
    assert linked.json()["itemListElement"][0]["item"]["name"] == "Chùa Chuông"
    assert refused.status_code == 422


async def test_a_box_keeps_what_lies_in_it(client, make_document, keys) -> None:
    agency = f"box-{secrets.token_hex(4)}"
    places = [(20.65, 106.05), (20.0, 179.9), (20.0, -179.9), (None, None)]
    made = [
        make_document(agency_code=agency, lat=lat, lon=lon)["key"]
        for lat, lon in places
    ]
    boxes = {
        "105,20,107,21": [0],
        "106.05,20.65,106.05,20.65": [0],
        " 105 , 20 , -9, 107 , 21 , 9": [0],
        "179,19,-179,21": [2, 1],
        "-180,-90,180,90": [2, 1, 0],
        "0,0,1,1": [],
    }
    for box, wanted in boxes.items():
        answer = await client.get("/v1/items", params={"agency": agency, "bbox": box})
        assert keys(answer) == [made[index] for index in wanted], box


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/geo+json", GEO),
        ("application/geo+json;q=0.5, application/json", "application/json"),
        ("application/json;q=0.5, application/ld+json;q=0.6", LD),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/json;q=0, */*;q=0.1", GEO),
        ("application/ld+json;profile=x;q=1", LD),
        ("garbage", "application/json"),
        ("text/html", None),
        ("application/json;q=0", None),
        ("application/geo+json;q=x", None),
        ("application/geo+json;q=7", None),
    ],
)
async def test_the_best_format_is_chosen(client, temple, accept, given) -> None:
    agency = temple["agency_code"]
    for path in (f"/v1/items/{temple['key']}", f"/v1/items?agency={agency}"):
        answer = await client.get(path, headers={"accept": accept})
        if given is not None:
            assert answer.headers["content-type"] == given
            continue
        assert answer.status_code == 406
        assert answer.json()["code"] == "no-such-form"
        assert "application/geo+json, application/ld+json" in answer.json()["detail"]
        assert "Accept" in answer.headers["vary"]


async def test_memory_keeps_only_what_it_is_asked_for(client, temple) -> None:
    """An answer kept as JSON is never given to who asks for another format."""
    path = f"/v1/items/{temple['key']}"
    for accept in ("application/json", GEO, "application/json", LD, "*/*", GEO):
        for _ in range(2):
            answer = await client.get(path, headers={"accept": accept})
            wanted = "application/json" if accept == "*/*" else accept
            assert answer.headers["content-type"] == wanted


def test_an_outline_runs_counterclockwise() -> None:
    corners = [
        (106.0, 20.0),
        (106.0, 21.0),
        (107.0, 21.0),
        (107.0, 20.0),
        (106.0, 20.0),
    ]
    ring = [{"lon": str(lon), "lat": str(lat)} for lon, lat in corners]

    clockwise = geojson.geometry({"boundary": {"ring": ring}})
    other = geojson.geometry({"boundary": {"ring": ring[::-1]}})

    assert clockwise == other
    assert clockwise["coordinates"][0][1] == [107.0, 20.0]
