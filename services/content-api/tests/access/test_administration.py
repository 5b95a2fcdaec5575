"""What the operator keeps: portal keys and accounts."""

import pytest


@pytest.fixture
async def operator(make_person):
    return await make_person("operator")


async def test_a_portal_key_is_shown_once_and_opens_public_reads(
    operator, make_client, released_item
):
    made = await operator.client.post("/staff/v1/api-keys", json={"name": "Cổng tỉnh"})
    key = made.json()["key"]
    listed = await operator.client.get("/staff/v1/api-keys")

    assert made.status_code == 201
    assert key.startswith("phk_")
    assert key not in listed.text
    [line] = [one for one in listed.json()["data"] if one["id"] == made.json()["id"]]
    assert key.startswith(line["prefix"])
    portal = make_client(Authorization=f"Bearer {key}")
    assert (await portal.get(f"/v1/items/{released_item['key']}")).status_code == 200
    assert (await portal.get("/staff/v1/items")).status_code == 401


async def test_a_revoked_key_opens_nothing(operator, make_client):
    made = (
        await operator.client.post("/staff/v1/api-keys", json={"name": "Cổng tỉnh"})
    ).json()
    portal = make_client(Authorization=f"Bearer {made['key']}")
    assert (await portal.get("/v1/items")).status_code == 200

    gone = await operator.client.delete(f"/staff/v1/api-keys/{made['id']}")

    assert gone.status_code == 204
    assert (await portal.get("/v1/items")).status_code == 401


async def test_an_account_made_by_the_operator_can_sign_in(operator, client, agency):
    body = {
        "username": f"can-bo.{agency.code}",
        "name": "Trần Thị B",
        "password": "mật khẩu ban đầu 2026",
        "agency_code": agency.code,
        "roles": ["officer", "officer"],
    }

    made = await operator.client.post("/staff/v1/accounts", json=body)
    twice = await operator.client.post("/staff/v1/accounts", json=body)
    signed_in = await client.post(
        "/staff/v1/session",
        json={"username": body["username"], "password": body["password"]},
    )

    assert made.status_code == 201
    assert "mật khẩu" not in made.text
    assert (twice.status_code, twice.json()["code"]) == (409, "username-taken")
    assert signed_in.json()["person"]["agency_id"] == str(agency.id)


async def test_a_disabled_account_is_shut_out(operator, officer, client):
    answer = await operator.client.delete(f"/staff/v1/accounts/{officer.id}")

    assert answer.status_code == 204
    refused = await client.post(
        "/staff/v1/session",
        json={"username": officer.username, "password": "một mật khẩu đủ dài"},
    )
    assert refused.status_code == 401


async def test_an_unknown_agency_is_said_to_be_one(operator):
    answer = await operator.client.post(
        "/staff/v1/api-keys", json={"name": "Cổng", "agency_code": "nowhere"}
    )

    assert answer.status_code == 404
    assert answer.json()["code"] == "agency-not-found"


@pytest.mark.parametrize("path", ["api-keys", "accounts"])
async def test_only_the_operator_administers(officer, path):
    answer = await officer.client.get(f"/staff/v1/{path}")

    assert answer.status_code == 403
