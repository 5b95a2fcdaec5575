"""Pages of a document through HTTP: words, sizes, contents and pictures."""

import asyncio
from uuid import UUID

import pytest
import pyvips
from httpx import AsyncClient


@pytest.fixture
def base(brochure) -> str:
    return f"/m/{brochure['asset_version_id']}/pages"


async def test_pages_are_told_while_the_document_is_public(
    officer, brochure, base, publish, owner
) -> None:
    hidden = await officer.client.get(base)
    document = publish(brochure)
    told = await officer.client.get(base)
    second = await officer.client.get(f"{base}/2")
    beyond = await officer.client.get(f"{base}/7")
    owner("DELETE FROM release.document WHERE id = %s", document)
    ended = [
        (await officer.client.get(path)).status_code
        for path in (base, f"{base}/2", f"{base}/1/page-1.webp")
    ]

    assert (hidden.status_code, hidden.json()["code"]) == (404, "media-not-found")
    pages = told.json()
    assert pages["lang"] == "en-GB"
    assert [page["number"] for page in pages["pages"]] == [1, 2, 3, 4, 5, 6]
    assert (pages["pages"][0]["width"], pages["pages"][0]["height"]) == (1448, 2048)
    assert (pages["pages"][5]["width"], pages["pages"][5]["height"]) == (2048, 1448)
    assert [
        (line["depth"], line["title"], line["page"]) for line in pages["outline"]
    ] == [
        (0, "Land and water", 2),
        (1, "- Power", 3),
        (0, "Contact", 6),
        (0, "Nowhere", None),
    ]
    assert second.json()["words"] == "Land and water"
    assert (beyond.status_code, beyond.json()["code"]) == (404, "page-not-found")
    assert ended == [410, 410, 410]


async def test_a_page_is_drawn_once_whoever_asks(
    address, serve, settings, brochure, base, publish, owner
) -> None:
    """Twelve readers on two processes turn to pages that nobody has seen."""
    publish(brochure)
    version = brochure["asset_version_id"]
    before = owner(
        "SELECT preset FROM assets.rendition WHERE version_id = %s"
        " AND preset ~ '[0-9]'",
        version,
    )
    other = await serve(settings)

    async with AsyncClient(timeout=30) as client:
        answers = await asyncio.gather(
            *(
                client.get(f"{place}{base}/{number}/page-1.webp")
                for place in (address, other)
                for number in (2, 3, 4)
                for _ in range(2)
            )
        )
        sheet = await client.get(f"{address}{base}/3/sheet-1.jpg")
        again = await client.get(
            f"{address}{base}/3/sheet-1.jpg",
            headers={"if-none-match": sheet.headers["etag"]},
        )
        odd = await client.get(f"{address}{base}/3/sheet-1.webp")

    assert sorted(row[0] for row in before) == ["leaf1", "page1", "sheet1"]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 3
    drawn = pyvips.Image.new_from_buffer(sheet.content, "")
    assert (drawn.width, drawn.height) == (1448, 2048)
    assert drawn.min() < 64
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sheet.headers["content-type"] == "image/jpeg"
    assert (again.status_code, again.content) == (304, b"")
    assert odd.status_code == 422
    held = owner("SELECT 1 FROM assets.page_drawing WHERE version_id = %s", version)
    assert held == []


async def test_what_cannot_be_drawn_is_said_and_not_tried_for_ever(
    officer, brochure, base, publish, owner
) -> None:
    publish(brochure)
    version = brochure["asset_version_id"]
    owner(
        "INSERT INTO assets.page_drawing (version_id, first_page, attempts)"
        " VALUES (%s, 5, 3)",
        UUID(version),
    )

    answer = await officer.client.get(f"{base}/5/page-1.webp")
    words = await officer.client.get(f"{base}/5")

    assert (answer.status_code, answer.json()["code"]) == (404, "page-not-drawn")
    assert words.json()["words"] == ""


async def test_a_picture_has_no_pages(
    officer, upload, asset_of, make_jpeg, publish
) -> None:
    photo = await asset_of(officer, await upload(officer, make_jpeg(), "a.jpg"))
    publish(photo)

    answer = await officer.client.get(f"/m/{photo['asset_version_id']}/pages")

    assert (answer.status_code, answer.json()["code"]) == (404, "page-not-found")
