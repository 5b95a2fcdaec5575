import pytest


class TestListUnits:
    async def test_all_104_units_are_there(self, client):
        listed = (await client.get("/v1/units")).json()

        levels = [unit["level"] for unit in listed["data"]]
        assert (levels.count("ward"), levels.count("commune")) == (11, 93)
        assert listed["next_cursor"] is None

    @pytest.mark.parametrize("query", ["Thuỵ Anh", "Thụy Anh", "thuy anh", "THUY  ANH"])
    async def test_spelling_does_not_matter(self, client, query):
        answer = await client.get("/v1/units", params={"q": query})

        names = [unit["name_vi"] for unit in answer.json()["data"]]
        assert names[0] == "Xã Thuỵ Anh"
        assert len(names) == 5

    async def test_a_decomposed_query_finds_the_same(self, client):
        answer = await client.get("/v1/units", params={"q": "Thu\u0323y Anh"})

        assert len(answer.json()["data"]) == 5

    @pytest.mark.parametrize("query", ["Quảng Châu", "quang chau", "xã quảng châu"])
    async def test_an_old_name_leads_to_the_present_unit(self, client, query):
        answer = await client.get("/v1/units", params={"q": query})

        [unit] = answer.json()["data"]
        assert unit["code"] == "11980"
        assert unit["predecessors"][1]["name"] == "Xã Quảng Châu"
        assert unit["predecessors"][1]["mapping"] == "exact"

    async def test_a_split_unit_leads_to_each_part(self, client):
        answer = await client.get("/v1/units", params={"q": "xã đình dù"})

        found = {
            unit["code"]: [
                old["mapping"]
                for old in unit["predecessors"]
                if old["name"] == "Xã Đình Dù"
            ]
            for unit in answer.json()["data"]
        }
        assert found == {"11995": ["split"], "12004": ["split"]}

    async def test_part_of_a_word_does_not_match_inside_another(self, client):
        answer = await client.get("/v1/units", params={"q": "ho hien"})

        assert answer.json()["data"] == []

    async def test_pages_meet_without_gap_or_overlap(self, client):
        whole = (await client.get("/v1/units", params={"q": "hưng"})).json()["data"]
        params, codes = {"q": "hưng", "limit": 5}, []
        while True:
            page = await client.get("/v1/units", params=params)
            codes += [unit["code"] for unit in page.json()["data"]]
            cursor = page.json()["next_cursor"]
            if cursor is None:
                break
            assert f"cursor={cursor}" in page.headers["link"]
            params["cursor"] = cursor

        assert codes == [unit["code"] for unit in whole]
        assert len(set(codes)) == len(codes) > 5

    async def test_units_are_dated(self, client):
        before = await client.get("/v1/units", params={"on": "2025-06-30"})
        after = await client.get(
            "/v1/units", params={"on": "2025-07-01", "level": "ward"}
        )

        assert before.json()["data"] == []
        assert len(after.json()["data"]) == 11

    @pytest.mark.parametrize("params", [{"level": "city"}, {"cursor": "x"}, {"x": "1"}])
    async def test_what_is_not_understood_is_refused(self, client, params):
        answer = await client.get("/v1/units", params=params)

        assert answer.status_code == 422
        assert answer.json()["code"] == "invalid-request"

    async def test_what_a_client_holds_is_not_sent_again(self, client):
        tag = (await client.get("/v1/units")).headers["etag"]

        again = await client.get("/v1/units", headers={"if-none-match": tag})

        assert again.status_code == 304


class TestGetUnit:
    async def test_one_unit_by_code(self, client):
        unit = (await client.get("/v1/units/11953")).json()

        assert unit["name_vi"] == "Phường Phố Hiến"
        assert unit["name_en"] == "Pho Hien Ward"
        assert len(unit["predecessors"]) == 6

    async def test_an_old_code_answers_with_what_it_became(self, client):
        old = (await client.get("/v1/units/11998")).json()

        assert (old["name_vi"], old["name_en"]) == (
            "Xã Việt Hưng",
            "Viet Hung Commune",
        )
        assert (old["level"], old["valid_to"]) == ("commune", "2025-07-01")
        assert [one["code"] for one in old["successors"]] == ["11995"]

    async def test_a_code_that_is_carried_on_shows_whose_it_was(self, client):
        unit = (await client.get("/v1/units/11953")).json()

        before = [old["name"] for old in unit["predecessors"] if old["code"] == "11953"]
        assert (before, unit["successors"]) == (["Phường Hiến Nam"], [])

    async def test_an_unknown_code_says_where_to_look(self, client):
        headers = {"accept-language": "vi"}

        answer = await client.get("/v1/units/99999", headers=headers)

        assert answer.status_code == 404
        assert answer.json()["code"] == "unit-not-found"
        assert "/v1/units?q=" in answer.json()["detail"]
