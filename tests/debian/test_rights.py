"""Rights in public forms, and nothing that was private, as exiftool reads them."""

import json
import subprocess
from pathlib import Path

import pytest
import pyvips
from tests.corpus.everything import cases

from assets_api.metadata import embedding, papers, xmp
from assets_api.metadata.statement import Statement
from assets_api.renditions import writing
from assets_api.renditions.presets import AVIF

SAID = Statement(
    creator="Nguyễn Văn Đức; Lê Thị Bình",
    holder="Sở Văn hóa, Thể thao và Du lịch tỉnh Hưng Yên",
    licence="CC BY 4.0",
    credit="Ảnh: Nguyễn Văn Đức",
    source_type="digitalCapture",
    web_statement="https://example.vn/ban-quyen?a=1&b=2",
)
PRIVATE = ("GPS", "Serial", "MakerNote", "Thumbnail", "Owner Name", "Lens")


def told(exiftool: str, path: Path) -> dict[str, object]:
    answer = subprocess.run(
        [exiftool, "-json", "-a", "-G1", "-struct", "-all", "-validate", str(path)],
        capture_output=True,
        check=True,
    )
    [found] = json.loads(answer.stdout)
    return found


@pytest.fixture
def picture(tmp_path) -> pyvips.Image:
    """A photograph that knows where it was made."""
    path = tmp_path / "sent.jpg"
    path.write_bytes(cases()["places in a JPEG"].build())
    image = pyvips.Image.jpegload(str(path))
    assert any("gps" in name.lower() for name in image.get_fields())
    return image


@pytest.mark.parametrize("form", ["jpg", "webp", "avif", "svg", "pdf"])
def test_another_reader_finds_the_rights_and_nothing_private(
    tmp_path, exiftool, picture, form
) -> None:
    bare, made = tmp_path / f"bare.{form}", tmp_path / f"made.{form}"
    if form == "pdf":
        bare.write_bytes(cases()["an author in a PDF"].build())
        papers.embed(bare, SAID, made)
    elif form == "svg":
        bare.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>')
        embedding.embed(bare, form, SAID, made)
    elif form == AVIF:
        image = picture.copy()
        image.set_type(pyvips.GValue.blob_type, "xmp-data", xmp.packet(SAID))
        writing.encode(image, made, "large", form)
    else:
        writing.encode(picture, bare, "large", form)
        embedding.embed(bare, form, SAID, made)

    found = told(exiftool, made)

    assert found["XMP-dc:Creator"] == SAID.creators
    assert found["XMP-dc:Rights"] == f"© {SAID.holder}. CC BY 4.0"
    assert found["XMP-xmpRights:Owner"] == [SAID.holder]
    assert found["XMP-xmpRights:UsageTerms"] == "CC BY 4.0"
    assert found["XMP-xmpRights:WebStatement"] == SAID.web_statement
    assert found["XMP-photoshop:Credit"] == SAID.credit
    assert found["XMP-cc:License"].startswith("https://creativecommons.org/")
    assert found["XMP-plus:CopyrightOwner"] == [{"CopyrightOwnerName": SAID.holder}]
    assert found["XMP-iptcExt:DigitalSourceType"] == SAID.source_uri
    if form == "jpg":
        assert found["IPTC:By-line"] == SAID.creators
        assert found["IPTC:Credit"] == SAID.credit
        assert found["ExifTool:Validate"] == "OK"
    named = {tag for tag in found if any(word in tag for word in PRIVATE)}
    assert named == set()
