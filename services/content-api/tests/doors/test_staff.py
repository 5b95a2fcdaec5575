"""Staff doors: another agency's drafts, and who has no session or another role."""

import pytest

READS = (
    "/staff/v1/items?limit=200",
    "/staff/v1/items?q={word}",
    "/staff/v1/items?agency={agency}",
    "/staff/v1/items?status=draft&lang=en",
    "/staff/v1/items/{key}",
    "/staff/v1/items/{key}/revisions",
    "/staff/v1/items/{key}/revisions/1",
    "/staff/v1/items/{key}/diff?from=1&to=1",
    "/staff/v1/items/{key}/clearances",
    "/staff/v1/items/{key}/completeness",
    "/staff/v1/items/{key}/languages/vi/closure",
    "/staff/v1/exports/industrial_park.jsonl",
    "/staff/v1/exports/industrial_park.csv?agency={agency}",
    "/staff/v1/imports",
    "/staff/v1/imports/mappings/industrial_park",
    "/staff/v1/imports/templates/industrial_park.xlsx",
    "/staff/v1/completeness?by=type",
    "/staff/v1/completeness?by=agency",
    "/staff/v1/stale-facts",
    "/staff/v1/stale-facts/agencies",
    "/staff/v1/legal-basis/{key}",
    "/staff/v1/nominations",
    "/staff/v1/reports",
    "/staff/v1/publications",
    "/staff/v1/people-in-charge",
    "/staff/v1/news",
    "/staff/v1/glossary?q={word}",
    "/staff/v1/webhooks",
    "/staff/v1/api-keys",
    "/staff/v1/accounts",
)
WRITES = (
    ("PUT", "/staff/v1/items/{key}", "draft"),
    ("PUT", "/staff/v1/items/{key}/languages/vi", "texts"),
    ("POST", "/staff/v1/items/{key}/restore", "revision"),
    ("POST", "/staff/v1/items/{key}/submit", "order"),
    ("POST", "/staff/v1/items/{key}/return", "note"),
    ("POST", "/staff/v1/items/{key}/clear", "declaration"),
    ("POST", "/staff/v1/items/{key}/release", "order"),
    ("POST", "/staff/v1/items/{key}/withdraw", "reason"),
    ("POST", "/staff/v1/nominations", "nomination"),
)


@pytest.fixture
def paths(world, agency):
    """Each read of an item and of lists, for every hidden text of this agency."""

    def of(name):
        item = world.untold[name]
        values = {
            "key": item["key"],
            "word": world.words[f"words of {name}"],
            "agency": agency.code,
        }
        return [path.format(**values) for path in READS]

    return of


@pytest.fixture
def bodies(order, draft_of):
    def of(item):
        return {
            "draft": draft_of(item),
            "texts": {"texts": item["texts"]["vi"]},
            "revision": {"revision": 1},
            "order": order(item),
            "note": order(item, note="Xem lại."),
            "declaration": order(item, declaration=True),
            "reason": order(item, reason_class="error"),
            "nomination": {
                "key": item["key"],
                "target": "national-fi",
                "languages": ["vi"],
            },
        }

    return of


async def test_another_agency_finds_nothing_of_a_draft_at_any_read(
    client, world, paths, make_person, make_agency
):
    """Lists, searches, files, reports: as if the draft did not exist."""
    other = await make_agency()
    seen = {}
    for role in ("officer", "leader"):
        stranger = await make_person(role, agency=other)
        for name in world.untold:
            words = (world.words[f"words of {name}"], world.untold[name]["slug"])
            for path in paths(name):
                answer = await stranger.client.get(path)
                assert answer.status_code < 500, (path, answer.text)
                asked = path.partition("?")[2]
                found = [word for word in words if word in answer.text]
                if [word for word in found if word not in asked]:
                    seen[role, path] = answer.text

    assert seen == {}
    # Without a session there is nothing at all; a portal's key is none either.
    assert {(await client.get(path)).status_code for path in paths("cleared")} == {401}


async def test_no_write_of_another_agency_changes_or_moves_an_item(
    world, bodies, make_person, make_agency, officer
):
    other, done = await make_agency(), {}
    for role in ("officer", "leader", "approver", "auditor"):
        agency = other if role in {"officer", "leader"} else None
        stranger = await make_person(role, agency=agency)
        done |= await _tried(stranger, role, world, bodies, officer)

    assert done == {}


async def _tried(stranger, role, world, bodies, officer):
    """The writes that were not refused."""
    done = {}
    for item in (world.untold["a draft"], world.untold["cleared"], world.open):
        path = f"/staff/v1/items/{item['key']}"
        before = (await officer.client.get(path)).json()
        for method, route, body in WRITES:
            if role == "approver" and body == "reason":
                continue  # the province takes down what it must
            answer = await stranger.client.request(
                method,
                route.format(key=item["key"]),
                json=bodies(before)[body],
                headers={"If-Match": f'"{before["hash"]}"'},
            )
            if answer.status_code not in {403, 404}:
                done[role, method, route] = answer.text
        assert (await officer.client.get(path)).json() == before
    return done


async def test_a_copy_and_a_restored_revision_are_drafts_until_they_are_cleared(
    world, officer, client, draft_of
):
    """There is no copy door; who enters the same again has a draft nobody cleared.

    A revision that is restored stays one, also when its words were cleared once.
    """
    body = draft_of(world.open, agency_code=None)
    made = await officer.client.post("/staff/v1/items", json=body)

    item = made.json()
    assert made.status_code == 201
    assert {state["status"] for state in item["languages"].values()} == {"draft"}
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 404

    key = world.gone["withdrawn"]["key"]
    path = f"/staff/v1/items/{key}"
    before = (await officer.client.get(path)).json()
    await officer.client.put(
        f"{path}/languages/vi",
        json={"texts": {"title": "Khác", "summary": "Khác."}},
        headers={"If-Match": f'"{before["languages"]["vi"]["closure_hash"]}"'},
    )
    edited = (await officer.client.get(path)).json()
    restored = await officer.client.post(
        f"{path}/restore",
        json={"revision": 1},
        headers={"If-Match": f'"{edited["hash"]}"'},
    )

    assert restored.status_code == 200, restored.text
    assert restored.json()["texts"] == before["texts"]
    states = {lang: s["status"] for lang, s in restored.json()["languages"].items()}
    assert "released" not in states.values()
    assert "cleared" not in states.values()
    assert (await client.get(f"/v1/items/{key}")).status_code == 410
