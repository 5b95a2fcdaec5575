from uuid import UUID

import pytest
from sqlalchemy import text

from content_api import reference
from content_api.agencies import service
from content_api.agencies.errors import AgencyNotFoundError


class TestListAgencies:
    async def test_old_agencies_stay_with_their_successors(self, client):
        listed = (await client.get("/v1/agencies")).json()["data"]

        successors = {one["code"]: one["successor_code"] for one in listed}
        assert successors["so-tttt"] == "so-vhttdl"
        assert successors["so-khdt"] == "so-tc"
        assert successors["bql-kcn"] == "bql-kkt"
        assert successors["so-vhttdl"] is None

    @pytest.mark.parametrize(
        ("on", "there", "gone"),
        [("2020-06-01", "so-khdt", "bql-kkt"), ("2026-01-01", "bql-kkt", "so-khdt")],
    )
    async def test_agencies_are_dated(self, client, on, there, gone):
        listed = (await client.get("/v1/agencies", params={"on": on})).json()["data"]

        codes = {one["code"] for one in listed}
        assert there in codes
        assert gone not in codes

    async def test_pages_meet_without_gap_or_overlap(self, client):
        whole = (await client.get("/v1/agencies")).json()["data"]
        codes, params = [], {"limit": 4}
        while params.get("cursor", "") is not None:
            page = (await client.get("/v1/agencies", params=params)).json()
            codes += [one["code"] for one in page["data"]]
            params["cursor"] = page["next_cursor"]

        assert codes == [one["code"] for one in whole]


class TestGetAgency:
    async def test_one_agency_by_code(self, client):
        agency = (await client.get("/v1/agencies/so-tttt")).json()

        assert agency["name"]["vi"] == "Sở Thông tin và Truyền thông"
        assert agency["valid_to"] == "2025-03-01"
        assert UUID(agency["id"])

    async def test_an_unknown_code_says_where_to_look(self, client):
        answer = await client.get("/v1/agencies/nobody")

        assert answer.status_code == 404
        assert "/v1/agencies" in answer.json()["detail"]


async def test_staff_find_the_row_accounts_refer_to(content, client):
    told = (await client.get("/v1/agencies/so-ct")).json()

    async with content.reading() as session:
        agency = await service.agency_with_code(session, "so-ct")
        with pytest.raises(AgencyNotFoundError):
            await service.agency_with_code(session, "nobody")

    assert str(agency.id) == told["id"]


async def test_what_was_corrected_by_hand_stays_and_is_told(content, client):
    update = text("UPDATE content.agency SET name_en = :name WHERE code = 'cong-an'")
    async with content.writing() as session:
        await session.execute(update, {"name": "Hưng Yên Police"})
        await reference.load(session)

    told = (await client.get("/v1/agencies/cong-an")).json()

    assert told["name"]["en"] == "Hưng Yên Police"
