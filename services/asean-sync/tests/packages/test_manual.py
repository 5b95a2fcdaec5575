"""A person carries the package there, and brings a stamped paper back."""

import base64
import hashlib

import pytest
from tests.standins.recipient import checked

SCAN = b"%PDF-1.7\nBien nhan co dong dau\n%%EOF"


async def test_a_stamped_receipt_decides_on_what_a_person_carried_there(
    world, carried, staff, told, tmp_path
):
    good, bad = world.new_key(), world.new_key()
    world.offer(good, "vi", "Phố Nối")
    world.offer(bad, "vi", "Thổ Hoàng <&>")
    await world.run(target=world.target)
    assert world.object(f"{good}.vi")["state"] == "applied"

    listed = (await staff.get("/staff/v1/sync/packages?target=asean-bis")).json()
    (package,) = listed["data"]
    assert (package["entries"], package["delivered_at"]) == (2, None)
    assert "made, not handed over" in await told(0)
    path = f"/staff/v1/sync/packages/{package['id']}"
    fetched = await staff.get(f"{path}/file")
    assert hashlib.sha256(fetched.content).hexdigest() == package["sha256"]
    assert fetched.headers["repr-digest"].startswith("sha-256=:")
    (place := tmp_path / f"{package['name']}.zip").write_bytes(fetched.content)
    note = checked(place, carried.sender)["BIEN-BAN-GIAO-NHAN.html"].decode()
    assert {word for word in ("Ban Thư ký ASEAN", good) if word not in note} == set()

    def stamped(**other):
        told = {
            "sha256": package["sha256"],
            "received_at": "2026-11-24T09:00:00+07:00",
            "received_by": "Văn thư Ban Thư ký",
            "refused": [{"key": f"{bad}.vi", "reason": "Thiếu bản tiếng Anh"}],
            "scan": base64.b64encode(SCAN).decode(),
            **other,
        }
        return staff.post(f"{path}/receipt", json=told)

    for other, status in (
        ({"sha256": "0" * 64}, 422),
        ({"scan": base64.b64encode(b"MZ\x90").decode()}, 422),
        ({"refused": [{"key": "la", "reason": "?"}]}, 422),
        ({"scan": "không phải base64"}, 422),
    ):
        assert (await stamped(**other)).status_code == status
    assert (await stamped()).json()["refused"] == 1
    assert (await stamped()).status_code == 200  # the same scan again
    again = await stamped(scan=base64.b64encode(SCAN + b"\n").decode())
    assert (again.status_code, again.json()["code"]) == (409, "receipt-there")
    entries = (await staff.get(path)).json()["entries"]
    assert (await staff.get(f"{path}/receipt")).content == SCAN
    assert {one["verdict"] for one in entries} == {"accepted", "refused"}

    assert "receipted; 1 refused" in await told(0)
    assert (await world.run(target=world.target)).exit_code == 3
    assert world.object(f"{good}.vi")["state"] == "synced"
    assert "Thiếu bản tiếng Anh" in world.object(f"{bad}.vi")["last_error"]


@pytest.mark.usefixtures("carried")
async def test_packages_of_one_moment_are_all_in_the_list_page_by_page(world, staff):
    world.sql(
        "insert into sync.package (target_code, number, name, sha256, bytes, made_at)"
        " select 'asean-bis', n, 'asean-bis-' || n, '', 1,"
        " '2026-11-24 08:00:00+07'::timestamptz from generate_series(1, 5) n"
    )
    url, shown = "/staff/v1/sync/packages?target=asean-bis&limit=2", []
    while url:
        answer = await staff.get(url)
        shown += [one["number"] for one in answer.json()["data"]]
        url = answer.links.get("next", {}).get("url")
    assert sorted(shown) == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("carried")
async def test_a_package_nobody_made_and_a_machine_without_a_folder_say_so(
    world, staff, monkeypatch
):
    none = "01990000-0000-7000-8000-000000000000"
    for path in (f"/{none}", f"/{none}/file", f"/{none}/receipt"):
        answer = await staff.get(f"/staff/v1/sync/packages{path}")
        assert answer.json()["code"] == "package-not-found"
    monkeypatch.delenv("PHOHIEN_SYNC_PACKAGE_FOLDER")
    world.settings = type(world.settings)()
    world.offer(world.new_key(), "vi", "Phố Nối")
    report = await world.run(target=world.target)
    assert report.runs[0]["outcome"] == "failed"
    assert "PHOHIEN_SYNC_PACKAGE_FOLDER" in report.runs[0]["note"]
    (world.folder / "chua-gan").write_text("ở đây lẽ ra là một thư mục")
    monkeypatch.setenv("PHOHIEN_SYNC_PACKAGE_FOLDER", str(world.folder / "chua-gan"))
    world.settings = type(world.settings)()
    report = await world.run(target=world.target)
    assert report.runs[0]["outcome"] == "failed"
    assert "mounted" in report.runs[0]["note"]
    assert "chua-gan" in report.runs[0]["note"]
