import struct
from pathlib import Path

import pikepdf
import pytest
import pyvips

from assets_api.metadata import embedding, licences, papers, reading, sources, xmp
from assets_api.metadata.statement import Statement

OURS = Statement(
    creator="Nguyễn Văn Đức; Lê Thị B",
    holder="Trung tâm Xúc tiến Đầu tư & Thương mại <Hưng Yên>",
    licence="CC BY 4.0",
    credit="Ảnh: Nguyễn Văn Đức",
    source_type="digitalCapture",
    web_statement="https://example.vn/ban-quyen?a=1&b=2",
)
OTHERS = Statement(creator="Người khác", licence="CC0-1.0")


@pytest.fixture
def picture() -> pyvips.Image:
    return pyvips.Image.gaussnoise(65, 33, seed=3).cast("uchar").colourspace("srgb")


def embedded(source: Path, statement: Statement) -> Path:
    target = source.with_name(f"said-{source.name}")
    if source.suffix == ".pdf":
        papers.embed(source, statement, target)
    else:
        embedding.embed(source, source.suffix[1:], statement, target)
    return target


@pytest.mark.parametrize("name", ["a.jpg", "a.webp", "alpha.webp", "exact.webp"])
def test_a_picture_says_whose_it_is_and_keeps_every_pixel(
    tmp_path, picture, name
) -> None:
    plain = tmp_path / name
    shown = picture.bandjoin(100) if name in {"alpha.webp", "exact.webp"} else picture
    options = {"lossless": True} if name == "exact.webp" else {}
    shown.write_to_file(str(plain), keep="none", **options)

    said = embedded(embedded(plain, OTHERS), OURS)

    before = pyvips.Image.new_from_file(str(plain))
    after = pyvips.Image.new_from_file(str(said), fail_on="warning")
    assert after.write_to_memory() == before.write_to_memory()
    assert said.read_bytes() == embedded(plain, OURS).read_bytes()
    nothing = pyvips.Image.new_from_file(str(embedded(said, Statement())))
    assert nothing.write_to_memory() == before.write_to_memory()
    assert "xmp-data" not in nothing.get_fields()
    assert "Người khác".encode() not in said.read_bytes()
    assert reading.suggestions(reading.Sources(xmp=after.get("xmp-data"))) == {
        "creator": OURS.creator,
        "rights_holder": OURS.holder,
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "credit": OURS.credit,
        "web_statement": OURS.web_statement,
        "source_type": "digitalCapture",
    }
    if name == "a.jpg":
        older = reading.suggestions(reading.Sources(iim=after.get("iptc-data")))
        assert older["creator"] == OURS.creator
        assert older["credit"] == OURS.credit


@pytest.mark.parametrize("drawn", [b"<rect width='3' height='3' />", b""])
def test_a_drawing_and_a_document_say_it_too(tmp_path, drawn) -> None:
    svg, paper = tmp_path / "a.svg", tmp_path / "a.pdf"
    head = b'<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"'
    svg.write_bytes(head + (b">" + drawn + b"</svg>" if drawn else b" />"))
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(paper)

    said = embedded(svg, OTHERS).read_bytes()
    again = embedded(embedded(paper, OTHERS), OURS)

    assert drawn in said
    assert pyvips.Image.svgload_buffer(said).width == 9
    assert reading.suggestions(reading.Sources(xmp=said))["creator"] == "Người khác"
    with pikepdf.open(again) as document:
        packet = document.Root.Metadata.read_bytes()
    assert packet == xmp.packet(OURS)
    with pikepdf.open(embedded(again, Statement())) as document:
        assert "/Metadata" not in document.Root
    assert embedded(svg, Statement()).read_bytes() == svg.read_bytes()


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"no xml",
        b"<a>" * 50 + b"</a>" * 50,
        b"<r>" + b"<a/>" * 30_000 + b"</r>",
        b" " * 2_000_000 + xmp.packet(OURS),
        b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ],
)
def test_a_hostile_packet_suggests_nothing(packet) -> None:
    assert reading.suggestions(reading.Sources(xmp=packet)) == {}


@pytest.mark.parametrize(
    ("charset", "encoding"), [(b"", "cp1252"), (b"", "utf-8"), (b"\x1b%G", "utf-8")]
)
def test_the_older_form_is_read_in_both_alphabets(charset, encoding) -> None:
    def one(record: int, number: int, value: bytes) -> bytes:
        return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value

    data = one(1, 90, charset) if charset else b""
    data += one(2, 80, "José Müller".encode(encoding)) + one(2, 120, b"Caf\x65")
    broken = data + b"\x1c\x02\x50\xff\xff" + b"x"

    found = reading.suggestions(reading.Sources(iim=broken))

    assert found == {"creator": "José Müller", "caption": {"x-default": "Cafe"}}


def test_names_of_licences_and_sources_become_addresses() -> None:
    assert licences.uri_of("CC-BY-SA-3.0-VN").endswith("/by-sa/3.0/vn/")
    assert licences.uri_of("CC BY 4.0") == licences.uri_of("cc-by-4.0")
    assert licences.uri_of("https://example.vn/dieu-khoan").endswith("dieu-khoan")
    assert licences.uri_of("javascript:alert(1)") == licences.uri_of("") == ""
    assert sources.term_of("Photo") == "digitalCapture"
    assert sources.term_of(f"{sources.BASE}trainedAlgorithmicMedia") in sources.TERMS
    assert sources.term_of("whatever") is None
    assert sources.is_made_by_machine("trainedAlgorithmicMedia") is True
    assert sources.is_made_by_machine("") is None
