"""A ZIP of files with a list: every line on its own way to an asset, or refused."""

import hashlib
import io
import zipfile

import pytest

HEAD = "file;sha256;credit;licence;alt_vi;caption_en\r\n"


def packed(files: dict[str, bytes], listing: str | None, name="manifest.csv") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        if listing is not None:
            archive.writestr(name, "\ufeff" + listing)
        for path, data in files.items():
            archive.writestr(path, data)
    return target.getvalue()


@pytest.fixture
def send(checked):
    """One bundle from declaration to verdict; its status."""

    async def run(person, data: bytes):
        answer = await person.client.post(
            "/staff/v1/uploads/whole",
            params={"filename": "gói.zip", "bundle": "true"},
            content=data,
        )
        assert answer.status_code == 201, answer.text
        return await checked(person, answer.headers["location"])

    return run


@pytest.fixture
def report(checked):
    """What the lines have become after each was inspected."""

    async def run(person, status):
        path = f"/staff/v1/uploads/{status['id']}/lines"
        for line in (await person.client.get(path)).json()["data"]:
            if line["upload_id"]:
                await checked(person, f"/staff/v1/uploads/{line['upload_id']}")
        return (await person.client.get(path)).json()

    return run


async def test_every_line_is_an_upload_of_its_own(
    officer, make_jpeg, send, report, owner, make_person
) -> None:
    first, second, third = make_jpeg(), make_jpeg(), make_jpeg()
    listing = HEAD + "".join(
        f"{line}\r\n"
        for line in (
            "ảnh/đền.jpg;;Nguyễn Văn A;CC-BY-4.0;Cổng đền nhìn từ sông;The gate",
            f"b.jpg;{hashlib.sha256(second).hexdigest()};;;;",
            f"c.jpg;{'0' * 64};;;;",
            "lừa.pdf;;;;;",
            "vắng.jpg;;;;;",
            "hai.jpg;;;;;",
            "hai.jpg;;;;;",
            ";;;;;",
            "rỗng.jpg;;;;;",
            "d.exe;;;;;",
            "e.jpg;không phải mã;;;;",
            "g.jpg;;;;IMG_2041.jpg;",
        )
    )
    data = packed(
        {
            "ảnh/đền.jpg": first,
            "b.jpg": second,
            "c.jpg": third,
            "lừa.pdf": third,
            "hai.jpg": third,
            "rỗng.jpg": b"",
            "d.exe": b"MZ",
            "e.jpg": third,
            "g.jpg": third,
            "thừa.jpg": third,
            "__MACOSX/._b.jpg": b"junk",
        },
        listing,
    )

    status = await send(officer, data)
    found = await report(officer, status)
    stranger = make_person("officer")
    hidden = await stranger.client.get(f"/staff/v1/uploads/{status['id']}/lines")

    assert (status["state"], status["asset_id"], status["bundle"]) == (
        "ready",
        None,
        True,
    ), status
    assert [
        (line["number"], line["filename"], line["state"], line["reason"])
        for line in found["data"]
    ] == [
        (2, "đền.jpg", "ready", None),
        (3, "b.jpg", "ready", None),
        (4, "c.jpg", "rejected", "sha256-mismatch"),
        (5, "lừa.pdf", "rejected", "type-mismatch"),
        (6, "vắng.jpg", "refused", "bundle-file-missing"),
        (7, "hai.jpg", "refused", "bundle-file-twice"),
        (8, "hai.jpg", "refused", "bundle-file-twice"),
        (10, "rỗng.jpg", "refused", "bundle-file-empty"),
        (11, "d.exe", "refused", "type-not-accepted"),
        (12, "e.jpg", "refused", "bundle-description"),
        (13, "g.jpg", "refused", "bundle-description"),
        (14, "thừa.jpg", "refused", "bundle-not-listed"),
    ]
    assert found["states"] == {"ready": 2, "rejected": 2, "refused": 8}
    assert all(line["detail"] for line in found["data"][2:])
    assert found["data"][4]["type"] == "/problems/upload-bundle-file-missing"
    assert hidden.status_code == 404
    asset = await officer.client.get(f"/staff/v1/assets/{found['data'][0]['asset_id']}")
    assert asset.json()["credit"] == "Nguyễn Văn A"
    assert asset.json()["texts"] == {
        "vi": {"alt": "Cổng đền nhìn từ sông", "caption": ""},
        "en": {"alt": "", "caption": "The gate"},
    }
    quota = owner(
        "SELECT reserved, used FROM assets.agency_quota WHERE agency_id = %s",
        officer.agency.id,
    )
    assert quota == [(0, len(first) + len(second))]


