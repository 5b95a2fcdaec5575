"""Lists by the fields of a type, in any order, page by page."""

import re
from urllib.parse import quote

import pytest

SOURCE = {"text": "Ban Quản lý các khu công nghiệp tỉnh Hưng Yên"}


def figure(value: str, unit: str = "ha") -> dict:
    return {"value": value, "unit": unit, "as_of": "2025", "source": SOURCE}


@pytest.fixture
def listed(client, keys):
    """Every key of a list, by following its Link headers."""

    async def walk(query: str) -> list[str]:
        found: list[str] = []
        url = f"/v1/items?{query}"
        while url:
            response = await client.get(url)
            assert response.status_code == 200, response.text
            found += keys(response)
            link = re.fullmatch('<(.+)>; rel="next"', response.headers.get("link", ""))
            url = link[1] if link else ""
        return found

    return walk


@pytest.fixture
def parks(make_document):
    """Five parks of one agency: area, status, sectors, founded, titles out of order."""
    agency = "filters-parks"
    rows = [
        ("Đông Anh", "operating", figure("95.5"), ["26", "27"], "2004"),
        ("Ân Thi", "closed", figure("688.94"), ["26"], "2004-05"),
        ("Dị Sử", "operating", figure("201"), [], "2021-03-09"),
        ("Bình Giang", "operating", figure("1.2", "km2"), [], "2010"),
        ("An Tảo", "expanding", None, ["10"], None),
    ]
    made = []
    for title, status, area, sectors, founded in rows:
        fields = {"status": status, "sectors": sectors}
        fields |= {"area": area} if area else {}
        fields |= {"established": founded} if founded else {}
        made.append(make_document(title=title, agency_code=agency, fields=fields))
    return agency, [row["key"] for row in made]


async def test_fields_of_a_type_filter_and_sort_its_items(listed, parks) -> None:
    agency, (dong_anh, an_thi, di_su, binh_giang, an_tao) = parks
    of = f"type=industrial_park&agency={agency}"

    assert await listed(f"{of}&status=operating") == [binh_giang, di_su, dong_anh]
    assert await listed(f"{of}&status=closed,expanding") == [an_tao, an_thi]
    assert await listed(f"{of}&sectors=26&status=operating") == [dong_anh]
    assert await listed(f"{of}&area_from=95.5&area_to=201") == [di_su, dong_anh]
    assert await listed(f"{of}&established_from=2004-02-01") == [
        *(binh_giang, di_su, an_thi)
    ]
    # A figure in a unit of another kind is not compared.
    assert binh_giang not in await listed(f"{of}&area_from=0")
    for limit in (1, 2, 5):
        up = await listed(f"{of}&sort=area&limit={limit}")
        down = await listed(f"{of}&sort=-area&limit={limit}")
        # What has no area comes last both ways, newest first.
        assert up == [dong_anh, di_su, an_thi, an_tao, binh_giang]
        assert down == [an_thi, di_su, dong_anh, an_tao, binh_giang]
        titles = await listed(f"agency={agency}&sort=title&limit={limit}")
        assert titles == [an_tao, an_thi, binh_giang, di_su, dong_anh]
        assert (
            await listed(f"agency={agency}&sort=-title&limit={limit}") == titles[::-1]
        )
        assert await listed(f"agency={agency}&sort=oldest&limit={limit}") == parks[1]


async def test_several_values_and_days_and_places(listed, make_document) -> None:
    agency = "filters-plain"
    given = {"agency_code": agency, "type": "event"}
    one = make_document(unit_codes=["12100"], topics=["trade"], **given)
    two = make_document(unit_codes=["12127", "109"], topics=["asean"], **given)
    make_document(unit_codes=["11983"], topics=["culture"], **given)
    of = f"agency={agency}"

    assert await listed(f"{of}&unit=12100,109") == [two["key"], one["key"]]
    assert await listed(f"{of}&topic=trade,asean&unit=12100") == [one["key"]]
    assert await listed(f"{of}&type=event,product&topic=trade") == [one["key"]]
    assert await listed(f"{of}&released_to=2020-01-01") == []
    day = one["released_at"].date().isoformat()
    assert len(await listed(f"{of}&released_from={day}&released_to=2200-12-31")) == 3


async def test_a_default_that_is_left_out_is_found(listed, make_document) -> None:
    agency = "filters-default"
    given = {"agency_code": agency, "type": "article"}
    news = make_document(fields={"happened_on": "2026-05-01"}, **given)
    talk = make_document(fields={"genre": "interview"}, **given)
    of = f"type=article&agency={agency}"

    assert await listed(f"{of}&genre=news") == [news["key"]]
    assert await listed(f"{of}&genre=news,interview&sort=happened_on") == [
        *(news["key"], talk["key"])
    ]


