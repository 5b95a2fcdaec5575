import pytest


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg):
    sent = await upload(officer, make_jpeg(), "Lễ hội đền An Xá.jpg")
    return await asset_of(officer, sent)


@pytest.fixture
def write(officer, asset):
    async def run(**changes):
        return await officer.client.patch(
            f"/staff/v1/assets/{asset['id']}", json=changes, headers={"if-match": "*"}
        )

    return run


@pytest.mark.parametrize(
    "alt",
    [
        "IMG_2041.JPG",
        "dsc00123",
        "ảnh 1",
        "lễ hội đền an xá.jpg",
        "so-do-quy-hoach.png",
        "2026-11-20 (3)",
    ],
)
async def test_a_name_of_a_file_is_no_alternative_text(write, alt) -> None:
    answer = await write(texts={"vi": {"alt": alt}})

    assert (answer.status_code, answer.json()["code"]) == (422, "alt-is-filename")
    assert answer.json()["errors"][0]["pointer"] == "/texts/vi/alt"


async def test_what_is_still_to_be_said_is_listed_by_language(write) -> None:
    caption = "Rước kiệu ngày hội"
    answer = await write(
        source_type="https://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture/",
        licence="Hỏi trước khi dùng",
        texts={
            "vi": {"alt": "Đoàn rước kiệu qua cổng đền", "caption": caption},
            "ja": {"alt": "祭" * 251},
            "fr": {"alt": "Procession", "caption": "procession"},
        },
    )

    assert answer.status_code == 200, answer.text
    assert answer.json()["source_type"] == "digitalCapture"
    found = {(one["code"], one["lang"]) for one in answer.json()["gaps"]}
    assert found == {
        ("missing-alt", "en"),
        ("missing-caption", "en"),
        ("alt-too-long", "ja"),
        ("missing-caption", "ja"),
        ("alt-is-caption", "fr"),
        ("people-unsaid", None),
        ("licence-unknown", None),
    }


@pytest.mark.parametrize(
    "body",
    [
        {"source_type": "dreamt"},
        {"web_statement": "javascript:alert(1)"},
        {"web_statement": "example.vn"},
    ],
)
async def test_rights_that_machines_read_are_well_formed(write, body) -> None:
    answer = await write(**body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(body))}"
