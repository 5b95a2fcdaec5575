"""What a type says its items are filtered by, and what follows from its fields."""

import pytest

from content_api.public.listing.schemas import ListQuery
from content_api.types import registry
from content_api.types.filters.derived import FilterKind, every_filter, filters_of


def test_no_filter_takes_the_name_of_another_parameter() -> None:
    taken = set(ListQuery.model_fields)
    by_type = {
        one.code: [p for f in filters_of(one.code).values() for p in f.parameters]
        for one in registry.all_types()
    }

    for names in by_type.values():
        assert len(names) == len(set(names))
        assert not taken & set(names)


def test_a_name_means_the_same_kind_of_thing_in_every_type() -> None:
    mixed = {
        name: owners
        for name, owners in every_filter().items()
        if len({(one.kind, one.unit) for _, one in owners}) > 1
    }

    assert mixed == {}


def test_kinds_follow_from_the_fields() -> None:
    park, project = filters_of("industrial_park"), filters_of("investment_project")
    law, article = filters_of("legal_document"), filters_of("article")

    assert park["status"].values[0] == "in_preparation"
    assert (park["area"].kind, park["area"].unit) == (FilterKind.NUMBER, "ha")
    assert park["area"].parameters == ("area_from", "area_to")
    assert park["established"].kind is FilterKind.DAY
    assert not park["sectors"].sortable
    assert project["capital_usd"].scales["billion_USD"] == "1000000000"
    assert "million_VND" not in project["capital_usd"].scales
    assert project["sdgs"].values[-1] == "17"
    assert law["incentive"].otherwise == "false"
    assert article["genre"].otherwise == "news"


@pytest.mark.parametrize("code", [one.code for one in registry.all_types()])
async def test_every_type_tells_its_filters(client, code) -> None:
    told = (await client.get(f"/v1/types/{code}")).json()["filters"]

    assert {one["name"] for one in told} == set(filters_of(code))
    assert told
    for one in told:
        assert one["title"]["vi"]
        assert one["parameters"]
