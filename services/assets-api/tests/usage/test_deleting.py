import pytest

from assets_api.usage.client import ContentClient, Naming
from assets_api.usage.errors import UsageUnknownError

ORDER = {"kind": "legal", "reason": "Công văn 12/CA-PA03 ngày 20/11/2026"}


@pytest.fixture(autouse=True)
def drafts(monkeypatch) -> list[Naming]:
    """What content-api answers; `None` in it: nothing at all."""
    named: list[Naming] = []

    async def naming(*_) -> list[Naming]:
        if None in named:
            raise UsageUnknownError
        return named

    monkeypatch.setattr(ContentClient, "naming", naming)
    return named


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg):
    return await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))


@pytest.fixture
def path(asset) -> str:
    return f"/staff/v1/assets/{asset['id']}"


async def test_what_is_used_is_not_deleted_and_every_place_is_named(
    officer, path, asset, publish, drafts, upload, make_jpeg, owner
) -> None:
    document = publish(asset)
    drafts.append(
        Naming(
            key="hy-destination-abcd2345",
            title="Đền Đậu An",
            agency_code="so-vhttdl",
            languages={"vi": "draft", "en": "submitted"},
            targets=["asean-portal"],
        )
    )
    other = await upload(officer, make_jpeg(), "khác.jpg")
    consent = {"person": "Lê C", "scope": ["web"], "territories": ["world"]}
    made = await officer.client.post(
        f"/staff/v1/assets/{other['asset_id']}/consents",
        json=consent | {"evidence_id": asset["id"]},
    )

    uses = (await officer.client.get(f"{path}/usage")).json()["data"]
    refused = await officer.client.delete(path)

    (key,) = owner("SELECT key FROM release.document WHERE id = %s", document)[0]
    assert made.status_code == 201, made.text
    assert {(one["kind"], one["key"]) for one in uses} == {
        ("item", "hy-destination-abcd2345"),
        ("item", key),
        ("consent", other["asset_id"]),
    }
    assert (refused.status_code, refused.json()["code"]) == (409, "asset-in-use")
    told = {one["code"]: one["detail"] for one in refused.json()["errors"]}
    assert set(told) == {"used-by-item", "used-by-consent"}
    assert len(refused.json()["errors"]) == 3
    assert (await officer.client.get(path)).status_code == 200


async def test_what_is_used_nowhere_goes_and_leaves_a_line(
    officer, make_person, path, asset, owner, upload, make_jpeg
) -> None:
    agency = officer.agency
    denied = [
        (await make_person(*roles, agency=of).client.delete(path)).status_code
        for roles, of in ((["auditor"], agency), (["leader"], None))
    ]
    before = owner(
        "SELECT used FROM assets.agency_quota WHERE agency_id = %s", agency.id
    )

    done = await officer.client.delete(path, params={"note": "Tải nhầm ảnh"})
    again = await officer.client.delete(path)
    listed = (await officer.client.get("/staff/v1/assets")).json()["data"]
    original = await officer.client.get(f"{path}/original")

    assert denied == [403, 404]
    assert before == [(asset["bytes"],)]
    assert done.status_code == 200, done.text
    assert done.json()["sha256"] == asset["sha256"]
    assert (again.status_code, original.status_code) == (404, 404)
    assert listed == []
    after = owner(
        "SELECT used FROM assets.agency_quota WHERE agency_id = %s", agency.id
    )
    assert after == [(0,)]
    line = owner(
        "SELECT deleted_by, deletion_note FROM assets.asset WHERE id = %s", asset["id"]
    )
    assert line == [(officer.username, "Tải nhầm ảnh")]
    told = owner(
        "SELECT reason_class FROM assets.withdrawal WHERE asset_id = %s", asset["id"]
    )
    assert told == [("other",)]
    # The same agency may send the bytes again: it is another asset.
    fresh = await upload(officer, make_jpeg(), "ảnh.jpg")
    assert fresh["asset_id"] != asset["id"]


async def test_what_is_held_or_cannot_be_asked_about_stays(
    officer, make_person, path, drafts
) -> None:
    leader = make_person("leader", agency=officer.agency)
    drafts.append(None)
    unknown = await officer.client.delete(path)
    drafts.clear()
    await leader.client.post(f"{path}/holds", json=ORDER)
    held = await officer.client.delete(path)

    assert (unknown.status_code, unknown.json()["code"]) == (503, "usage-unknown")
    assert (held.status_code, held.json()["code"]) == (409, "asset-kept")
    assert (await officer.client.get(path)).status_code == 200
