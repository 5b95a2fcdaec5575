"""What the office prints: DOCX, XLSX and JSON, and the template it owns."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook

from content_api.reports.documents import wording
from content_api.reports.documents.default_template import build
from content_api.reports.documents.docx import default_template

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def words(document: bytes) -> str:
    opened = Document(io.BytesIO(document))
    cells = [
        cell.text for table in opened.tables for row in table.rows for cell in row.cells
    ]
    return "\n".join([*(each.text for each in opened.paragraphs), *cells])


@pytest.fixture
def with_text():
    """The default template with one more paragraph."""

    def make(text):
        document = build()
        document.add_paragraph(text)
        held = io.BytesIO()
        document.save(held)
        return held.getvalue()

    return make


@pytest.fixture
def repacked():
    """The default template with one more file inside."""

    def make(name, content):
        held = io.BytesIO(default_template())
        with zipfile.ZipFile(held, "a") as package:
            package.writestr(name, content, zipfile.ZIP_DEFLATED)
        return held.getvalue()

    return make


@pytest.fixture
async def upload(make_person):
    operator = await make_person("operator")

    async def put(document):
        return await operator.client.put(
            "/staff/v1/report-template",
            content=document,
            headers={"content-type": DOCX},
            params={"filename": "mau.docx"},
        )

    return put


@pytest.mark.parametrize(
    ("told", "written"),
    [
        (wording.money(1_082_000_000_000), "1.082 tỷ đồng"),
        (wording.money(Decimal(1500000000)), "1,5 tỷ đồng"),
        (wording.money(250_500_000), "250,5 triệu đồng"),
        (wording.money(90_000), "90.000 đồng"),
        (wording.money(0), "0 đồng"),
        (wording.hectares("688.94"), "688,94 ha"),
        (wording.hectares("1200"), "1.200 ha"),
        (wording.share(7, 8), "87,5%"),
        (wording.share(0, 0), "-"),
        (wording.day("2026-11-30"), "30/11/2026"),
        (wording.month("2026-11"), "11/2026"),
        (wording.number(12345), "12.345"),
    ],
)
def test_figures_are_written_as_a_vietnamese_official_writes_them(told, written):
    assert told == written


def test_the_committed_template_is_the_one_the_code_makes():
    held = io.BytesIO()
    build().save(held)

    assert words(default_template()) == words(held.getvalue())
    assert len(default_template()) < 64 * 1024


@pytest.mark.usefixtures("released_item")
async def test_a_report_is_printed_with_its_numbers_in_vietnamese(
    make_report, coordinator, agency, part_path, officer
):
    report = await make_report()
    await officer.client.put(
        part_path(report),
        json={"texts": {"proposals": "Đề nghị cấp thêm kinh phí dịch thuật & in ấn."}},
        headers={"If-Match": '"1"'},
    )

    path = f"/staff/v1/reports/{report['id']}/document"
    answer = await coordinator.client.get(path, params={"format": "docx"})

    assert answer.headers["content-type"] == DOCX
    text = words(answer.content)
    assert report["title"] in text
    assert "BẢN NHÁP, CHƯA CHỐT" in text
    assert "Đề nghị cấp thêm kinh phí dịch thuật & in ấn." in text
    assert "Kết quả gửi tới các đích: chưa có số liệu." in text
    assert "Khu công nghiệp" in text
    assert "tiếng Anh" in text
    assert f"Cơ quan {agency.code}" in text
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.usefixtures("released_item")
async def test_a_part_is_printed_for_its_agency(
    make_report, leader, part_path, sign, agency
):
    report = await make_report()
    await sign(report)

    answer = await leader.client.get(part_path(report, "document"))

    text = words(answer.content)
    assert f"Cơ quan {agency.code}" in text
    assert "Ký ngày" in text


async def test_a_workbook_has_every_list_behind_the_numbers(
    make_report, coordinator, released_item
):
    report = await make_report()
    path = f"/staff/v1/reports/{report['id']}/document"

    answer = await coordinator.client.get(path, params={"format": "xlsx"})

    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == "Báo cáo"
    assert {"Thay đổi", "Theo chủ đề", "Nhân sự"} <= set(book.sheetnames)
    changes = list(book["Thay đổi"].iter_rows(values_only=True))
    assert released_item["key"] in {row[0] for row in changes}
    heads = [cell.value for sheet in book.worksheets[1:] for cell in sheet[1]]
    assert [head for head in heads if re.fullmatch("[a-z_]+", head)] == []
    (row,) = [row for row in changes if row[:2] == (released_item["key"], "tiếng Anh")]
    assert row[2:4] == ("mới", "Khu công nghiệp")
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", row[changes[0].index("Ngày")])


async def test_the_office_replaces_the_template(
    upload, with_text, make_report, coordinator
):
    template = with_text("Nơi nhận: Văn phòng UBND tỉnh, kỳ đến {{ period_to }}")
    report = await make_report()

    taken = await upload(template)
    kept = await coordinator.client.get("/staff/v1/report-template")
    printed = await coordinator.client.get(f"/staff/v1/reports/{report['id']}/document")
    back = await upload(default_template())

    assert taken.status_code == 200, taken.text
    assert taken.json()["is_default"] is False
    assert kept.content == template
    assert "Nơi nhận: Văn phòng UBND tỉnh, kỳ đến " in words(printed.content)
    assert back.json()["is_default"] is True


@pytest.mark.parametrize(
    "text",
    [
        "{{ nothing_of_this_name }}",
        "{% for x in %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ title.__init__.__globals__ }}",
        "{% for a in range(99999999) %}x{% endfor %}",
    ],
)
async def test_a_template_that_cannot_be_filled_in_is_refused(upload, with_text, text):
    answer = await upload(with_text(text))

    assert (answer.status_code, answer.json()["code"]) == (422, "template-refused")


async def test_a_file_that_is_no_document_is_refused(upload, repacked):
    outside = b'<Relationships><Relationship TargetMode="External"/></Relationships>'
    wrong = [
        b"",
        b"not a zip",
        repacked("word/vbaProject.bin", b"macro"),
        repacked("word/_rels/settings.xml.rels", outside),
        repacked("word/media/zeros.bin", bytes(21 << 20)),
    ]

    answers = [await upload(document) for document in wrong]

    assert [answer.json()["code"] for answer in answers] == ["template-refused"] * 5
    assert (await upload(bytes((2 << 20) + 1))).status_code == 413


@pytest.mark.parametrize("text", ["TỐI MẬT", "Độ mật: Mật", "<w:br/>MẬT"])
async def test_a_template_with_a_marking_is_not_stored(
    upload, with_text, coordinator, text
):
    before = await coordinator.client.get("/staff/v1/report-template")

    answer = await upload(with_text(text))

    assert (answer.status_code, answer.json()["code"]) == (422, "marking-found")
    after = await coordinator.client.get("/staff/v1/report-template")
    assert after.content == before.content


async def test_officers_do_not_replace_the_template(officer):
    answer = await officer.client.put(
        "/staff/v1/report-template",
        content=default_template(),
        headers={"content-type": DOCX},
    )

    assert answer.status_code == 403
