import asyncio
from io import BytesIO

import pikepdf
import pytest
import pyvips

from assets_api.metadata import iim, reading, xmp
from assets_api.metadata.statement import Statement
from assets_api.rights import renewing

RIGHTS = {
    "creator": "Nguyễn Văn Đức",
    "rights_holder": "Sở Văn hóa, Thể thao và Du lịch",
    "licence": "CC BY 4.0",
    "credit": "Ảnh: Nguyễn Văn Đức",
    "source_type": "photo",
    "web_statement": "https://example.vn/ban-quyen",
}


@pytest.fixture
def pdf() -> bytes:
    target = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = "Trần Thị B"
        document.save(target)
    return target.getvalue()


def said_in(content: bytes) -> dict[str, str]:
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as document:
            packet = document.Root.Metadata.read_bytes()
        return reading.suggestions(reading.Sources(xmp=packet))
    if content.lstrip().startswith(b"<svg"):
        return reading.suggestions(reading.Sources(xmp=content))
    picture = pyvips.Image.new_from_buffer(content, "")
    return reading.suggestions(reading.Sources(xmp=picture.get("xmp-data")))


async def test_every_public_form_says_whose_it_is(
    officer, upload, asset_of, make_jpeg, pdf, publish, edit, manifest
) -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><circle r='4'/></svg>"
    for data, name in (
        (make_jpeg(900, 600), "ảnh.jpg"),
        (pdf, "sách.pdf"),
        (drawing, "biểu.svg"),
    ):
        asset = await asset_of(officer, await upload(officer, data, name))
        publish(asset)
        before = await edit(officer, asset, **RIGHTS)
        plain = {
            one["url"]: (await officer.client.get(one["url"])).content
            for one in before["renditions"]
        }

        told = await manifest(asset)
        after = (await officer.client.get(f"/staff/v1/assets/{asset['id']}")).json()
        state = await officer.client.get(f"/staff/v1/assets/{asset['id']}/rights")

        assert "rights-pending" not in {one["code"] for one in told["blockers"]}
        urls = [one["url"] for one in after["renditions"]]
        assert told["path"] in urls
        assert not set(urls) & set(plain)
        for url in urls:
            answer = await officer.client.get(url)
            assert answer.status_code == 200, url
            found = said_in(answer.content)
            assert found["creator"] == RIGHTS["creator"], url
            assert found["rights_holder"] == RIGHTS["rights_holder"]
            assert found["credit"] == RIGHTS["credit"]
            assert found["source_type"] == "digitalCapture"
            assert found["web_statement"] == RIGHTS["web_statement"]
            assert found["licence"].startswith("https://creativecommons.org/")
        # An address never changes its bytes.
        for url, content in plain.items():
            assert (await officer.client.get(url)).content == content
        assert state.json()["written"] is True
        assert state.json()["made_by_machine"] is False


async def test_only_another_statement_makes_other_addresses(
    officer, upload, asset_of, make_jpeg, edit, manifest, desk
) -> None:
    asset = await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))
    bare = await manifest(asset)
    await edit(officer, asset, **RIGHTS)
    waiting = await officer.client.get(f"/staff/v1/assets/{asset['id']}/rights")

    # Several at once, and again: one of them does it.
    await asyncio.gather(*(renewing.renew(desk, asset["id"]) for _ in range(3)))
    await renewing.renew_due(desk)
    first = await manifest(asset)
    await edit(officer, asset, texts={"vi": {"alt": "Cổng đền Đậu An"}})
    worded = await manifest(asset)
    await edit(officer, asset, credit="Ảnh: Sở Văn hóa")
    await renewing.renew_due(desk)
    second = await manifest(asset)
    await edit(officer, asset, **dict.fromkeys(RIGHTS, ""))
    none = await manifest(asset)

    assert waiting.json()["written"] is False
    paths = [bare["path"], first["path"], second["path"], none["path"]]
    assert [path.rsplit("-", 1)[1] for path in paths] == [
        "1.jpg",
        "2.jpg",
        "3.jpg",
        "4.jpg",
    ]
    assert worded["path"] == first["path"]
    assert len({one["sha256"] for one in (bare, first, second)}) == 3
    assert none["sha256"] == bare["sha256"]
    assert none["path"] != bare["path"]


async def test_what_a_file_says_of_itself_is_offered_and_not_believed(
    officer, make_person, upload, asset_of, make_jpeg, pdf
) -> None:
    picture = pyvips.Image.new_from_buffer(make_jpeg(), "").copy()
    theirs = Statement(
        creator="Lê Văn C", licence="CC0-1.0", source_type="trainedAlgorithmicMedia"
    )
    blob = pyvips.GValue.blob_type
    picture.set_type(blob, "xmp-data", xmp.packet(theirs))
    older = iim.blocks(Statement(creator="Người cũ", credit="Ảnh: báo cũ"))
    picture.set_type(blob, "iptc-data", older)
    sent = picture.jpegsave_buffer(keep="xmp|iptc")
    asset = await asset_of(officer, await upload(officer, sent, "ảnh.jpg"))
    paper = await asset_of(officer, await upload(officer, pdf, "sách.pdf"))
    address = f"/staff/v1/assets/{asset['id']}/rights"

    mine = (await officer.client.get(address)).json()
    other = await make_person("leader").client.get(address)
    document = await officer.client.get(f"/staff/v1/assets/{paper['id']}/rights")

    assert mine["suggestions"]["creator"] == "Lê Văn C"
    assert mine["suggestions"]["credit"] == "Ảnh: báo cũ"
    assert mine["suggestions"]["source_type"] == "trainedAlgorithmicMedia"
    assert asset["creator"] == mine["said"]["creator"] == ""
    assert document.json()["suggestions"] == {"creator": "Trần Thị B"}
    assert other.status_code == 404


async def test_a_marking_in_the_metadata_is_a_marking(
    officer, upload, make_jpeg
) -> None:
    picture = pyvips.Image.new_from_buffer(make_jpeg(), "").copy()
    packet = xmp.packet(Statement(credit="TỐI MẬT")).decode()
    # As an entity of XML, so that only a parser sees the words.
    hidden = packet.replace("TỐI", "T&#7888;I").encode()
    picture.set_type(pyvips.GValue.blob_type, "xmp-data", hidden)

    status = await upload(officer, picture.jpegsave_buffer(keep="xmp"), "ảnh.jpg")

    assert (status["state"], status["reason"]) == ("rejected", "marking-found")
