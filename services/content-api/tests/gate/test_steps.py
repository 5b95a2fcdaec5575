"""Every step of a language towards the public, and who is stopped at it."""

import pytest


@pytest.fixture
def attempt(order):
    """A step that may be refused: its answer, whatever it is."""

    async def step(name, item, *langs, by, **more):
        return await by.client.post(
            f"/staff/v1/items/{item['key']}/{name}", json=order(item, *langs, **more)
        )

    return step


async def test_a_language_goes_from_draft_to_the_public_and_down_again(
    make_item, take, officer, leader, client
):
    item = await take("submit", await make_item(), "vi", "en", by=officer)
    item = await take("clear", item, by=leader, declaration=True)
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 404

    item = await take("release", item, by=leader)

    shown = await client.get(f"/v1/items/{item['key']}", params={"locale": "en"})
    assert shown.json()["title"] == "Phố Nối A Industrial Park"
    assert shown.json()["agency"]["name"] == f"Agency {officer.agency.code}"
    assert shown.json()["hash"] == item["languages"]["en"]["released_hash"]

    down = await take("withdraw", item, by=leader, reason_class="outdated")
    assert down["languages"]["vi"]["status"] == "withdrawn"
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 410


async def test_the_author_cannot_clear(make_person, make_item, take, attempt, agency):
    both = await make_person("officer", "leader", agency=agency)
    item = await take("submit", await make_item(by=both), "vi", by=both)

    answer = await attempt("clear", item, "vi", by=both, declaration=True)

    assert answer.status_code == 403
    assert answer.json()["code"] == "author-may-not-clear"


async def test_who_wrote_one_language_cannot_clear_that_one_only(
    make_item, make_person, take, attempt, agency, officer
):
    both = await make_person("officer", "leader", agency=agency)
    item = await make_item()
    edited = await both.client.put(
        f"/staff/v1/items/{item['key']}/languages/en",
        json={"texts": {"title": "Phố Nối A", "summary": "A park."}},
        headers={"If-Match": f'"{item["languages"]["en"]["closure_hash"]}"'},
    )
    item = await take("submit", edited.json(), by=officer)

    refused = await attempt("clear", item, "en", by=both, declaration=True)
    cleared = await attempt("clear", item, "vi", by=both, declaration=True)

    assert refused.json()["code"] == "author-may-not-clear"
    assert cleared.status_code == 200


async def test_a_leader_of_another_agency_cannot_clear(
    make_item, make_agency, make_person, take, attempt, officer
):
    item = await take("submit", await make_item(), "vi", by=officer)
    stranger = await make_person("leader", agency=await make_agency())

    answer = await attempt("clear", item, "vi", by=stranger, declaration=True)

    assert answer.status_code == 403
    assert answer.json()["code"] == "item-of-another-agency"


async def test_an_officer_cannot_clear_or_release(make_item, take, attempt, officer):
    item = await take("submit", await make_item(), "vi", by=officer)

    cleared = await attempt("clear", item, "vi", by=officer, declaration=True)
    released = await attempt("release", item, "vi", by=officer)

    assert [cleared.json()["code"], released.json()["code"]] == ["role-required"] * 2


async def test_clearing_needs_the_declaration(
    make_item, take, attempt, officer, leader
):
    item = await take("submit", await make_item(), "vi", by=officer)

    without = await attempt("clear", item, "vi", by=leader)
    denied = await attempt("clear", item, "vi", by=leader, declaration=False)

    assert (without.status_code, denied.status_code) == (422, 422)


async def test_a_language_nobody_cleared_is_not_released(
    make_item, take, attempt, officer, leader, client
):
    item = await take("submit", await make_item(), by=officer)
    item = await take("clear", item, "vi", by=leader, declaration=True)

    answer = await attempt("release", item, "vi", "en", by=leader)

    assert answer.status_code == 409
    assert answer.json()["code"] == "not-cleared"
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 404


async def test_a_clearance_of_what_was_not_read_is_refused(
    make_item, take, officer, leader, attempt
):
    read = await take("submit", await make_item(), "en", by=officer)
    path = f"/staff/v1/items/{read['key']}"
    edited = await officer.client.put(
        f"{path}/languages/en",
        json={"texts": {"title": "Phố Nối A", "summary": "A huge park."}},
        headers={"If-Match": f'"{read["languages"]["en"]["closure_hash"]}"'},
    )
    current = (await take("submit", edited.json(), "en", by=officer))["languages"]["en"]

    answer = await attempt("clear", read, "en", by=leader, declaration=True)
    unnamed = await leader.client.post(
        f"{path}/clear", json={"languages": ["en"], "declaration": True}
    )

    assert answer.status_code == 412
    assert answer.headers["etag"] == f'"{current["closure_hash"]}"'
    assert unnamed.status_code == 428


async def test_an_edit_of_one_language_voids_that_language_only(make_cleared, officer):
    item = await make_cleared()

    edited = await officer.client.put(
        f"/staff/v1/items/{item['key']}/languages/en",
        json={"texts": {"title": "Phố Nối A Industrial Park", "summary": "New."}},
        headers={"If-Match": f'"{item["languages"]["en"]["closure_hash"]}"'},
    )

    states = {
        lang: state["status"] for lang, state in edited.json()["languages"].items()
    }
    assert states == {"vi": "cleared", "en": "draft"}


