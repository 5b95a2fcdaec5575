"""A decree falls: what rests on it is found, by its number and by its key."""

import secrets
from urllib.parse import quote

import pytest


@pytest.fixture
def number():
    return f"{secrets.randbelow(9000) + 1000}/{secrets.randbelow(90) + 1900}/NĐ-CP"


@pytest.fixture
def make_decree(make_item, number):
    async def make(**fields):
        return await make_item(
            type="legal_document",
            fields={"number": number, "form": "decree", **fields},
            languages={"vi": {"title": "Nghị định về khu công nghiệp"}},
        )

    return make


@pytest.fixture
def cites(officer):
    async def ask(reference, *, by=officer, **params):
        path = f"/staff/v1/legal-basis/{quote(reference)}"
        answer = await by.client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


@pytest.fixture
def make_citing(make_item, park, number):
    """A park that was founded under the decree."""

    async def make(**given):
        fields = {**park()["fields"], "decision": {"number": f"Số {number}"}}
        return await make_item(fields=given.pop("fields", fields), **given)

    return make


async def test_relations_and_decisions_are_found_by_number_and_by_key(
    make_decree, make_citing, make_item, cites, number
):
    decree = await make_decree()
    park = await make_citing()
    related = await make_item(relations=[{"kind": "legal_basis", "key": decree["key"]}])

    by_number, by_key = await cites(number), await cites(decree["key"])
    written_otherwise = await cites(number.lower().replace("nđ", "nd"))

    assert {row["key"] for row in by_number["data"]} == {park["key"], related["key"]}
    assert by_key == by_number == written_otherwise
    (document,) = by_number["documents"]
    assert (document["key"], document["number"]) == (decree["key"], number)
    pointers = {row["key"]: row["pointer"] for row in by_number["data"]}
    assert pointers[related["key"]] == "/relations/0"
    assert pointers[park["key"]].startswith("/fields/")


async def test_a_number_that_nobody_registered_is_found_too(make_citing, cites, number):
    park = await make_citing()

    found = await cites(number)

    assert found["documents"] == []
    assert [row["key"] for row in found["data"]] == [park["key"]]


async def test_marking_it_as_repealed_shows_what_cites_it(
    make_decree, make_citing, officer, draft_of
):
    decree = await make_decree(status="in_force", effective_on="2020-01-01")
    park = await make_citing()
    assert decree["cited_by"] == []
    fields = {**decree["fields"], "status": "expired", "expires_on": "2026-01-01"}

    answer = await officer.client.put(
        f"/staff/v1/items/{decree['key']}",
        json=draft_of(decree, fields=fields),
        headers={"If-Match": f'"{decree["hash"]}"'},
    )

    assert [each["key"] for each in answer.json()["cited_by"]] == [park["key"]]


async def test_what_does_not_cite_it_any_more_is_gone(
    make_citing, cites, officer, draft_of, number, park
):
    item = await make_citing()
    await officer.client.put(
        f"/staff/v1/items/{item['key']}",
        json=draft_of(item, fields=park()["fields"]),
        headers={"If-Match": f'"{item["hash"]}"'},
    )

    assert (await cites(number))["data"] == []


async def test_a_sentence_that_names_it_is_found_in_every_language(
    make_decree, make_item, cites, number
):
    await make_decree()
    other = f"{number.partition('/')[0]}0/QĐ-UBND"
    english = number.replace("NĐ", "ND")
    item = await make_item(
        languages={
            "vi": {
                "title": "Ưu đãi đầu tư",
                "summary": f"Theo Nghị định số {number}, Quyết định {other}.",
            },
            "en": {"title": "Incentives", "summary": f"By Decree {english}."},
        }
    )

    found, by_other = await cites(number), await cites(other)

    assert [(row["key"], row["pointer"], row["kind"]) for row in found["data"]] == [
        (item["key"], f"/languages/{lang}/summary", "text") for lang in ("en", "vi")
    ]
    assert found["data"][0]["languages"] == {"en": "draft", "vi": "draft"}
    assert found["data"][0]["targets"] == []
    assert [row["pointer"] for row in by_other["data"]] == ["/languages/vi/summary"]


async def test_drafts_of_others_are_counted_and_not_shown(
    make_citing, make_agency, make_person, cites, number
):
    park = await make_citing()
    stranger = await make_person("officer", agency=await make_agency())
    province = await make_person("approver")

    theirs = await cites(number, by=stranger)
    ours = await cites(number, by=province)

    assert (theirs["data"], theirs["elsewhere"]) == ([], 1)
    assert [row["key"] for row in ours["data"]] == [park["key"]]
    assert ours["elsewhere"] == 0


async def test_what_is_released_is_seen_by_all(
    make_released, make_agency, make_person, cites, number, park
):
    fields = {**park()["fields"], "decision": {"number": number}}
    item = await make_released(fields=fields)
    stranger = await make_person("officer", agency=await make_agency())

    theirs = await cites(number, by=stranger)

    assert [row["key"] for row in theirs["data"]] == [item["key"]]


async def test_pages_meet_without_gap_or_overlap(make_citing, cites, number):
    made = {(await make_citing())["key"] for _ in range(3)}
    first = await cites(number, limit=2)
    second = await cites(number, limit=2, cursor=first["next_cursor"])

    keys = [row["key"] for row in (*first["data"], *second["data"])]
    assert sorted(keys) == sorted(made)
    assert second["next_cursor"] is None


async def test_what_is_no_reference_is_refused(officer):
    blank = await officer.client.get("/staff/v1/legal-basis/%20")
    cursor = await officer.client.get(
        "/staff/v1/legal-basis/1/2020/NĐ-CP", params={"cursor": "é"}
    )

    assert blank.status_code == 422
    assert cursor.json()["code"] == "bad-cursor"
