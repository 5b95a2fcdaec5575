from datetime import UTC, datetime, timedelta

import pytest
from minio import Minio
from minio.error import S3Error

from assets_api.holds import locking
from assets_api.storage import keys, locks

ORDER = {"kind": "legal", "reason": "Công văn 12/CA-PA03 ngày 20/11/2026"}
WHY = "Công văn 15/CA-PA03 cho gỡ"


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg):
    return await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))


@pytest.fixture
def path(asset) -> str:
    return f"/staff/v1/assets/{asset['id']}/holds"


@pytest.fixture
def bucket(s3) -> Minio:
    return Minio(
        s3.endpoint,
        access_key=s3.access_key,
        secret_key=s3.secret_key,
        secure=s3.secure,
        region=s3.region,
    )


def day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


async def test_leaders_and_operators_hold_and_nobody_shortens_a_retention(
    officer, make_person, path, owner, asset
) -> None:
    leader = make_person("leader", agency=officer.agency)
    stranger, operator = make_person("leader"), make_person("operator")
    kept = {"kind": "retention", "reason": "Lưu hồ sơ lễ hội 10 năm", "until": day(30)}

    denied = [
        (await person.client.post(path, json=ORDER)).status_code
        for person in (officer, stranger)
    ]
    placed = await leader.client.post(path, json=ORDER)
    retained = await operator.client.post(path, json=kept)
    one = f"{path}/{placed.json()['id']}/lift"
    two = f"{path}/{retained.json()['id']}/lift"
    lifted = await operator.client.post(one, json={"note": WHY})
    again = await operator.client.post(one, json={"note": WHY})
    early = await operator.client.post(two, json={"note": WHY})
    unknown = await leader.client.post(f"{path}/{asset['id']}/lift", json={"note": WHY})

    assert denied == [403, 404]
    assert placed.status_code == retained.status_code == 201, placed.text
    assert lifted.status_code == 200, lifted.text
    assert [one["stands"] for one in lifted.json()["data"]] == [False, True]
    assert lifted.json()["kept"] is True
    assert (again.status_code, again.json()["code"]) == (409, "hold-lifted")
    assert (early.status_code, early.json()["code"]) == (409, "retention-not-lifted")
    assert unknown.status_code == 404
    held = owner("SELECT assets.is_kept(%s)", asset["sha256"])
    assert held == [(True,)]
    lines = owner(
        "SELECT action FROM audit.entry WHERE subject = %s ORDER BY seq",
        f"asset:{asset['id']}",
    )
    actions = [line[0] for line in lines[-3:]]
    assert actions == ["hold.placed", "hold.placed", "hold.lifted"]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "retention", "reason": "Không có ngày nào"},
        {"kind": "retention", "reason": "Ngày đã qua rồi", "until": "2020-01-01"},
        {"kind": "retention", "reason": "Quá một trăm năm", "until": "2199-01-01"},
        ORDER | {"until": "2030-01-01"},
        ORDER | {"reason": "vì"},
    ],
)
async def test_a_hold_without_its_day_or_reason_is_refused(
    make_person, officer, path, body
) -> None:
    leader = make_person("leader", agency=officer.agency)

    answer = await leader.client.post(path, json=body)

    assert answer.status_code == 422
    assert (await leader.client.get(path)).json() == {"kept": False, "data": []}


async def test_the_store_itself_keeps_a_copy_until_nothing_holds_it(
    make_person, officer, path, asset, desk, bucket, s3
) -> None:
    leader = make_person("leader", agency=officer.agency)
    held = f"{s3.bucket}{locks.SUFFIX}"
    key = keys.blob(asset["sha256"])
    placed = await leader.client.post(path, json=ORDER)
    waiting = (await leader.client.get(path)).json()["data"][0]["store"]

    for _ in range(2):
        await locking.settle_due(desk.database, desk.store, at=datetime.now(UTC))
    locked = (await leader.client.get(path)).json()["data"][0]["store"]
    versions = list(bucket.list_objects(held, prefix=key, include_version=True))
    with pytest.raises(S3Error) as refused:
        bucket.remove_object(held, key, versions[0].version_id)
    await leader.client.post(f"{path}/{placed.json()['id']}/lift", json={"note": WHY})
    await locking.settle_due(desk.database, desk.store, at=datetime.now(UTC))
    ended = (await leader.client.get(path)).json()["data"][0]["store"]

    assert (waiting, locked, ended) == ("pending", "locked", "ended")
    assert len(versions) == 1
    assert refused.value.code == "AccessDenied"
    assert not list(bucket.list_objects(held, prefix=key, include_version=True))


async def test_a_store_that_cannot_lock_is_not_said_to(
    make_person, officer, path, desk, monkeypatch
) -> None:
    leader = make_person("leader", agency=officer.agency)
    await leader.client.post(path, json=ORDER)
    monkeypatch.setattr(locks.Locks, "is_possible", lambda _: False)

    await locking.settle_due(desk.database, desk.store, at=datetime.now(UTC))

    state = (await leader.client.get(path)).json()
    assert state["data"][0]["store"] == "database-only"
    assert state["kept"] is True
