import time
from dataclasses import replace
from uuid import UUID

import pytest

from assets_api.checking.service import check_upload


async def test_a_file_is_scanned_whole_while_it_is_read(
    officer, upload, asset_of, make_jpeg, clamd
) -> None:
    data = make_jpeg(padding=600_000)

    status = await upload(officer, data, "a.jpg")

    assert (status["state"], status["scan"]) == ("ready", "clean")
    assert clamd.heard == [len(data)]
    assert (await asset_of(officer, status))["scan"] == "clean"
    assert 0 < status["cpu_ms"] < 20_000
    assert 0 < status["peak_kib"] < 1 << 20


async def test_malware_is_refused_by_name(officer, upload, make_jpeg, eicar) -> None:
    data = make_jpeg()
    status = await upload(officer, data[:2] + comment(eicar) + data[2:], "a.jpg")

    assert (status["state"], status["reason"]) == ("rejected", "virus-found")
    assert status["facts"] == ["win-test-eicar-hdb-1"]


def comment(data: bytes) -> bytes:
    return b"\xff\xfe" + (len(data) + 2).to_bytes(2, "big") + data


async def test_without_an_answer_nothing_is_clean(
    officer, upload, make_jpeg, clamd
) -> None:
    """Fail-closed: silence, nonsense and half a reading hold the file."""
    held = {}
    for answer, code in (
        (b"", "scan-unavailable"),
        (b"<html>502</html>\0", "scan-unavailable"),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", "scan-incomplete"),
        (b"stream: Heuristics.Encrypted.PDF FOUND\0", "encrypted"),
    ):
        clamd.says = answer
        held[code] = await upload(officer, make_jpeg(), "a.jpg")
        assert (held[code]["state"], held[code]["reason"]) == ("held", code)
    clamd.says, clamd.most = None, 10_000
    status = await upload(officer, make_jpeg(padding=900_000), "a.jpg")
    assert (status["state"], status["reason"]) == ("held", "scan-incomplete")
    assert status["scan"] == "not-scanned"
    assert "quét" in status["detail"] or "scanner" in status["detail"]


async def test_a_scanner_that_is_away_holds_the_file(
    officer, create, patch, make_jpeg, desk
) -> None:
    data = make_jpeg()
    path = await create(officer, len(data), filename="a.jpg")
    await patch(officer, path, 0, data)

    nobody = replace(desk, scanner="tcp://127.0.0.1:9")
    await check_upload(nobody, UUID(path.rsplit("/", 1)[1]))

    status = (await officer.client.get(f"{path}/status")).json()
    assert (status["state"], status["reason"]) == ("held", "scan-unavailable")
    assert status["scan"] == "not-scanned"


@pytest.mark.proof
@pytest.mark.parametrize("patience", [3.0])
@pytest.mark.parametrize("way", ["silent", "deaf"])
async def test_a_scanner_that_is_too_slow_holds_the_file(
    officer, upload, make_jpeg, clamd, patience, way
) -> None:
    """It is waited for as long as is set; other files have another inspection."""
    setattr(clamd, way, True)
    began = time.monotonic()

    status = await upload(officer, make_jpeg(padding=20_000_000), "a.jpg")

    assert patience < time.monotonic() - began < 60

    assert (status["state"], status["reason"]) == ("held", "scan-unavailable")
    assert status["scan"] == "not-scanned"


async def decide(person, status, decision: str, note: str = "Đã đối chiếu bản giấy"):
    path = f"/staff/v1/held-uploads/{status['id']}/{decision}"
    return await person.client.post(path, json={"note": note})


async def test_a_leader_has_a_file_scanned_again_or_takes_the_risk(
    officer, make_person, upload, make_jpeg, clamd, desk
) -> None:
    leader = make_person("leader", agency=officer.agency)
    stranger = make_person("leader")
    clamd.says = b""
    status = await upload(officer, make_jpeg(), "ảnh.jpg")

    listed = (await leader.client.get("/staff/v1/held-uploads")).json()["data"]
    assert [(one["id"], one["reason"]) for one in listed] == [
        (status["id"], "scan-unavailable")
    ]
    assert (await decide(stranger, status, "release")).status_code == 404
    assert (await decide(officer, status, "release")).status_code == 403
    assert (await decide(leader, status, "release", note="ừ")).status_code == 422
    assert (await decide(leader, status, "release")).json()["state"] == "received"
    await check_upload(desk, UUID(status["id"]))

    path = f"/staff/v1/uploads/{status['id']}/status"
    after = (await officer.client.get(path)).json()
    assert (after["state"], after["scan"]) == ("ready", "not-scanned")
    assert after["decision_note"] == "Đã đối chiếu bản giấy"
    assert (await decide(leader, status, "refuse")).json()["code"] == "upload-not-held"


async def test_what_is_released_in_spite_of_macros_is_never_shown(
    make_person, upload, asset_of, macros, desk
) -> None:
    sender = make_person("officer", "leader")
    leader = make_person("leader", agency=sender.agency)
    status = await upload(sender, macros, "biểu mẫu.docx")
    assert (status["state"], status["reason"]) == ("held", "macros")

    own = await decide(sender, status, "release")
    assert own.json()["code"] == "upload-reviewed-by-sender"
    assert (await decide(leader, status, "release")).status_code == 200
    await check_upload(desk, UUID(status["id"]))

    path = f"/staff/v1/uploads/{status['id']}/status"
    asset = await asset_of(sender, (await sender.client.get(path)).json())
    assert asset["archive_only"]
    assert asset["renditions"] == []


async def test_a_leader_refuses_and_says_why(
    officer, make_person, upload, clamd, make_jpeg
) -> None:
    leader = make_person("leader", agency=officer.agency)
    clamd.says = b""
    status = await upload(officer, make_jpeg(), "a.jpg")

    note = "Ảnh không rõ nguồn gốc"
    assert (await decide(leader, status, "refuse", note)).json()["state"] == "rejected"

    path = f"/staff/v1/uploads/{status['id']}/status"
    after = (await officer.client.get(path)).json()
    assert (after["reason"], after["decision_note"]) == ("review-refused", note)
    listed = (await leader.client.get("/staff/v1/held-uploads")).json()["data"]
    assert listed == []