async def test_an_edit_of_a_figure_voids_every_language(
    make_cleared, officer, leader, draft_of, attempt
):
    item = await make_cleared()
    fields = {**item["fields"], "area": {**item["fields"]["area"], "value": "690"}}

    edited = await officer.client.put(
        f"/staff/v1/items/{item['key']}",
        json=draft_of(item, fields=fields),
        headers={"If-Match": f'"{item["hash"]}"'},
    )

    states = {state["status"] for state in edited.json()["languages"].values()}
    assert states == {"draft"}
    answer = await attempt("release", edited.json(), "vi", by=leader)
    assert answer.json()["code"] == "not-cleared"


async def test_a_correction_is_public_only_once_it_is_cleared_itself(
    released_item, take, officer, leader, client
):
    path = f"/staff/v1/items/{released_item['key']}"
    edited = await officer.client.put(
        f"{path}/languages/en",
        json={"texts": {"title": "Phố Nối A Park", "summary": "Corrected."}},
        headers={"If-Match": f'"{released_item["languages"]["en"]["closure_hash"]}"'},
    )

    async def summary():
        public = await client.get(
            f"/v1/items/{released_item['key']}", params={"locale": "en"}
        )
        return public.json()["summary"]

    assert await summary() == "A large park."
    item = await take("submit", edited.json(), "en", by=officer)
    item = await take("clear", item, "en", by=leader, declaration=True)
    assert await summary() == "A large park."
    await take("release", item, "en", by=leader)
    assert await summary() == "Corrected."


async def test_an_edit_taken_back_needs_no_new_clearance(released_item, officer):
    path = f"/staff/v1/items/{released_item['key']}/languages/en"
    state, texts = released_item["languages"]["en"], released_item["texts"]["en"]

    async def put(words, digest):
        answer = await officer.client.put(
            path, json={"texts": words}, headers={"If-Match": f'"{digest}"'}
        )
        return answer.json()["languages"]["en"]

    edited = await put({**texts, "summary": "Other."}, state["closure_hash"])
    back = await put(texts, edited["closure_hash"])

    assert edited["status"] == "draft"
    assert back["status"] == "released"
    assert back["closure_hash"] == state["released_hash"]


async def test_a_step_asked_for_twice_is_done_once(
    make_item, take, officer, leader, client
):
    item = await make_item()

    for _ in range(2):
        submitted = await take("submit", item, "vi", by=officer)
    for _ in range(2):
        cleared = await take("clear", submitted, "vi", by=leader, declaration=True)
    for _ in range(2):
        released = await take("release", cleared, "vi", by=leader)
    for _ in range(2):
        await take("withdraw", released, "vi", by=leader, reason_class="error")

    lines = (await client.get("/v1/changes", params={"limit": 200})).json()["data"]
    kinds = [line["kind"] for line in lines if line["key"] == item["key"]]
    assert kinds == ["released", "withdrawn"]


async def test_what_was_taken_down_is_cleared_again_before_it_returns(
    released_item, take, attempt, officer, leader, client
):
    item = await take("withdraw", released_item, by=leader, reason_class="rights")

    early = await attempt("release", item, "vi", by=leader)
    item = await take("submit", item, "vi", by=officer)
    item = await take("clear", item, "vi", by=leader, declaration=True)
    await take("release", item, "vi", by=leader)

    assert early.json()["code"] == "not-cleared"
    shown = await client.get(f"/v1/items/{item['key']}", params={"locale": "vi"})
    assert shown.status_code == 200


async def test_a_returned_language_carries_the_leaders_note(
    make_item, take, attempt, officer, leader
):
    item = await take("submit", await make_item(), "vi", by=officer)

    item = await take("return", item, "vi", by=leader, note="Thiếu nguồn số liệu.")

    assert item["languages"]["vi"]["status"] == "returned"
    assert item["languages"]["vi"]["note"] == "Thiếu nguồn số liệu."
    again = await attempt("return", item, "vi", by=leader, note="Vẫn thiếu.")
    assert again.json()["code"] == "wrong-step"


async def test_what_a_release_needs_is_asked_for_at_submission(
    make_item, attempt, officer
):
    item = await make_item(languages={"vi": {"title": "Khu công nghiệp"}}, fields={})

    answer = await attempt("submit", item, "vi", by=officer)

    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"/fields/status", "/fields/area", "/languages/vi/summary"}


async def test_the_province_may_take_down_what_any_agency_released(
    released_item, make_person, take
):
    approver = await make_person("approver")

    item = await take("withdraw", released_item, by=approver, reason_class="legal")

    assert item["languages"]["en"]["status"] == "withdrawn"


async def test_a_released_language_is_withdrawn_before_it_is_removed(
    released_item, officer, draft_of
):
    answer = await officer.client.put(
        f"/staff/v1/items/{released_item['key']}",
        json=draft_of(released_item, languages={"vi": released_item["texts"]["vi"]}),
        headers={"If-Match": f'"{released_item["hash"]}"'},
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "language-released"


async def test_who_answered_for_what_can_be_read(released_item, leader):
    answer = await leader.client.get(
        f"/staff/v1/items/{released_item['key']}/clearances"
    )

    cleared = {line["lang"]: line for line in answer.json()["data"]}
    assert set(cleared) == {"vi", "en"}
    for lang, line in cleared.items():
        assert line["closure_hash"] == released_item["languages"][lang]["closure_hash"]
        assert "bí mật nhà nước" in line["declaration"]
