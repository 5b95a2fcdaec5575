"""`python -m content_api.reports.documents.default_template FILE`: the first template.

An office downloads it, changes it in a word processor and uploads it again.
"""

import sys
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.table import _Cell

FONT = "Times New Roman"


def build() -> DocumentType:
    document = Document()
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(13)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(3), Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    _letterhead(document)
    _centred(document, "BÁO CÁO", bold=True, size=14)
    _centred(document, "{{ title }}", bold=True)
    _centred(document, "Kỳ báo cáo: từ ngày {{ period_from }} đến ngày {{ period_to }}")
    _centred(document, "{{ state }}")
    _plain(document, "{%p if period_note %}", "{{ period_note }}", "{%p endif %}")
    _heading(document, "I. KẾT QUẢ THỰC HIỆN")
    _results(document)
    _heading(document, "II. ĐÁNH GIÁ CHUNG")
    _loop(document, "assessment")
    _heading(document, "III. PHƯƠNG HƯỚNG, NHIỆM VỤ")
    _loop(document, "directions")
    _signature(document)
    _parts(document)
    return document


def _letterhead(document: DocumentType) -> None:
    """As Decree 30/2020 has it: who writes on the left, the state on the right."""
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    _lines(left, "ỦY BAN NHÂN DÂN", "TỈNH HƯNG YÊN", "{{ agency }}", bold=True)
    _lines(left, "Số:        /BC-{% if not agency %}UBND{% endif %}")
    _lines(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    _lines(right, "Độc lập - Tự do - Hạnh phúc", bold=True)
    _lines(right, "Hưng Yên, ngày      tháng      năm")


def _signature(document: DocumentType) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    _lines(left, "Nơi nhận:", bold=True, centred=False)
    _lines(left, "- Như trên;", "- Lưu: VT.", centred=False)
    chief = "{% if agency %}THỦ TRƯỞNG CƠ QUAN{% else %}TM. ỦY BAN NHÂN DÂN{% endif %}"
    _lines(right, chief, "{% if not agency %}CHỦ TỊCH{% endif %}", bold=True)
    _lines(right, *[""] * 4)


def _lines(cell: _Cell, *texts: str, bold: bool = False, centred: bool = True) -> None:
    for text in texts:
        first = cell.paragraphs[0]
        empty = len(cell.paragraphs) == 1 and not first.text
        paragraph = first if empty else cell.add_paragraph()
        paragraph.add_run(text).bold = bold
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _results(document: DocumentType) -> None:
    _plain(document, "{%p for section in results %}")
    _heading(document, "{{ section.number }}. {{ section.title }}", size=13)
    _plain(document, "{%p for line in section.lines %}", "{{ line }}", "{%p endfor %}")
    _loop(document, "section.written")
    _plain(document, "{%p for table in section.tables %}")
    document.add_paragraph("{{ table.title }}").runs[0].italic = True
    grid = document.add_table(rows=4, cols=3, style="Table Grid")
    cells = (
        ("{%tc for name in table.head %}", "{{ name }}", "{%tc endfor %}"),
        ("{%tr for row in table.rows %}", "", ""),
        ("{%tc for value in row %}", "{{ value }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )
    for row, texts in zip(grid.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    grid.rows[0].cells[1].paragraphs[0].runs[0].bold = True
    _plain(document, "{%p endfor %}", "{%p endfor %}")


def _parts(document: DocumentType) -> None:
    _plain(document, "{%p if parts %}")
    _heading(document, "PHỤ LỤC. XÁC NHẬN CỦA CÁC CƠ QUAN")
    _plain(document, "{%p for part in parts %}")
    document.add_paragraph("{{ part.name }}: {{ part.signed }}")
    _plain(document, "{%p endfor %}", "{%p endif %}")
    last = document.add_paragraph("Mã băm nội dung (SHA-256): {{ content_sha256 }}")
    last.runs[0].font.size = Pt(9)


def _loop(document: DocumentType, name: str) -> None:
    _plain(document, f"{{%p for text in {name} %}}", "{{ text }}", "{%p endfor %}")


def _plain(document: DocumentType, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(text)


def _heading(document: DocumentType, text: str, *, size: int = 14) -> None:
    run = document.add_paragraph(text).runs[0]
    run.bold = True
    run.font.size = Pt(size)


def _centred(
    document: DocumentType, text: str, *, bold: bool = False, size: int = 13
) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.runs[0].bold = bold
    paragraph.runs[0].font.size = Pt(size)


if __name__ == "__main__":
    build().save(str(Path(sys.argv[1])))
