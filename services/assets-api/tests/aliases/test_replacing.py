"""An asset from its first version to its withdrawal, at one address."""

from uuid import uuid4

import pytest

FORMS = {"creator": "A", "rights_holder": "B", "licence": "CC-BY-4.0"}


@pytest.fixture
def replace(upload):
    async def run(person, asset, data: bytes, filename: str = "ảnh.jpg"):
        return await upload(person, data, filename, replaces=asset["id"])

    return run


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg):
    return await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))


@pytest.fixture
def follow(officer):
    async def run(asset, name: str = "card"):
        return await officer.client.get(f"/a/{asset['id']}/{name}")

    return run


async def test_an_address_follows_what_is_released(
    officer, asset, asset_of, replace, publish, follow, make_jpeg, owner
) -> None:
    draft = await follow(asset)
    first = publish(asset)
    led = await follow(asset)
    status = await replace(officer, asset, make_jpeg())
    fresh = await asset_of(officer, status)
    unreleased = await follow(asset)
    second = publish(fresh)
    moved = await follow(asset, "card.webp")
    owner("DELETE FROM release.document WHERE id = %s", first)
    old = await officer.client.get(led.headers["location"])
    history = await officer.client.get(f"/staff/v1/assets/{asset['id']}/versions")
    owner("DELETE FROM release.document WHERE id = %s", second)
    gone = await follow(asset)

    assert (draft.status_code, draft.headers["cache-control"]) == (404, "no-store")
    assert led.status_code == 302
    assert led.headers["location"] == f"/m/{asset['asset_version_id']}/card-1.jpg"
    assert led.headers["cache-control"] == "public, max-age=60"
    assert "/v1/items/hy-destination-" in led.headers["link"]
    assert 'rel="up"' in led.headers["link"]
    assert fresh["id"] == asset["id"]
    assert fresh["asset_version_id"] != asset["asset_version_id"]
    assert fresh["revision"] == asset["revision"] + 1
    # What was released stays as released until somebody releases again.
    assert unreleased.headers["location"] == led.headers["location"]
    assert moved.headers["location"] == f"/m/{fresh['asset_version_id']}/card-1.webp"
    assert old.status_code == 410
    listed = history.json()["data"]
    assert [(one["number"], one["public"]) for one in listed] == [(2, True), (1, False)]
    assert listed[1]["sha256"] == asset["sha256"]
    assert listed[0]["created_by"] == officer.username
    assert (gone.status_code, gone.headers["cache-control"]) == (410, "no-store")


async def test_an_address_names_a_licence_everybody_knows(
    asset, publish, follow, owner
) -> None:
    document = publish(asset)
    owner(
        "UPDATE release.media SET licence = 'CC BY 4.0' WHERE document_id = %s",
        document,
    )

    link = (await follow(asset)).headers["link"]

    assert '<http://creativecommons.org/licenses/by/4.0/>; rel="license"' in link


async def test_only_public_forms_of_known_assets_have_an_address(
    asset, publish, follow
) -> None:
    publish(asset)

    answers = [
        await follow(asset, name) for name in ("mezzanine", "card.png", "original")
    ]
    unknown = await follow({"id": uuid4()})

    assert [answer.status_code for answer in (*answers, unknown)] == [404] * 4


async def test_a_replacement_is_one_of_the_same_kind_agency_and_life(
    officer, make_person, asset, replace, declare, owner
) -> None:
    stranger = make_person("officer")
    said = {"filename": "a.jpg", "replaces": asset["id"]}

    foreign = await stranger.client.post(
        "/staff/v1/uploads", headers=declare(9, **said)
    )
    odd = await officer.client.post(
        "/staff/v1/uploads", headers=declare(9, **(said | {"replaces": "một"}))
    )
    pdf = await replace(officer, asset, b"%PDF-1.4\n%%EOF\n", "a.pdf")
    owner("UPDATE assets.asset SET withdrawn_at = now() WHERE id = %s", asset["id"])
    late = await officer.client.post("/staff/v1/uploads", headers=declare(9, **said))

    assert (foreign.status_code, foreign.json()["code"]) == (
        404,
        "upload-replaces-nothing",
    )
    assert (odd.status_code, odd.json()["code"]) == (400, "upload-header")
    assert pdf["state"] == "rejected"
    assert (late.status_code, late.json()["code"]) == (
        409,
        "upload-replaces-withdrawn",
    )


async def test_the_same_bytes_are_no_new_version_and_older_ones_may_return(
    officer, replace, upload, asset_of, make_jpeg
) -> None:
    first, second = make_jpeg(), make_jpeg()
    begun = await asset_of(officer, await upload(officer, first, "a.jpg"))
    await replace(officer, begun, second)
    await replace(officer, begun, first)
    again = await officer.client.post(
        "/staff/v1/uploads",
        headers={
            "tus-resumable": "1.0.0",
            "upload-length": str(len(first)),
        },
    )
    history = await officer.client.get(f"/staff/v1/assets/{begun['id']}/versions")

    assert again.status_code == 201
    assert [one["number"] for one in history.json()["data"]] == [3, 2, 1]
