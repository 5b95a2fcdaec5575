"""The catalogue names what there is, and every address in it answers."""

import re
from typing import Any

import pytest


@pytest.fixture
def read(client):
    async def get() -> dict[str, Any]:
        answer = await client.get("/v1/catalogue")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/ld+json"
        return answer.json()

    return get


async def test_a_type_with_something_released_is_a_dataset(
    read, release, withdraw
) -> None:
    release("vi", "en")
    withdraw(release(type="destination", key="hy-destination-7k3m9qx2"))

    said = await read()

    (dataset,) = said["dcat:dataset"]
    assert said["@type"] == "dcat:Catalog"
    assert dataset["dcterms:identifier"] == "industrial_park"
    assert dataset["dcterms:language"] == [
        {"@id": f"http://id.loc.gov/vocabulary/iso639-1/{lang}"}
        for lang in ("en", "vi")
    ]
    assert {title["@language"] for title in dataset["dcterms:title"]} == {"vi", "en"}


async def test_every_address_answers(client, read, release) -> None:
    release()
    said = await read()

    (dataset,) = said["dcat:dataset"]
    places = [one["dcat:accessURL"]["@id"] for one in dataset["dcat:distribution"]]
    places += [one["dcat:endpointURL"]["@id"] for one in said["dcat:service"][1:]]
    answers = {place: (await client.get(place)).status_code for place in places}

    assert len(places) == 9
    assert set(answers.values()) == {200}, answers


async def test_turtle_says_the_same(client, read, release) -> None:
    release(title='Có «dấu» và "ngoặc"')
    said = await read()

    answer = await client.get("/v1/catalogue", headers={"accept": "text/turtle"})

    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    text = answer.text
    for prefix in said["@context"]:
        assert f"@prefix {prefix}: <" in text
    (dataset,) = said["dcat:dataset"]
    subjects = set(re.findall(r"^<([^>]+)>$", text, re.MULTILINE))
    expected = {said["@id"], dataset["@id"], said["dcterms:publisher"]["@id"]}
    expected |= {one["@id"] for one in dataset["dcat:distribution"]}
    expected |= {one["@id"] for one in said["dcat:service"]}
    assert subjects == expected
    blocks = text.strip().split("\n\n")[1:]
    assert all(block.rstrip().endswith(" .") for block in blocks)


async def test_an_empty_catalogue_is_one_and_is_not_sent_twice(client, read) -> None:
    said = await read()
    first = await client.get("/v1/catalogue")

    again = await client.get(
        "/v1/catalogue", headers={"if-none-match": first.headers["etag"]}
    )

    assert said["dcat:dataset"] == []
    assert again.status_code == 304
    assert (await client.get("/v1/catalogue?x=1")).status_code == 422
