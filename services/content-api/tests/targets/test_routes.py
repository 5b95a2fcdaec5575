import pytest


@pytest.fixture
async def reader(make_person):
    return (await make_person("auditor")).client


async def test_staff_see_where_items_may_be_offered(reader):
    listed = (await reader.get("/staff/v1/targets")).json()["data"]

    policies = {target["code"]: target["follow_policy"] for target in listed}
    assert policies["national-fi"] == "follow"
    assert policies["asean-portal"] == policies["asean-bis"] == "hold"


async def test_targets_are_dated(reader):
    answer = await reader.get("/staff/v1/targets", params={"on": "2019-12-31"})

    assert answer.json()["data"] == []


async def test_entitlements_name_the_clause_they_rest_on(reader):
    params = {"agency": "bql-kkt", "target": "asean-portal", "type": "industrial_park"}

    answer = await reader.get("/staff/v1/entitlements", params=params)

    [row] = answer.json()["data"]
    assert row["clause"].endswith("IV.6.a")
    assert row["manner"] == "direct"
    assert row["valid_from"] == "2025-07-01"


async def test_pages_of_entitlements_meet_without_gap_or_overlap(reader):
    path = "/staff/v1/entitlements"
    whole = (await reader.get(path, params={"on": "2026-01-01"})).json()["data"]
    rows, params = [], {"on": "2026-01-01", "limit": 7}
    while params.get("cursor", "") is not None:
        page = await reader.get(path, params=params)
        rows += page.json()["data"]
        params["cursor"] = page.json()["next_cursor"]
        assert ("link" in page.headers) is (params["cursor"] is not None)

    assert rows == whole
    assert len(rows) > 20


@pytest.mark.parametrize("path", ["/staff/v1/targets", "/staff/v1/entitlements"])
async def test_nobody_reads_them_without_signing_in(client, path):
    assert (await client.get(path)).status_code == 401