async def test_an_old_version_is_found_by_nothing(listed, make_document, owner) -> None:
    agency = "filters-old"
    given = {"agency_code": agency, "key": "hy-industrial-park-filters1"}
    old = make_document(fields={"status": "closed"}, **given)
    owner.execute(
        "UPDATE release.document SET superseded_at = now() WHERE item_id = %s",
        [old["item_id"]],
    )
    make_document(fields={"status": "operating"}, **given)
    of = f"type=industrial_park&agency={agency}"

    assert await listed(f"{of}&status=closed") == []
    assert await listed(f"{of}&status=operating") == [given["key"]]


async def test_in_another_language_the_shown_version_is_compared(
    listed, make_document
) -> None:
    agency = "filters-chain"
    both = make_document(["vi", "en"], agency_code=agency, title="B")
    only = make_document(["vi"], agency_code=agency, title="A")
    of = f"agency={agency}&locale=en"

    assert await listed(f"{of}&sort=oldest") == [both["key"]]
    assert await listed(f"{of}&sort=oldest&fallback=any&limit=1") == [
        *(both["key"], only["key"])
    ]
    assert await listed(f"{of}&sort=title&fallback=any") == [only["key"], both["key"]]


@pytest.mark.parametrize(
    ("query", "named", "hint"),
    [
        ("colour=red", "colour", ""),
        ("locale=vi&locale=en", "locale", "once"),
        ("type=event&kind=festival&kind=other", "kind", "once"),
        ("stauts=operating&type=industrial_park", "stauts", "status"),
        ("status=operating", "status", "industrial_park"),
        ("type=article&status=operating", "status", "legal_document"),
        ("type=industrial_park&status=opperating", "status", "operating"),
        ("type=industrial_park&area_from=lots", "area_from", "525.7"),
        ("type=industrial_park&area_from=NaN", "area_from", ""),
        ("type=industrial_park&area_from=1e999", "area_from", ""),
        ("type=industrial_park&established_to=31/01/2026", "established_to", ""),
        ("type=industrial_park&status=,", "status", ""),
        ("type=industrial_park&status=" + "x" * 2001, "status", ""),
        ("sort=newst", "sort", "newest"),
        ("sort=area", "sort", "type"),
        ("type=industrial_park&sort=status", "sort", ""),
        ("type=industrial_park&sort=aera", "sort", "area"),
        ("fields=titel", "fields", "title"),
        ("type=article&fields=fields.area", "fields", ""),
        ("include=relation", "include", "relations"),
        ("include=units&limit=51", "limit", "50"),
        ("facets=kind", "facets", ""),
        ("count=all", "count", ""),
        ("released_from=yesterday", "released_from", ""),
        ("agency=a'b", "agency", ""),
        ("unit=" + ",".join(["1"] * 51), "unit", ""),
        ("bbox=1,2,3", "bbox", ""),
        ("bbox=106,20,107,x", "bbox", ""),
        ("bbox=106,20,107,inf", "bbox", ""),
        ("bbox=20,106,21,107", "bbox", "longitude"),
        ("bbox=106,21,107,20", "bbox", "north"),
        ("bbox=", "bbox", ""),
    ],
)
async def test_what_is_unknown_or_does_not_fit_is_named(
    client, query, named, hint
) -> None:
    response = await client.get(f"/v1/items?{query}", headers={"accept-language": "en"})

    assert response.status_code == 422, response.text
    problem = response.json()
    assert f"/query/{named}" in [error["pointer"] for error in problem["errors"]]
    assert hint in problem["errors"][0]["detail"].lower()


@pytest.mark.parametrize(
    "hostile",
    [
        *("%00", "'; DROP TABLE release.fact; --", "%", "{}", "$1", "\u202e", "ｏ"),
        *("a" * 200, "🙂", "1,2,3", "$.fields", "\\", '"', "operating\n"),
    ],
)
async def test_hostile_values_get_an_answer(client, hostile) -> None:
    for query in (
        f"type=legal_document&number={quote(hostile)}",
        f"type=industrial_park&area_from={quote(hostile)}",
        f"sort={quote(hostile)}",
        f"fields={quote(hostile)}",
        f"bbox={quote(hostile)}",
        f"{quote(hostile)}=1",
        f"sort=title&cursor={quote(hostile)}",
    ):
        response = await client.get(f"/v1/items?{query}")
        assert response.status_code in {200, 400, 422}, (query, response.text)


async def test_a_cursor_belongs_to_its_question(client, parks) -> None:
    of = f"/v1/items?agency={parks[0]}&limit=2"
    cursor = (await client.get(f"{of}&sort=title")).json()["next_cursor"]
    plain = (await client.get(of)).json()["next_cursor"]

    for query in (
        f"{of}&cursor={cursor}",
        f"{of}&sort=-title&cursor={cursor}",
        f"{of}&sort=title&cursor={plain}",
        f"{of}&sort=title&type=industrial_park&cursor={cursor}",
        f"{of}&sort=title&cursor={cursor[:-2]}AA",
    ):
        response = await client.get(query)
        assert response.status_code == 400, query
        assert response.json()["code"] == "bad-cursor"
    less = of.replace("limit=2", "limit=1")
    again = await client.get(f"{less}&sort=title&fields=key&cursor={cursor}")
    assert again.status_code == 200
