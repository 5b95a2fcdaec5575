import asyncio
import hashlib

import pytest

TUS = {"tus-resumable": "1.0.0"}
GIB = 1024**3


async def test_options_say_what_is_offered(officer) -> None:
    answer = await officer.client.options("/staff/v1/uploads")

    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-max-size"] == str(2 * GIB)
    assert "checksum" in answer.headers["tus-extension"]
    assert "concatenation" not in answer.headers["tus-extension"]


async def test_a_creation_answers_where_to_send(officer, declare) -> None:
    answer = await officer.client.post(
        "/staff/v1/uploads", headers=declare(10, filename="a.pdf")
    )

    assert answer.status_code == 201
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert answer.headers["upload-offset"] == "0"
    assert answer.headers["upload-expires"].endswith("GMT")
    assert answer.json()["state"] == "created"


@pytest.mark.parametrize(
    ("size", "metadata", "refusal"),
    [
        (0, {}, (422, "upload-empty")),
        (10 * 10**9, {"filename": "a.pdf"}, (413, "upload-quota-exceeded")),
        (3 * GIB, {"filename": "a.pdf"}, (413, "upload-file-too-large")),
        (9, {"filetype": "video/x-matroska"}, (415, "upload-type-not-accepted")),
        (9, {"filename": "phim.mkv"}, (415, "upload-type-not-accepted")),
        (9, {"filename": "a.php.exe"}, (415, "upload-type-not-accepted")),
        (9, {"filename": "TỐI MẬT.pdf"}, (422, "marking-found")),
        (9, {"sha256": "xyz"}, (400, "upload-header")),
        (
            9,
            {"bundle": "1", "replaces": "0198c0de-0000-7000-8000-000000000000"},
            (422, "upload-bundle-replaces"),
        ),
        (9, {"agency": "another"}, (403, "upload-agency-required")),
    ],
)
async def test_what_cannot_become_a_file_is_refused_at_once(
    officer, declare, owner, size, metadata, refusal
) -> None:
    answer = await officer.client.post(
        "/staff/v1/uploads", headers=declare(size, **metadata)
    )

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == refusal
    assert answer.headers["tus-resumable"] == "1.0.0"
    counted = owner(
        "SELECT count(*) FROM assets.upload WHERE agency_id = %s", officer.agency.id
    )
    assert counted == [(0,)]


async def test_a_refusal_speaks_vietnamese_or_english(officer, declare) -> None:
    said = {
        language: (
            await officer.client.post(
                "/staff/v1/uploads",
                headers=declare(0) | {"accept-language": language},
            )
        ).json()["detail"]
        for language in ("vi", "en")
    }

    assert "0 byte" in said["vi"]
    assert said["vi"] != said["en"]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 412, "upload-tus-version"),
        (TUS, 400, "upload-header"),
        (TUS | {"upload-defer-length": "1"}, 400, "upload-extension-refused"),
        (TUS | {"upload-concat": "partial"}, 400, "upload-extension-refused"),
        (
            TUS | {"upload-concat": "final;/staff/v1/uploads/a /staff/v1/uploads/b"},
            400,
            "upload-extension-refused",
        ),
        (
            TUS | {"upload-length": "1", "upload-metadata": f"a {'A' * 5000}"},
            400,
            "upload-header",
        ),
        (TUS | {"upload-length": "-5"}, 400, "upload-header"),
    ],
)
async def test_headers_that_are_not_tus_1_are_refused(
    officer, headers, status, code
) -> None:
    answer = await officer.client.post("/staff/v1/uploads", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_bytes_of_another_content_type_declare_nothing(officer, declare) -> None:
    answer = await officer.client.post(
        "/staff/v1/uploads", headers=declare(9, filename="a.pdf"), content=b"123456789"
    )

    assert (answer.status_code, answer.json()["code"]) == (415, "upload-body-type")


async def test_what_was_declared_is_told_again(officer, declare) -> None:
    headers = declare(9, filename="Sổ tay.pdf", note="bản in lần 2")
    made = await officer.client.post("/staff/v1/uploads", headers=headers)

    head = await officer.client.head(made.headers["location"], headers=TUS)
    marked = await officer.client.post(
        "/staff/v1/uploads", headers=declare(9, note="TỐI MẬT")
    )

    assert head.headers["upload-metadata"] == headers["upload-metadata"]
    assert (marked.status_code, marked.json()["code"]) == (422, "marking-found")


async def test_only_an_officer_of_an_agency_sends_files(make_person, declare) -> None:
    auditor = make_person("auditor")

    answer = await auditor.client.post("/staff/v1/uploads", headers=declare(9))

    assert answer.status_code == 403


async def test_another_agency_sees_nothing_of_an_upload(
    officer, make_person, create, patch
) -> None:
    stranger = make_person("officer")
    path = await create(officer, 9, filename="a.pdf")

    answers = [
        await stranger.client.head(path, headers=TUS),
        await stranger.client.delete(path, headers=TUS),
        await stranger.client.get(f"{path}/status"),
        await patch(stranger, path, 0, b"123"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


async def test_twenty_creations_at_once_cannot_exceed_the_quota(
    officer, owner, declare
) -> None:
    owner(
        "INSERT INTO assets.agency_quota (agency_id, limit_bytes) VALUES (%s, 1000)",
        officer.agency.id,
    )

    answers = await asyncio.gather(
        *(
            officer.client.post("/staff/v1/uploads", headers=declare(300))
            for _ in range(20)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [413] * 17


async def test_cancelling_frees_the_space(officer, owner, create, patch) -> None:
    path = await create(officer, 500, filename="a.pdf")
    await patch(officer, path, 0, b"x" * 100)

    answer = await officer.client.delete(path, headers=TUS)
    again = await officer.client.delete(path, headers=TUS)
    head = await officer.client.head(path, headers=TUS)

    reserved = owner(
        "SELECT reserved FROM assets.agency_quota WHERE agency_id = %s",
        officer.agency.id,
    )
    assert (answer.status_code, again.status_code, head.status_code) == (204, 410, 410)
    assert reserved == [(0,)]


async def test_a_file_the_agency_has_is_not_sent_again(
    officer, make_person, make_jpeg, upload, declare
) -> None:
    data = make_jpeg()
    first = await upload(officer, data, "a.jpg")
    headers = declare(len(data), sha256=hashlib.sha256(data).hexdigest())
    colleague = make_person("officer", agency=officer.agency)
    stranger = make_person("officer")

    known = await colleague.client.post("/staff/v1/uploads", headers=headers)
    unknown = await stranger.client.post("/staff/v1/uploads", headers=headers)

    assert known.status_code == 200
    assert known.json()["asset_id"] == first["asset_id"]
    assert known.headers["upload-offset"] == str(len(data))
    assert unknown.status_code == 201
    assert unknown.json()["asset_id"] is None


async def test_the_first_bytes_may_come_with_the_declaration(
    officer, declare, make_jpeg, checked
) -> None:
    data = make_jpeg()

    answer = await officer.client.post(
        "/staff/v1/uploads",
        headers=declare(len(data), filename="a.jpg")
        | {"content-type": "application/offset+octet-stream"},
        content=data,
    )

    assert answer.status_code == 201
    assert answer.headers["upload-offset"] == str(len(data))
    assert (await checked(officer, answer.headers["location"]))["state"] == "ready"