async def test_a_bundle_by_tus_whose_space_ends_half_way(
    officer, make_jpeg, create, patch, checked, report, owner, s3
) -> None:
    small, large = make_jpeg(), make_jpeg(padding=200_000)
    data = packed(
        {"gói/a.jpg": small, "gói/b.jpg": large},
        '[{"file": "a.jpg"}, {"file": "./b.jpg"}]',
        "gói/manifest.json",
    )
    path = await create(officer, len(data), filename="a.zip", bundle="1")
    await patch(officer, path, 0, data)
    owner(
        "UPDATE assets.agency_quota SET limit_bytes = %s WHERE agency_id = %s",
        len(small) + 1000,
        officer.agency.id,
    )

    status = await checked(officer, path)
    again = await checked(officer, path)
    found = await report(officer, status)
    plain = await create(officer, 5, filename="a.pdf")
    no_report = await officer.client.get(f"{plain}/lines")

    assert (status["state"], again["state"]) == ("ready", "ready"), status
    assert [(one["state"], one["reason"]) for one in found["data"]] == [
        ("ready", None),
        ("refused", "quota-exceeded"),
    ]
    assert (no_report.status_code, no_report.json()["code"]) == (
        409,
        "upload-not-bundle",
    )
    left = s3.client().list_objects(s3.bucket, "q/", recursive=True)
    ours = {found["data"][0]["upload_id"], status["id"]}
    assert [one.object_name for one in left if one.object_name[2:38] in ours] == []


def bomb() -> bytes:
    return packed({"a.jpg": bytes(300 * 1024 * 1024)}, HEAD + "a.jpg;;;;;\r\n")


def overlapping() -> bytes:
    """Two entries of the directory that are one and the same place of the file."""
    data = packed({"a.jpg": b"1" * 64, "b.jpg": b"1" * 64}, HEAD)
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    third = data.index(b"PK\x01\x02", second + 4)
    offset = data[second + 42 : second + 46]
    return data[: third + 42] + offset + data[third + 46 :]


def locked() -> bytes:
    data = bytearray(packed({"a.jpg": b"1"}, HEAD + "a.jpg;;;;;"))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def hostile() -> list[tuple[bytes, str, list[str]]]:
    """Each with the verdict it deserves."""
    twice = {"x/manifest.csv": b"file\n", "a.jpg": b"1"}
    many = {f"{number}.jpg": b"1" for number in range(501)}
    return [
        (b"%PDF-1.7 no zip at all", "bundle-no-zip", []),
        (packed({"a.jpg": b"1"}, None), "bundle-manifest", ["missing"]),
        (packed(twice, HEAD), "bundle-manifest", ["several"]),
        (packed({"a.jpg": b"1"}, HEAD), "bundle-manifest", ["lines"]),
        (packed({}, "file,licens\na.jpg,x\n"), "bundle-manifest", ["columns"]),
        (packed({}, "tệp,file\na.jpg,x\n"), "bundle-manifest", ["columns"]),
        (packed({}, "file\na.jpg,x\n"), "bundle-manifest", ["cells"]),
        (packed({}, '[{"file": 1}]', "manifest.json"), "bundle-manifest", ["json"]),
        (packed({}, "[" * 90_000, "manifest.json"), "bundle-manifest", ["json"]),
        (packed(many, HEAD + "1.jpg;;;;;"), "bundle-too-many", ["files"]),
        (packed({"../a.jpg": b"1"}, HEAD), "document-damaged", ["names"]),
        (overlapping(), "document-damaged", ["overlap"]),
        (bomb(), "archive-bomb", ["ratio"]),
        (packed({}, HEAD) + b"<html>", "trailing-bytes", []),
        (locked(), "encrypted", []),
    ]


async def test_a_hostile_bundle_is_refused_within_bounds(officer, send, owner) -> None:
    for data, reason, facts in hostile():
        status = await send(officer, data)

        said = (status["state"], status["reason"], status["facts"])
        assert said == ("rejected", reason, facts)
        assert status["detail"]
        assert status["peak_kib"] <= 256 * 1024
        assert status["cpu_ms"] <= 5000
    lines = owner(
        "SELECT count(*) FROM assets.bundle_line l JOIN assets.upload u"
        " ON u.id = l.bundle_id WHERE u.agency_id = %s",
        officer.agency.id,
    )
    assert lines == [(0,)]


async def test_a_marking_in_the_list_ends_the_bundle_at_once(officer, send, s3) -> None:
    data = packed({"a.jpg": b"1"}, HEAD + "a.jpg;;Bản TỐI MẬT số 4;;;\r\n")

    status = await send(officer, data)

    left = s3.client().list_objects(s3.bucket, f"q/{status['id']}/", recursive=True)
    assert (status["state"], status["reason"]) == ("rejected", "marking-found")
    assert list(left) == []


async def test_the_same_bundle_again_finds_its_files_again(
    officer, make_jpeg, send, report
) -> None:
    data = packed({"a.jpg": make_jpeg()}, "Tệp,Tác giả\na.jpg,Trần Thị B\n")

    first = await report(officer, await send(officer, data))
    again = await report(officer, await send(officer, data))

    assert first["data"][0]["asset_id"] == again["data"][0]["asset_id"]
    assert first["data"][0]["upload_id"] != again["data"][0]["upload_id"]


async def test_a_zip_that_is_no_bundle_stays_one_file(officer, upload) -> None:
    status = await upload(officer, packed({"a.txt": b"x"}, "file\na.txt\n"), "a.zip")

    assert (status["state"], status["bundle"]) == ("ready", False)
