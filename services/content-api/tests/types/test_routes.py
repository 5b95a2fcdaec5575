from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from jsonschema import Draft202012Validator

from content_api.types import registry, routes, vocabulary
from content_api.types.check import check
from phohien import problems


@pytest.fixture
async def client() -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    app.include_router(routes.router)
    problems.install(app)
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


THIRTEEN = {
    "investment_project",
    "industrial_park",
    "destination",
    "product",
    "enterprise",
    "event",
    "activity",
    "legal_document",
    "procedure",
    "publication",
    "article",
    "gallery",
    "link",
}


async def test_the_thirteen_types_are_listed_in_both_languages(client):
    listed = (await client.get("/v1/types")).json()["data"]

    types = {one["code"]: one for one in listed}
    assert set(types) >= THIRTEEN
    park = types["industrial_park"]
    assert park["title"] == {"vi": "Khu công nghiệp", "en": "Industrial park"}
    assert park["fresh_figures"]["occupancy"] == 3


async def test_a_type_is_served_with_a_schema_that_accepts_what_check_accepts(
    client, thang_long_ii, title
):
    schema = (await client.get("/v1/types/industrial_park")).json()["json_schema"]
    checked = check("industrial_park", thang_long_ii(), title)
    content = {"fields": checked.fields, "texts": checked.texts}

    assert checked.problems == ()
    assert list(Draft202012Validator(schema).iter_errors(content)) == []
    content["fields"]["area"]["unit"] = "m2"
    assert list(Draft202012Validator(schema).iter_errors(content)) != []


@pytest.mark.parametrize("content_type", registry.all_types(), ids=lambda t: t.code)
async def test_every_field_of_every_schema_has_a_name_in_both_languages(
    client, content_type
):
    answer = await client.get(f"/v1/types/{content_type.code}")
    schema = answer.json()["json_schema"]

    Draft202012Validator.check_schema(schema)
    models = [
        schema["properties"]["fields"],
        schema["properties"]["texts"]["additionalProperties"],
        *schema["$defs"].values(),
    ]
    for model in models:
        for name, field in model["properties"].items():
            assert set(field.get("x-label", ())) == {"vi", "en"}, name


async def test_an_unknown_type_is_a_problem_that_lists_the_types(client):
    answer = await client.get("/v1/types/castle", headers={"accept-language": "vi"})

    assert answer.status_code == 404
    assert answer.json()["code"] == "content-type-not-found"
    assert "industrial_park" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "name", "count"),
    [
        ("/v1/topics", "topic", 16),
        ("/v1/fi-categories", "fi_category", 4),
        ("/v1/relation-kinds", "relation", 11),
    ],
)
async def test_lists_of_codes_are_served_whole(client, path, name, count):
    listed = (await client.get(path)).json()["data"]

    assert [term["code"] for term in listed] == list(vocabulary.terms(name))
    assert len(listed) == count


async def test_figure_units_are_named_as_pages_write_them(client):
    listed = (await client.get("/v1/figure-units")).json()["data"]

    names = {term["code"]: term["name"]["vi"] for term in listed}
    assert names["billion_VND"] == "tỷ đồng"


async def test_a_lunar_day_is_found_in_each_year(client):
    params = {"month": 2, "day": 10, "start_year": 2017, "years": 2}

    listed = (await client.get("/v1/lunar-days", params=params)).json()["data"]

    assert listed == [
        {"lunar_year": 2017, "solar_day": "2017-03-07"},
        {"lunar_year": 2018, "solar_day": "2018-03-26"},
    ]


async def test_what_a_client_holds_is_not_sent_again(client):
    tag = (await client.get("/v1/types")).headers["etag"]

    again = await client.get("/v1/types", headers={"if-none-match": f"W/{tag}"})

    assert again.status_code == 304
    assert again.headers["etag"] == tag


def test_unknown_codes_are_told_with_the_list():
    found = vocabulary.unknown("topic", [("/topics/0", "asean"), ("/topics/1", "moon")])

    assert [problem.pointer for problem in found] == ["/topics/1"]
    assert "tourism" in found[0].detail.en
